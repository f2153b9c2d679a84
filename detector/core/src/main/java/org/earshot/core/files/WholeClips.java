package org.earshot.core.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.earshot.core.audio.Resampler;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.decode.ClipLabelsDecoder;
import org.earshot.core.decode.ClipLabelsDecoder.ClipEvent;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.TaggedClip;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;

/**
 * The paper's way through a recording: clips of {@code clipSamples} one after the other, each scored and decoded for itself.
 * A rest too short for one frame is left out. For one recording at a time.
 */
final class WholeClips {
    private static final double FLOOR_POWER = 1e-12;

    private final MaskNetwork network;
    private final Manifest manifest;
    private final FrontEnd frontEnd;
    private final ClipLabelsDecoder decoder;
    private final int[] offsets;
    private final float[] clip;
    private final List<Detection> events = new ArrayList<>();
    private final List<TaggedClip> clips = new ArrayList<>();
    private int sourceRateHz;
    private int filled;

    WholeClips(MaskNetwork network, DetectorSettings settings) {
        this.network = network;
        this.manifest = network.manifest();
        this.frontEnd = manifest.frontEnd();
        this.clip = new float[frontEnd.clipSamples()];
        this.decoder = new ClipLabelsDecoder(settings.thresholds(), settings.rules());
        this.offsets = IntStream.range(0, manifest.classes())
                .map(k -> k * frontEnd.clipFrames())
                .toArray();
    }

    FileReport hear(SampleSource source) {
        sourceRateHz = source.rateHz();
        var resampler = new Resampler(sourceRateHz, frontEnd.rateHz());
        var pieces = new SourcePieces(source);
        long samples = 0;
        int read;
        while ((read = pieces.next()) >= 0) {
            samples += read;
            resampler.push(pieces.samples(), 0, read, this::take);
        }
        resampler.finish(this::take);
        if (filled >= frontEnd.windowSamples() || clips.isEmpty() && filled > 0) {
            Arrays.fill(clip, filled, clip.length, 0);
            score(filled);
        }
        return new FileReport(sourceRateHz, samples, events, clips, pieces.fault(), source.notes());
    }

    private void take(float[] samples, int offset, int length) {
        int at = offset;
        while (at < offset + length) {
            int taken = Math.min(clip.length - filled, offset + length - at);
            System.arraycopy(samples, at, clip, filled, taken);
            filled += taken;
            at += taken;
            if (filled == clip.length) {
                score(filled);
                filled = 0;
            }
        }
    }

    private void score(int realSamples) {
        int frames = frontEnd.clipFrames();
        Scores scores = network.score(LogMel.of(frontEnd, clip), 1, frames);
        float[] activity = activity(scores, frames);
        long start = (long) clips.size() * clip.length;
        float[] tags = new float[manifest.classes()];
        for (int k = 0; k < tags.length; k++) {
            tags[k] = WindowedActivity.ratio(scores.tags()[k], 1);
        }
        for (ClipEvent event : decoder.decode(tags, activity, offsets, frames)) {
            if (event.frames().onset() * frontEnd.hopSamples() < realSamples) {
                events.add(detection(event, tags[event.label()], start, realSamples));
            }
        }
        clips.add(new TaggedClip(sourceSample(start), sourceSample(start + realSamples), tags, 1));
    }

    private float[] activity(Scores scores, int frames) {
        if (!manifest.activity().isWindowed()) {
            return scores.activity();
        }
        float[] curves = new float[scores.activity().length];
        for (int k = 0; k < manifest.classes(); k++) {
            WindowedActivity.of(
                    scores.poolNumerator(), scores.poolDenominator(), k * frames, frames, manifest.activity(), curves);
        }
        return curves;
    }

    private Detection detection(ClipEvent event, float tag, long clipStart, int realSamples) {
        int from = (int) event.frames().onset() * frontEnd.hopSamples();
        int to = (int) Math.min(realSamples, event.frames().offset() * frontEnd.hopSamples());
        return new Detection(
                Detection.Phase.ENDED,
                event.label(),
                sourceSample(clipStart + from),
                sourceSample(clipStart + to),
                event.peak(),
                event.mean(),
                tag,
                1,
                dbfs(from, to));
    }

    private float dbfs(int from, int to) {
        double energy = 0;
        for (int i = from; i < to; i++) {
            energy += (double) clip[i] * clip[i];
        }
        return (float) (10 * StrictMath.log10(Math.max(FLOOR_POWER, energy / (to - from))));
    }

    private long sourceSample(long modelSample) {
        return (2 * modelSample * sourceRateHz + frontEnd.rateHz()) / (2L * frontEnd.rateHz());
    }
}
