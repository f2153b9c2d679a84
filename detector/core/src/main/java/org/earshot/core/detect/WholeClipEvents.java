package org.earshot.core.detect;

import java.nio.ByteBuffer;
import java.util.stream.IntStream;
import org.earshot.core.decode.ClipLabelsDecoder;
import org.earshot.core.decode.ClipLabelsDecoder.ClipEvent;
import org.earshot.core.decode.Run;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.detect.state.FrameStore;
import org.earshot.core.detect.state.StateStore;
import org.earshot.core.model.Manifest;

/**
 * Tags and events of a model that needs whole clips: each block is a clip of its own, decoded as the paper decodes
 * clips. All events of a clip are emitted at its end, STARTED and ENDED together, by onset. For one thread; keeps no
 * state.
 */
final class WholeClipEvents implements BlockListener {
    private final int classes;
    private final ClipLabelsDecoder decoder;
    private final DetectionFactory factory;

    WholeClipEvents(Manifest manifest, DetectorSettings settings, DetectionFactory factory) {
        this.classes = manifest.classes();
        this.factory = factory;
        this.decoder = new ClipLabelsDecoder(settings.thresholds(), settings.rules());
    }

    @Override
    public void scored(ScoredBlock clip, FrameStore frames, DetectionSink detections, ClipTagSink clips) {
        float[] tags = tags(clip);
        if (clips != ClipTagSink.NONE) {
            clips.clip(tagged(clip, tags, frames));
        }
        leaveOutUnheard(clip, frames);
        int[] offsets = IntStream.range(0, classes).map(clip::at).toArray();
        for (ClipEvent event : decoder.decode(tags, clip.scores().activity(), offsets, clip.frames())) {
            Run run = run(clip, event, tags[event.label()], frames);
            detections.detection(factory.of(Detection.Phase.STARTED, event.label(), run));
            detections.detection(factory.of(Detection.Phase.ENDED, event.label(), run));
        }
    }

    private void leaveOutUnheard(ScoredBlock clip, FrameStore frames) {
        for (long t = clip.from(); t < clip.to(); t++) {
            for (int k = 0; k < classes && !frames.heard(t); k++) {
                clip.scores().activity()[clip.at(k) + (int) (t - clip.from())] = 0;
            }
        }
    }

    private static Run run(ScoredBlock clip, ClipEvent event, float tag, FrameStore frames) {
        long onset = clip.from() + event.frames().onset();
        long offset = clip.from() + event.frames().offset();
        double power = 0;
        double valid = 0;
        for (long t = onset; t < offset; t++) {
            power += frames.power(t);
            valid += frames.valid(t);
        }
        double n = event.frames().frames();
        return new Run(onset, offset, event.peak(), event.mean(), tag, power / n, valid / n);
    }

    private TaggedClip tagged(ScoredBlock clip, float[] tags, FrameStore frames) {
        double valid = 0;
        for (long t = clip.from(); t < clip.to(); t++) {
            valid += frames.valid(t);
        }
        SampleScale scale = factory.scale();
        return new TaggedClip(
                scale.sampleOf(clip.from()), scale.sampleOf(clip.to()), tags, (float) (valid / clip.frames()));
    }

    private float[] tags(ScoredBlock clip) {
        float[] tags = new float[classes];
        for (int k = 0; k < classes; k++) {
            tags[k] = WindowedActivity.ratio(clip.scores().tags()[clip.batchIndex() * classes + k], 1);
        }
        return tags;
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
