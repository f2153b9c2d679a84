package org.earshot.core.detect;

import java.nio.ByteBuffer;
import org.earshot.core.audio.Resampler;
import org.earshot.core.audio.SampleSink;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.KeptSound;
import org.earshot.core.detect.state.SampleBytes;
import org.earshot.core.detect.state.WorkSpace;
import org.earshot.core.dsp.FrameSink;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;

/**
 * From a source's samples to its frames: resampled, in log-mel, each with its level and its share of real audio. For one
 * thread. Samples that are no number, or beyond all reason, count as 0.
 */
final class FrameFeed {
    private static final float BEYOND_REASON = 1e4f;
    private static final float[] SILENCE = new float[4096];

    private final FrontEnd frontEnd;
    private final SampleScale scale;
    private final FrameStore frames;
    private final Resampler resampler;
    private final LogMel logMel;
    private final InvalidSpans invalid = new InvalidSpans();
    private final FrameSink frameSink = this::frame;
    private final SampleSink resampledSink = this::resampled;
    private final KeptSound sound;
    private final int mostKept;
    private final SampleBytes keptBytes = new SampleBytes();
    private LevelSink levels = LevelSink.NONE;
    private long taken;
    private long modelSamples;

    /** @param sound gets the samples at the model's rate too; null for none */
    FrameFeed(FrontEnd frontEnd, int sourceRateHz, FrameStore frames, KeptSound sound) {
        this.sound = sound;
        this.frontEnd = frontEnd;
        this.scale = SampleScale.of(frontEnd, sourceRateHz);
        this.frames = frames;
        this.resampler = new Resampler(sourceRateHz, frontEnd.rateHz());
        this.logMel = new LogMel(frontEnd);
        this.mostKept = Math.max(frontEnd.windowSamples(), resampler.maxRemainder());
    }

    /** Gets the level of each frame from now on. */
    void setLevels(LevelSink sink) {
        levels = sink;
    }

    /** Source samples taken so far, filled gaps included. */
    long samples() {
        return taken;
    }

    void accept(float[] mono, int off, int len) {
        if (isClean(mono, off, len)) {
            resampler.push(mono, off, len, resampledSink);
        } else {
            resampler.push(cleaned(mono, off, len), 0, len, resampledSink);
        }
        taken += len;
    }

    void fillGap(long samples) {
        invalid.add(taken, taken + samples);
        taken += samples;
        for (long left = samples; left > 0; left -= SILENCE.length) {
            resampler.push(SILENCE, 0, (int) Math.min(left, SILENCE.length), resampledSink);
        }
    }

    void finish() {
        resampler.finish(resampledSink);
    }

    /** Appends silence up to a number of frames. @return how many frames hold a sample from before the silence */
    long padTo(long wanted) {
        long real = Math.min(wanted, (modelSamples + frontEnd.hopSamples() - 1) / frontEnd.hopSamples());
        levels = LevelSink.NONE;
        while (frames.frames() < wanted) {
            resampled(SILENCE, 0, Math.min(SILENCE.length, frontEnd.hopSamples()));
        }
        return real;
    }

    /** Samples at the model's rate that came so far. */
    long modelSamples() {
        return modelSamples;
    }

    private void resampled(float[] samples, int off, int len) {
        if (sound != null) {
            sound.append(samples, off, len);
        }
        logMel.push(samples, off, len, frameSink);
        modelSamples += len;
    }

    private void frame(float[] values) {
        long t = frames.frames();
        double from = scale.exactSampleOf(t);
        double to = scale.exactSampleOf(t + 1);
        double end = from + (to - from) * frontEnd.windowSamples() / frontEnd.hopSamples();
        boolean heard = invalid.validShare(from - resampler.reach(), end + resampler.reach()) == 1;
        frames.append(values, logMel.hopPower(), invalid.validShare(from, to), heard);
        if (heard && levels != LevelSink.NONE) {
            levels.frame((long) from, logMel.weightedPower());
        }
        invalid.dropBefore(to - resampler.reach());
    }

    private static boolean isClean(float[] mono, int off, int len) {
        for (int i = off; i < off + len; i++) {
            if (!(Math.abs(mono[i]) <= BEYOND_REASON)) {
                return false;
            }
        }
        return true;
    }

    private static float[] cleaned(float[] mono, int off, int len) {
        float[] cleaned = new float[len];
        for (int i = 0; i < len; i++) {
            float sample = mono[off + i];
            cleaned[i] = Math.abs(sample) <= BEYOND_REASON ? sample : 0;
        }
        return cleaned;
    }

    int headBytes() {
        return 4 * Long.BYTES
                + SampleBytes.maxBytes(resampler.maxRemainder())
                + SampleBytes.maxBytes(frontEnd.windowSamples())
                + invalid.stateBytes();
    }

    void writeHead(ByteBuffer to) {
        float[] kept = WorkSpace.samples(mostKept);
        to.putLong(taken).putLong(resampler.inputs()).putLong(modelSamples);
        keptBytes.write(kept, resampler.remainder(kept), to);
        keptBytes.write(kept, logMel.remainder(kept), to);
        invalid.write(to);
    }

    /** Goes on from what {@link #writeHead} wrote; the frame store has been restored before. */
    void restore(ByteBuffer head) {
        taken = head.getLong();
        long inputs = head.getLong();
        modelSamples = head.getLong();
        float[] kept = WorkSpace.samples(mostKept);
        resampler.restore(inputs, kept, keptBytes.read(head, kept, mostKept));
        int remaining = keptBytes.read(head, kept, mostKept);
        logMel.restore(frames.frames(), kept, remaining);
        invalid.read(head);
    }
}
