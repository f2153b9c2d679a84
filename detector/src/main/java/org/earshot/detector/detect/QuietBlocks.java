package org.earshot.detector.detect;

import java.nio.ByteBuffer;
import org.earshot.detector.infer.Scores;
import org.earshot.detector.model.Manifest;

/**
 * The blocks of a source that need no network because they stay at its noise floor: what the floor is, and what the
 * network said of the last such block that it heard. For one thread.
 */
final class QuietBlocks {
    private final ActivityGate gate;
    private final QuietScores scores;

    private QuietBlocks(ActivityGate gate, QuietScores scores) {
        this.gate = gate;
        this.scores = scores;
    }

    /** None, null, for a model that hears whole clips and where the settings ask for no margin. */
    static QuietBlocks of(Manifest manifest, DetectorSettings settings, BlockGrid grid) {
        if (!manifest.streams() || settings.quietMarginDb() <= 0) {
            return null;
        }
        var gate = new ActivityGate(
                manifest.frontEnd().mels(),
                settings.quietMarginDb(),
                manifest.frontEnd().frameSeconds());
        return new QuietBlocks(gate, new QuietScores(manifest.classes(), grid.maxBlockFrames()));
    }

    /** Whether frames, context included, stay at the floor. */
    boolean isAtFloor(FrameStore frames, long from, long to) {
        return gate.isQuiet(frames, from, to);
    }

    /** Whether the scores of a quiet block are known. */
    boolean scoresStand() {
        return scores.stand();
    }

    /** The scores to take for a quiet block. */
    Scores scores() {
        return scores.take();
    }

    /** Remembers what the network said of a block at the floor. */
    void remember(ScoredBlock applied) {
        scores.remember(applied);
    }

    /** Follows the floor. @param idle no label holds an event */
    void learn(FrameStore frames, long from, long to, boolean idle) {
        gate.learn(frames, from, to, idle);
    }

    int headBytes() {
        return gate.headBytes() + scores.headBytes();
    }

    void write(ByteBuffer to) {
        gate.write(to);
        scores.write(to);
    }

    void read(ByteBuffer from) {
        gate.read(from);
        scores.read(from);
    }
}
