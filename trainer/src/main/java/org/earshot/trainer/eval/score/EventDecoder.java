package org.earshot.trainer.eval.score;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.decode.RunDecoder;
import org.earshot.core.decode.RunRules;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * Events of scored clips, decoded as the detector does. As a stream, a run is confirmed by the highest tag among the
 * clips that overlap it, up to the first block end after which nothing can be merged with the run; as whole clips (Liu
 * et al. 2021), by the tag of the clip.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class EventDecoder {
    /** Which tag confirms a run. */
    public enum Mode {
        STREAM,
        CLIP
    }

    private final Mode mode;
    private final IntFunction<RunRules> rules;
    private final int aheadFrames;

    /**
     * @param rules shortest event and longest gap of every label
     * @param aheadFrames later frames that an activity value waits for
     */
    public EventDecoder(Mode mode, RunRules rules, int aheadFrames) {
        this(mode, label -> rules, aheadFrames);
    }

    private EventDecoder(Mode mode, IntFunction<RunRules> rules, int aheadFrames) {
        this.mode = mode;
        this.rules = rules;
        this.aheadFrames = aheadFrames;
    }

    /** As a detector with these settings, each label by its own rules. */
    public static EventDecoder of(Mode mode, DetectorSettings settings, Manifest manifest) {
        return new EventDecoder(mode, settings.rules()::get, manifest.activity().aheadFrames());
    }

    /** With the manifest's shortest event and longest gap. */
    public static EventDecoder of(Mode mode, Manifest manifest) {
        return new EventDecoder(
                mode,
                new RunRules(manifest.minEventFrames(), manifest.maxGapFrames(), true),
                manifest.activity().aheadFrames());
    }

    /** The events of one label, in frames of the clip. */
    public List<FrameInterval> decode(ClipScores clip, int label, Thresholds thresholds) {
        List<FrameInterval> events = new ArrayList<>();
        for (ConfirmedRun run : runs(clip, label, thresholds.high(), thresholds.low())) {
            if (run.tag() > thresholds.gate()) {
                events.add(run.frames());
            }
        }
        return events;
    }

    /** The runs of one label, each with the tag that is compared with the gate. */
    public List<ConfirmedRun> runs(ClipScores clip, int label, float high, float low) {
        if (clip.peaks()[label] < high) {
            return List.of();
        }
        RunDecoder decoder = new RunDecoder(new Thresholds(0, high, low), rules.apply(label));
        List<ConfirmedRun> runs = new ArrayList<>();
        for (FrameInterval run : decoder.decode(clip.activity()[label])) {
            runs.add(new ConfirmedRun(run, confirmingTag(clip, label, run)));
        }
        return runs;
    }

    /** The tag by which the clip is decided: its own, or the highest of all its blocks in a stream. */
    public float clipTag(ClipScores clip, int label) {
        return mode == Mode.CLIP ? clip.tags()[label] : clip.highestTag(label, 0, clip.blockEnds().length - 1);
    }

    private float confirmingTag(ClipScores clip, int label, FrameInterval run) {
        int[] ends = clip.blockEnds();
        int last = ends.length - 1;
        if (mode == Mode.CLIP) {
            return clip.tags()[label];
        }
        int from = 0;
        while (from < last && ends[from] <= run.onset()) {
            from++;
        }
        long closed = run.offset() + rules.apply(label).maxGapFrames() + 1 + aheadFrames;
        int to = from;
        while (to < last && ends[to] < closed) {
            to++;
        }
        return clip.highestTag(label, from, to);
    }
}
