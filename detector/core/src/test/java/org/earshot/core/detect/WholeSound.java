package org.earshot.core.detect;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.decode.FrameInterval;
import org.earshot.core.decode.RunDecoder;
import org.earshot.core.decode.RunRules;
import org.earshot.core.decode.WindowedActivity;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * What the definition says of a sound that is scored in one piece: the oracle for the pipeline. It follows the words (which
 * clips overlap which run, when is a run closed) by trying, with no state carried from block to block.
 */
public final class WholeSound {
    public record Told(long block, Detection.Phase phase, int label, long onsetFrame, long offsetFrame, float tag) {}

    private final Manifest manifest;
    private final DetectorSettings settings;
    private final BlockGrid grid;
    private final Scores scores;
    private final int frames;
    private final float[] activity;
    private final int blocks;

    public WholeSound(MaskNetwork network, DetectorSettings settings, float[] sound) {
        this.manifest = network.manifest();
        this.settings = settings;
        this.grid = new BlockGrid(manifest.frontEnd().clipFrames(), settings.clipBlocks());
        float[] logMel = LogMel.of(manifest.frontEnd(), sound);
        for (int i = 0; i < logMel.length; i++) {
            logMel[i] = Math.round(logMel[i] * 1024) / 1024f;
        }
        this.frames = logMel.length / manifest.frontEnd().mels();
        this.scores = frames == 0 ? null : network.score(logMel, 1, frames);
        this.activity = frames == 0 ? new float[0] : activity();
        this.blocks = frames == 0 ? 0 : (int) grid.blockOf(frames - 1) + 1;
    }

    private float[] activity() {
        if (!manifest.activity().isWindowed()) {
            return scores.activity();
        }
        float[] curve = new float[scores.activity().length];
        for (int k = 0; k < manifest.classes(); k++) {
            WindowedActivity.of(
                    scores.poolNumerator(), scores.poolDenominator(), k * frames, frames, manifest.activity(), curve);
        }
        return curve;
    }

    public float tag(int block, int label) {
        return tag(grid.clipStart(block), block, label);
    }

    private float tag(long from, int block, int label) {
        double above = 0;
        double below = 0;
        for (long t = from; t < end(block); t++) {
            above += scores.poolNumerator()[label * frames + (int) t];
            below += scores.poolDenominator()[label * frames + (int) t];
        }
        return (float) (above / below);
    }

    public int blocks() {
        return blocks;
    }

    /** STARTED and ENDED of every event, by block, label and onset. */
    public List<Told> told() {
        List<Told> told = new ArrayList<>();
        for (int k = 0; k < manifest.classes(); k++) {
            for (FrameInterval run : runs(k, frames)) {
                tell(k, run, told);
            }
        }
        return told;
    }

    private void tell(int label, FrameInterval run, List<Told> told) {
        if (!settings.rules().get(label).isEvent(run.frames())) {
            return;
        }
        float gate = settings.thresholds().get(label).gate();
        int closing = closingBlock(label, run);
        for (int block = 0; block <= closing; block++) {
            FrameInterval known = block == closing ? run : knownAt(label, run.onset(), decodedAt(block));
            if (known == null || !settings.rules().get(label).isEvent(known.frames())) {
                continue;
            }
            float tag = tagOf(label, known, block);
            if (tag > gate) {
                told.add(new Told(block, Detection.Phase.STARTED, label, known.onset(), known.offset(), tag));
                told.add(new Told(
                        closing, Detection.Phase.ENDED, label, run.onset(), run.offset(), tagOf(label, run, closing)));
                return;
            }
        }
    }

    private int closingBlock(int label, FrameInterval run) {
        for (int block = 0; block < blocks - 1; block++) {
            int decoded = (int) decodedAt(block);
            if (run.offset() > decoded || !run.equals(knownAt(label, run.onset(), decoded))) {
                continue;
            }
            // Closed if the loudest frame that could come next would not become part of it.
            float[] next = new float[decoded + 1];
            System.arraycopy(activity, label * frames, next, 0, decoded);
            next[decoded] = 1;
            if (runs(label, next).contains(run)) {
                return block;
            }
        }
        return blocks - 1;
    }

    private FrameInterval knownAt(int label, long onset, long decoded) {
        return runs(label, (int) decoded).stream()
                .filter(run -> run.onset() == onset)
                .findFirst()
                .orElse(null);
    }

    private float tagOf(int label, FrameInterval run, int upToBlock) {
        float highest = 0;
        for (int block = 0; block <= upToBlock; block++) {
            int gateFrames = manifest.gateFrames();
            int blocksOfGate = gateFrames == 0
                    ? grid.blocks()
                    : Math.max(
                            1,
                            Math.min(
                                    grid.blocks(), Math.round((float) gateFrames * grid.blocks() / grid.clipFrames())));
            long from = grid.start(Math.max(0, block + 1 - blocksOfGate));
            if (from < run.offset() && end(block) > run.onset()) {
                highest = Math.max(highest, tag(from, block, label));
            }
        }
        return highest;
    }

    private long decodedAt(int block) {
        return block == blocks - 1
                ? frames
                : Math.max(0, end(block) - manifest.activity().aheadFrames());
    }

    private long end(int block) {
        return Math.min(grid.end(block), frames);
    }

    private List<FrameInterval> runs(int label, int upToFrame) {
        float[] known = new float[upToFrame];
        System.arraycopy(activity, label * frames, known, 0, upToFrame);
        return runs(label, known);
    }

    /** Joined runs of any length. */
    private List<FrameInterval> runs(int label, float[] curve) {
        Thresholds thresholds = settings.thresholds().get(label);
        var anyLength = new RunRules(0, settings.rules().get(label).maxGapFrames(), true);
        return new RunDecoder(thresholds, anyLength).decode(curve);
    }
}
