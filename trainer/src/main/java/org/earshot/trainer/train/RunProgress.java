package org.earshot.trainer.train;

import java.util.List;
import java.util.Map;
import org.earshot.core.model.FrontEnd;

/**
 * How far a run has come: the only place where its counters change.
 *
 * <p>Used by the thread that trains.
 */
final class RunProgress {
    private final double clipStepsInAll;
    private final double maxSeconds;

    private long step;
    private int phase;
    private long phaseBatches;
    private double clipSteps;
    private double share;
    private double seconds;
    private double bestMap = Double.NEGATIVE_INFINITY;
    private int sinceBest;
    private double lastMap = Double.NaN;

    /**
     * @param clipStepsInAll clip-steps after which the run is done
     * @param maxSeconds time after which it is done in any case, or infinity
     */
    RunProgress(double clipStepsInAll, double maxSeconds) {
        this.clipStepsInAll = clipStepsInAll;
        this.maxSeconds = maxSeconds;
    }

    void restore(RunState state) {
        step = state.step();
        phase = state.phase();
        phaseBatches = state.phaseBatches();
        clipSteps = state.clipSteps();
        share = state.progress();
        seconds = state.seconds();
        bestMap = state.bestMap();
        sinceBest = state.sinceBest();
        lastMap = state.lastMap();
    }

    /** @param clips passed through the network in this step, short ones counted by their share of a clip */
    void addStep(double clips, double tookSeconds) {
        step++;
        phaseBatches++;
        clipSteps += clips;
        seconds += tookSeconds;
        share += Math.max(clips / clipStepsInAll, tookSeconds / maxSeconds);
    }

    /** @param map validation mAP, or NaN if none could be computed */
    void addValidation(double map, double tookSeconds) {
        lastMap = map;
        if (!Double.isNaN(map)) {
            sinceBest = map > bestMap ? 0 : sinceBest + 1;
            bestMap = Math.max(bestMap, map);
        }
        seconds += tookSeconds;
        share += tookSeconds / maxSeconds;
    }

    void beginNextPhase() {
        phase++;
        phaseBatches = 0;
    }

    /** Nothing is left to do. */
    void finish() {
        share = 1;
    }

    /** True after that many validations without a new best; never if {@code patience} is 0. */
    boolean isOutOfPatience(int patience) {
        return patience > 0 && sinceBest >= patience;
    }

    /** Share of the run after which the next validation is due. Validations lie at multiples of {@code every}. */
    double nextValidation(double every) {
        return share + (every - share % every);
    }

    long step() {
        return step;
    }

    int phase() {
        return phase;
    }

    long phaseBatches() {
        return phaseBatches;
    }

    double clipSteps() {
        return clipSteps;
    }

    /** Share of the run that is done; may exceed 1 by the last step. */
    double share() {
        return share;
    }

    double seconds() {
        return seconds;
    }

    double lastMap() {
        return lastMap;
    }

    RunState state(
            String recipe,
            List<String> labels,
            int auxiliary,
            FrontEnd frontEnd,
            Map<String, Object> data,
            String codeVersion) {
        return new RunState(
                recipe,
                labels,
                auxiliary,
                frontEnd,
                data,
                codeVersion,
                step,
                phase,
                phaseBatches,
                clipSteps,
                share,
                seconds,
                bestMap,
                sinceBest,
                lastMap);
    }
}
