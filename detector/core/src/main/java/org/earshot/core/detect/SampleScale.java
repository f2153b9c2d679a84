package org.earshot.core.detect;

import org.earshot.core.model.FrontEnd;

/** Frames of a model as samples of a source that has its own rate. Immutable. */
record SampleScale(int hopSamples, int modelRateHz, int sourceRateHz) {
    static SampleScale of(FrontEnd frontEnd, int sourceRateHz) {
        return new SampleScale(frontEnd.hopSamples(), frontEnd.rateHz(), sourceRateHz);
    }

    /** The source's sample at which a frame begins, rounded to the nearest. */
    long sampleOf(long frame) {
        return (2 * frame * hopSamples * sourceRateHz + modelRateHz) / (2L * modelRateHz);
    }

    /** The same without rounding. */
    double exactSampleOf(long frame) {
        return (double) (frame * hopSamples * sourceRateHz) / modelRateHz;
    }

    /** The model's sample at or before a sample of the source. */
    long modelSampleAtOrBefore(long sourceSample) {
        return Math.floorDiv(sourceSample * modelRateHz, sourceRateHz);
    }

    /** The model's sample at or after a sample of the source. */
    long modelSampleAtOrAfter(long sourceSample) {
        return -Math.floorDiv(-sourceSample * modelRateHz, sourceRateHz);
    }
}
