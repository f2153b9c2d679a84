package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Base64;
import org.earshot.core.audio.Resampler;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.FrontEnd;
import org.earshot.schema.SoundEvent;

/**
 * The sound of one source as the page shows it: log-mel frames as bytes, the level, and for an event the outline of its
 * mask. Keeps the newest frames, for masks. For one thread.
 */
final class SoundPicture {
    private static final double KEPT_SECONDS = 20;
    /** Log-mel values that become the darkest and the brightest byte: about the floor of a quiet room and a shout. */
    private static final float DARKEST = -14f;

    private static final float BRIGHTEST = 2f;
    private static final float MASK_EDGE = 0.5f;

    private final FrontEnd frontEnd;
    private final int sourceRateHz;
    private final String epochId;
    private final Resampler resampler;
    private final LogMel logMel;
    private final float[] ring;
    private final int ringFrames;
    private final ByteArrayOutputStream picture = new ByteArrayOutputStream();
    private final long startMicros;
    private long nextSample;
    private long frames;

    /**
     * @param firstSample index in the epoch of the first sample that will be pushed, at the source's rate
     * @param start its time
     */
    SoundPicture(FrontEnd frontEnd, int sourceRateHz, String epochId, long firstSample, Instant start) {
        this.frontEnd = frontEnd;
        this.sourceRateHz = sourceRateHz;
        this.epochId = epochId;
        this.resampler = new Resampler(sourceRateHz, frontEnd.rateHz());
        this.logMel = new LogMel(frontEnd);
        this.ringFrames = (int) Math.ceil(KEPT_SECONDS / frontEnd.frameSeconds());
        this.ring = new float[ringFrames * frontEnd.mels()];
        this.startMicros = start.getEpochSecond() * 1_000_000 + start.getNano() / 1_000;
        this.nextSample = firstSample;
    }

    /** Whether a chunk with these marks goes on where this picture stands. */
    boolean continuesWith(String chunkEpoch, int rateHz, long firstSample) {
        return epochId.equals(chunkEpoch) && sourceRateHz == rateHz && firstSample == nextSample;
    }

    /** Takes the next samples. @return the message of the frames that they complete, or null if there are none */
    ObjectNode push(String source, float[] samples, int count) {
        long firstFrame = frames;
        picture.reset();
        resampler.push(samples, 0, count, (out, off, len) -> logMel.push(out, off, len, this::keep));
        nextSample += count;
        if (frames == firstFrame) {
            return null;
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("source", source)
                .put("t0", timeMs(firstFrame))
                .put("level_dbfs", levelDbfs(samples, count))
                .put("data", Base64.getEncoder().encodeToString(picture.toByteArray()));
    }

    /** The outline of an event's mask. @return null if its frames are no longer here */
    ObjectNode mask(SoundEvent event, int label, MaskNetwork network) {
        long from = frameAt(event.getOnset());
        long to = Math.max(from + 1, frameAt(event.getOffset()));
        int reach = network.manifest().receptiveFrames();
        long first = Math.max(Math.max(0, frames - ringFrames), from - reach);
        long last = Math.min(frames, to + reach);
        if (from < first || to > frames || from >= to) {
            return null;
        }
        int mels = frontEnd.mels();
        int count = (int) (last - first);
        float[] input = new float[count * mels];
        for (int t = 0; t < count; t++) {
            System.arraycopy(ring, (int) ((first + t) % ringFrames) * mels, input, t * mels, mels);
        }
        float[] masks = network.masks(input, count);
        int width = (int) (to - from);
        byte[] bits = new byte[(width * mels + 7) / 8];
        for (int cell = 0; cell < width * mels; cell++) {
            int t = (int) (from - first) + cell / mels;
            if (masks[(label * count + t) * mels + cell % mels] >= MASK_EDGE) {
                bits[cell >> 3] |= (byte) (0x80 >> (cell & 7));
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("event_id", event.getEventId())
                .put("source", event.getSourceId())
                .put("label", event.getLabel())
                .put("t0", timeMs(from))
                .put("frames", width)
                .put("bits", Base64.getEncoder().encodeToString(bits));
    }

    private void keep(float[] frame) {
        System.arraycopy(frame, 0, ring, (int) (frames % ringFrames) * frame.length, frame.length);
        frames++;
        for (float value : frame) {
            picture.write(Math.round(255 * Math.max(0, Math.min(1, (value - DARKEST) / (BRIGHTEST - DARKEST)))));
        }
    }

    private double timeMs(long frame) {
        return startMicros / 1_000.0 + frame * frontEnd.frameSeconds() * 1_000;
    }

    private long frameAt(Instant time) {
        return Math.round((time.toEpochMilli() - startMicros / 1_000.0) / (frontEnd.frameSeconds() * 1_000));
    }

    private static float levelDbfs(float[] samples, int count) {
        double energy = 0;
        for (int n = 0; n < count; n++) {
            energy += samples[n] * samples[n];
        }
        return PageJson.finite((float) (10 * Math.log10(energy / Math.max(1, count))));
    }
}
