package org.earshot.core.infer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.earshot.core.model.Manifest;

/**
 * A mask network that remembers the layers of the streams it scores, so that a block that follows the one before costs
 * its own frames only. What it remembers is bounded: while the memory is full, new streams are scored with their
 * context repeated, which gives the same scores, and those that are remembered stay so. A stream that was not scored
 * for a minute makes room.
 *
 * <p>A block follows if its first 2R frames are, to the bit, the last 2R of the block before: the layers' memory is a
 * function of these alone, so a wrong guess is impossible. Safe for use by several threads, one a stream.
 */
public final class CachedMaskNetwork implements MaskNetwork {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private final MaskNetwork plain;
    private final CachingNetwork caching;
    private final long maxBytes;
    private final LongSupplier nanos;
    private final int mels;
    private final int overlap;
    private final long bytesOfStream;
    private final LinkedHashMap<String, Memory> memories = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param plain scores what has no stream; closed with this
     * @param caching the same model with caches; closed with this
     * @param maxBytes most memory for the caches of all streams
     */
    public CachedMaskNetwork(MaskNetwork plain, CachingNetwork caching, long maxBytes) {
        this(plain, caching, maxBytes, System::nanoTime);
    }

    CachedMaskNetwork(MaskNetwork plain, CachingNetwork caching, long maxBytes, LongSupplier nanos) {
        this.plain = plain;
        this.caching = caching;
        this.maxBytes = maxBytes;
        this.nanos = nanos;
        this.mels = plain.manifest().frontEnd().mels();
        this.overlap = 2 * plain.manifest().receptiveFrames();
        this.bytesOfStream = caching.cacheBytes() + (long) overlap * mels * Float.BYTES;
    }

    /** @param cache null as long as the stream has a place but was not scored yet */
    private record Memory(LayerCache cache, float[] tail, long nanos) {}

    @Override
    public Scores score(List<String> streams, float[] logMel, int frames) {
        int block = frames * mels;
        List<Scores> each = new ArrayList<>();
        for (int b = 0; b < streams.size(); b++) {
            each.add(
                    streams.get(b) == null
                            ? plain.score(Arrays.copyOfRange(logMel, b * block, (b + 1) * block), 1, frames)
                            : score(streams.get(b), logMel, b * block, frames));
        }
        return Scores.together(each);
    }

    /**
     * Scores the next block of a stream.
     *
     * @param stream names the stream
     * @param logMel [context + n + R][mels] from {@code offset}: the block with the context there is and its whole
     *     look-ahead of R frames
     * @param frames all of them
     * @return scores of all frames, of which those of the n in the middle are valid; the tags are not
     */
    public Scores score(String stream, float[] logMel, int offset, int frames) {
        Optional<Memory> place = frames > overlap ? place(stream) : Optional.empty();
        if (place.isEmpty()) {
            return plain.score(Arrays.copyOfRange(logMel, offset, offset + frames * mels), 1, frames);
        }
        Memory memory = place.get();
        int before = overlap * mels;
        boolean follows =
                memory.cache != null && Arrays.equals(memory.tail, 0, before, logMel, offset, offset + before);
        CachingNetwork.Piece piece = follows
                ? caching.next(logMel, offset + before, frames - overlap, memory.cache)
                : caching.begin(logMel, offset, frames);
        int end = offset + frames * mels;
        float[] tail = memory.tail != null ? memory.tail : new float[before];
        System.arraycopy(logMel, end - before, tail, 0, before);
        boolean unshared = remember(stream, new Memory(piece.cache(), tail, nanos.getAsLong()), memory);
        if (unshared && memory.cache != null) {
            caching.reuse(memory.cache);
        }
        return widened(piece.scores(), follows ? overlap / 2 : 0, frames);
    }

    /** Memory that the caches take now. */
    public long cacheBytes() {
        synchronized (memories) {
            return memories.size() * bytesOfStream;
        }
    }

    /** Whether the layers' memory of a stream is kept. */
    boolean remembers(String stream) {
        synchronized (memories) {
            return memories.containsKey(stream);
        }
    }

    /** Streams are scored one by one. */
    @Override
    public int batchWorthWaitingFor() {
        return 1;
    }

    @Override
    public Manifest manifest() {
        return plain.manifest();
    }

    @Override
    public String sha256() {
        return plain.sha256();
    }

    @Override
    public String device() {
        return plain.device();
    }

    @Override
    public Scores score(float[] logMel, int batch, int frames) {
        return plain.score(logMel, batch, frames);
    }

    @Override
    public boolean givesMasks() {
        return plain.givesMasks();
    }

    @Override
    public float[] masks(float[] logMel, int frames) {
        return plain.masks(logMel, frames);
    }

    @Override
    public void close() {
        caching.close();
        plain.close();
    }

    /** What is remembered of a stream, or a place for it; empty while all places are taken. */
    private Optional<Memory> place(String stream) {
        synchronized (memories) {
            Memory memory = memories.get(stream);
            if (memory != null) {
                return Optional.of(memory);
            }
            long now = nanos.getAsLong();
            Iterator<Memory> oldest = memories.values().iterator();
            while (oldest.hasNext() && now - oldest.next().nanos > IDLE.toNanos()) {
                // Left to the garbage collector: another thread may be in a call with it.
                oldest.remove();
            }
            if ((memories.size() + 1) * bytesOfStream > maxBytes) {
                return Optional.empty();
            }
            Memory empty = new Memory(null, null, now);
            memories.put(stream, empty);
            return Optional.of(empty);
        }
    }

    /** @return false if another thread has scored the stream meanwhile, against the rule, and may hold what was taken */
    private boolean remember(String stream, Memory memory, Memory taken) {
        synchronized (memories) {
            return memories.put(stream, memory) == taken;
        }
    }

    private static Scores widened(Scores piece, int before, int frames) {
        return new Scores(
                1,
                frames,
                piece.classes(),
                piece.tags(),
                widened(piece.activity(), piece, before, frames),
                widened(piece.poolNumerator(), piece, before, frames),
                widened(piece.poolDenominator(), piece, before, frames));
    }

    private static float[] widened(float[] curves, Scores piece, int before, int frames) {
        float[] wide = new float[piece.classes() * frames];
        for (int k = 0; k < piece.classes(); k++) {
            System.arraycopy(curves, k * piece.frames(), wide, k * frames + before, piece.frames());
        }
        return wide;
    }
}
