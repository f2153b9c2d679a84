package org.earshot.trainer.train;

import java.util.ArrayList;
import java.util.List;
import org.earshot.trainer.train.log.TrainingLog;

/**
 * Loss, targets and time since the last row of the log.
 *
 * <p>Used by the thread that trains.
 */
final class LogStretch {
    private final float[] labelWeights;
    private final double waitedBefore;
    private final List<float[]> tags = new ArrayList<>();
    private double lossSum;
    private double seconds;

    /**
     * @param labelWeights weight of each label in the loss
     * @param waitedBefore seconds that were spent waiting for batches before this stretch
     */
    LogStretch(float[] labelWeights, double waitedBefore) {
        this.labelWeights = labelWeights;
        this.waitedBefore = waitedBefore;
    }

    /** @param batchTags targets of the step, [batch x labels] */
    void add(float loss, float[] batchTags, double tookSeconds) {
        lossSum += loss;
        tags.add(batchTags);
        seconds += tookSeconds;
    }

    double seconds() {
        return seconds;
    }

    /**
     * @param frames length of the training clips
     * @param rate learning rate of the last step
     * @param validated whether the progress holds a new validation mAP
     * @param waited seconds spent waiting for batches up to now
     */
    TrainingLog.Row row(RunProgress progress, int frames, double rate, boolean validated, double waited) {
        return new TrainingLog.Row(
                progress.step(),
                progress.clipSteps(),
                Math.min(1, progress.share()),
                frames,
                rate,
                lossSum / tags.size(),
                TaggingLoss.priorEntropy(shares(), labelWeights),
                validated ? progress.lastMap() : Double.NaN,
                progress.seconds(),
                (waited - waitedBefore) / seconds);
    }

    /** Share of the clips that have each label. */
    private double[] shares() {
        double[] share = new double[labelWeights.length];
        long clips = 0;
        for (float[] batch : tags) {
            for (int i = 0; i < batch.length; i++) {
                share[i % share.length] += batch[i];
            }
            clips += batch.length / share.length;
        }
        for (int k = 0; k < share.length; k++) {
            share[k] /= clips;
        }
        return share;
    }
}
