package org.earshot.trainer.data;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.earshot.detector.audio.AudioException;

/**
 * The samples of recordings at one rate, mono, rounded to 16 bits. Decoded recordings are kept until the pool is full;
 * those that no longer fit are decoded at each use, and synthetic ones are made at each use. Either way they are the
 * same samples, so what is made of them depends on neither the heap nor the order in which threads asked.
 *
 * <p>Safe for use by several threads.
 */
public final class RecordingPool {
    private final int rateHz;
    private final long capacitySamples;
    private final AtomicLong kept = new AtomicLong();
    private final Map<Recording, short[]> samples = new ConcurrentHashMap<>();

    /** @param capacityBytes how much of the heap the kept recordings may take */
    public RecordingPool(int rateHz, long capacityBytes) {
        this.rateHz = rateHz;
        this.capacitySamples = capacityBytes / Short.BYTES;
    }

    public int rateHz() {
        return rateHz;
    }

    /** Decodes them all once, on all cores. @throws org.earshot.detector.model.DataException listing the unreadable */
    public void load(Collection<Recording> recordings, String of) {
        Complaints complaints = new Complaints();
        recordings.parallelStream().forEach(recording -> {
            try {
                samples(recording);
            } catch (AudioException e) {
                complaints.add(recording.file(), e.getMessage());
            }
        });
        complaints.throwIfAny(of);
    }

    /** The recording as [samples] in -1..1; the caller may change the array. @throws AudioException if it is unreadable */
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
