package org.earshot.core.detect;

import org.earshot.core.decode.Run;

/** Turns runs of frames into detections in the source's samples. Immutable. */
record DetectionFactory(SampleScale scale) {
    private static final double FLOOR_DBFS = -120;

    Detection of(Detection.Phase phase, int label, Run run) {
        double dbfs = Math.max(FLOOR_DBFS, 10 * StrictMath.log10(run.meanPower()));
        return new Detection(
                phase,
                label,
                scale.sampleOf(run.onset()),
                scale.sampleOf(run.offset()),
                run.peakActivity(),
                run.meanActivity(),
                run.tag(),
                (float) run.validFraction(),
                (float) dbfs);
    }
}
