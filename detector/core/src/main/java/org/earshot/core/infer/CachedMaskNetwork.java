package org.earshot.core.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.Manifest;

/**
 * A mask network that remembers the layers of the streams it scores, so that a block that follows the one before costs its
 * own frames only. What it remembers is bounded; the stream that was scored longest ago is forgotten first and begins anew
 * from its context frames.
 *
 * <p>A block follows if its first 2R frames are, to the bit, the last 2R of the block before: the layers' memory is a
 * function of these alone, so a wrong guess is impossible. Safe for use by several threads, one a stream.
 */
public final class CachedMaskNetwork implements MaskNetwork {
    private final MaskNetwork plain;
    private final CachingNetwork caching;
    private final long maxBytes;
    private final int mels;
    private final int overlap;
    private final LinkedHashMap<String, Memory> memories = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param plain scores what has no stream; closed with this
     * @param caching the same model with caches; closed with this
     * @param maxBytes most memory for the caches of all streams
     */
    public CachedMaskNetwork(MaskNetwork plain, CachingNetwork caching, long maxBytes) {
        this.plain = plain;
        this.caching = caching;
        this.maxBytes = maxBytes;
        this.mels = plain.manifest().frontEnd().mels();
        this.overlap = 2 * plain.manifest().receptiveFrames();
    }

    private record Memory(LayerCache cache, float[] tail) {
        long bytes() {
            return cache.bytes() + (long) tail.length * Float.BYTES;
        }
    }

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
        if (frames <= overlap) {
            return plain.score(Arrays.copyOfRange(logMel, offset, offset + frames * mels), 1, frames);
        }
        Memory memory = recall(stream);
        int before = overlap * mels;
        boolean follows = memory != null && Arrays.equals(memory.tail, 0, before, logMel, offset, offset + before);
        CachingNetwork.Piece piece = follows
                ? caching.next(logMel, offset + before, frames - overlap, memory.cache)
                : caching.begin(logMel, offset, frames);
        int end = offset + frames * mels;
        remember(stream, new Memory(piece.cache(), Arrays.copyOfRange(logMel, end - before, end)));
        return widened(piece.scores(), follows ? overlap / 2 : 0, frames);
    }

    /** Memory that the caches take now. */
    public long cacheBytes() {
        synchronized (memories) {
            return memories.values().stream().mapToLong(Memory::bytes).sum();
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

    private Memory recall(String stream) {
        synchronized (memories) {
            return memories.get(stream);
        }
    }

    private void remember(String stream, Memory memory) {
        long most = Math.max(1, maxBytes / memory.bytes());
        synchronized (memories) {
            memories.put(stream, memory);
            Iterator<Map.Entry<String, Memory>> oldest = memories.entrySet().iterator();
            while (memories.size() > most) {
                oldest.next();
                oldest.remove();
            }
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
