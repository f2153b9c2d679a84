package org.earshot.trainer.data.mix;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.earshot.core.audio.AudioException;
import org.earshot.trainer.data.corpus.DataErrors;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.sound.Pcm16;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The samples of recordings at one rate, mono, rounded to 16 bits. Decoded recordings are kept until the pool is full;
 * others are decoded at each use, and synthetic ones are generated at each use. The samples are the same in all cases,
 * so results depend neither on the size of the heap nor on the order of the threads.
 *
 * <p>Safe for use by several threads.
 */
public final class RecordingPool {
    private static final Logger LOG = LoggerFactory.getLogger(RecordingPool.class);

    private final int rateHz;
    private final long capacitySamples;
    private final AtomicLong kept = new AtomicLong();
    private final Map<Recording, short[]> samples = new ConcurrentHashMap<>();

    /** @param capacityBytes maximum memory for decoded recordings */
    public RecordingPool(int rateHz, long capacityBytes) {
        this.rateHz = rateHz;
        this.capacitySamples = capacityBytes / Short.BYTES;
    }

    public int rateHz() {
        return rateHz;
    }

    /**
     * Decodes them all once, on all cores.
     *
     * @param of what they are called in messages
     * @param skipBroken if true, unreadable recordings are logged and left out instead of being an error
     * @return the readable recordings, in order
     * @throws org.earshot.core.model.DataException listing unreadable recordings
     */
    public List<Recording> load(Collection<Recording> recordings, String of, boolean skipBroken) {
        DataErrors errors = new DataErrors();
        List<Recording> readable = recordings.parallelStream()
                .filter(recording -> {
                    try {
                        samples(recording);
                        return true;
                    } catch (AudioException e) {
                        if (skipBroken) {
                            LOG.warn("left out: {}", e.getMessage());
                        } else {
                            errors.add(recording.file(), e.getMessage());
                        }
                        return false;
                    }
                })
                .toList();
        errors.throwIfAny(of, ", or continue without them with --skip-broken");
        return readable;
    }

    /**
     * The recording as [samples] in -1..1; the caller may change the array. @throws AudioException if it is unreadable
     */
    public float[] samples(Recording recording) {
        short[] known = samples.get(recording);
        if (known != null) {
            return Pcm16.toFloat(known);
        }
        short[] decoded = Pcm16.toShort(recording.read(rateHz));
        if (recording.synthesis() == null) {
            keep(recording, decoded);
        }
        return Pcm16.toFloat(decoded);
    }

    private void keep(Recording recording, short[] decoded) {
        if (kept.addAndGet(decoded.length) > capacitySamples || samples.putIfAbsent(recording, decoded) != null) {
            kept.addAndGet(-decoded.length);
        }
    }
}
