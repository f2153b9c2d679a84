package org.earshot.core.detect;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.earshot.core.decode.ClipDecoder;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.decode.Run;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;

/**
 * Tags and events of a model that needs whole clips: each block is a clip of its own, decoded as the paper decodes
 * clips. All events of a clip are emitted at its end, STARTED and ENDED together, by onset. For one thread; keeps no
 * state.
 */
final class WholeClipEvents implements BlockListener {
    private record Found(int label, Run run) {}

    private final int classes;
    private final List<ClipDecoder> decoders = new ArrayList<>();
    private final DetectionFactory factory;

    WholeClipEvents(Manifest manifest, DetectorSettings settings, DetectionFactory factory) {
        this.classes = manifest.classes();
        this.factory = factory;
        for (int k = 0; k < settings.thresholds().size(); k++) {
            decoders.add(new ClipDecoder(
                    settings.thresholds().get(k), settings.rules().get(k)));
        }
    }

    @Override
    public void scored(ScoredBlock clip, FrameStore frames, DetectionSink detections, ClipTagSink clips) {
        if (clips != ClipTagSink.NONE) {
            clips.clip(tagged(clip, frames));
        }
        List<Found> found = new ArrayList<>();
        leaveOutUnheard(clip, frames);
        for (int k = 0; k < classes; k++) {
            for (FrameInterval run :
                    decoders.get(k).decode(tag(clip, k), clip.scores().activity(), clip.at(k), clip.frames())) {
                found.add(new Found(k, gather(clip, k, run, frames)));
            }
        }
        found.sort(Comparator.comparingLong((Found f) -> f.run().onset()).thenComparingInt(Found::label));
        for (Found event : found) {
            detections.detection(factory.of(Detection.Phase.STARTED, event.label(), event.run()));
            detections.detection(factory.of(Detection.Phase.ENDED, event.label(), event.run()));
        }
    }

    private void leaveOutUnheard(ScoredBlock clip, FrameStore frames) {
        for (long t = clip.from(); t < clip.to(); t++) {
            for (int k = 0; k < classes && !frames.heard(t); k++) {
                clip.scores().activity()[clip.at(k) + (int) (t - clip.from())] = 0;
            }
        }
    }

    private Run gather(ScoredBlock clip, int label, FrameInterval run, FrameStore frames) {
        double activity = 0;
        double power = 0;
        double valid = 0;
        float peak = 0;
        for (long t = run.onset(); t < run.offset(); t++) {
            float value = clip.scores().activity()[clip.at(label) + (int) t];
            activity += value;
            peak = Math.max(peak, value);
            power += frames.power(clip.from() + t);
            valid += frames.valid(clip.from() + t);
        }
        double n = run.frames();
        return new Run(
                clip.from() + run.onset(),
                clip.from() + run.offset(),
                peak,
                (float) (activity / n),
                tag(clip, label),
                power / n,
                valid / n);
    }

    private TaggedClip tagged(ScoredBlock clip, FrameStore frames) {
        float[] tags = new float[classes];
        for (int k = 0; k < classes; k++) {
            tags[k] = tag(clip, k);
        }
        double valid = 0;
        for (long t = clip.from(); t < clip.to(); t++) {
            valid += frames.valid(t);
        }
        SampleScale scale = factory.scale();
        return new TaggedClip(
                scale.sampleOf(clip.from()), scale.sampleOf(clip.to()), tags, (float) (valid / clip.frames()));
    }

    private float tag(ScoredBlock clip, int label) {
        Scores scores = clip.scores();
        return WindowedActivity.ratio(scores.tags()[clip.batchIndex() * classes + label], 1);
    }

    @Override
    public long firstFrameNeeded(long scoredFrames) {
        return scoredFrames;
    }

    @Override
    public long firstPossibleOnset(long scoredFrames) {
        return scoredFrames;
    }

    @Override
    public void save(StateStore store) {}

    @Override
    public void discard(StateStore store) {}

    @Override
    public int headBytes() {
        return 0;
    }

    @Override
    public void writeHead(ByteBuffer to) {}

    @Override
    public void restore(ByteBuffer head, StateStore store) {}
}
