package org.earshot.detector.stream;

/** Turns a chunk that has its place into samples of its source's pipeline, and keeps count. For the task's thread. */
final class SourceIntake {
    private final StreamSettings.Limits limits;
    private final StreamMetrics metrics;
    private final int modelRateHz;

    SourceIntake(StreamSettings.Limits limits, int modelRateHz, StreamMetrics metrics) {
        this.limits = limits;
        this.modelRateHz = modelRateHz;
        this.metrics = metrics;
    }

    /**
     * Holds a source to its speed: a bucket that fills with the sound that comes and leaks with the time in which it comes.
     *
     * @param arrivedMs when the broker took the chunk, milliseconds since 1970
     * @throws RejectedChunkException if the bucket runs over
     */
    void checkQuota(LiveSource source, AudioRecord chunk, long arrivedMs) {
        if (limits.maxSpeed() == 0) {
            return;
        }
        Epoch epoch = source.epoch;
        double leaked = Math.max(0, arrivedMs - epoch.excessAtMs) / 1000.0 * limits.maxSpeed();
        double level = epoch.excessAtMs == 0 ? 0 : Math.max(0, epoch.excessSeconds - leaked);
        double after = level + (double) chunk.samples() / chunk.rateHz();
        if (after > limits.burst().toMillis() / 1000.0) {
            throw new RejectedChunkException(
                    RejectReason.OVER_QUOTA,
                    "source " + source.id + " sends faster than " + limits.maxSpeed()
                            + " times its rate; slow it down or raise the limit");
        }
        epoch.excessSeconds = (float) after;
        epoch.excessAtMs = Math.max(epoch.excessAtMs, arrivedMs);
    }

    /** Takes the samples that are new, with silence in the place of those that did not come. */
    void accept(LiveSource source, AudioRecord chunk, long arrivedMs) {
        Epoch epoch = source.epoch;
        long begin = System.nanoTime();
        if (chunk.samples() > 0 && chunk.firstSample() > epoch.nextSample) {
            source.pipeline.fillGap(chunk.firstSample() - epoch.nextSample);
            epoch.skipTo(chunk.firstSample());
            metrics.gap();
        }
        int known = (int) Math.max(0, Math.min(chunk.samples(), epoch.nextSample - chunk.firstSample()));
        int fresh = chunk.samples() - known;
        if (fresh > 0) {
            source.pipeline.accept(chunk.mono(), known, fresh);
            source.measure(chunk.mono(), known, fresh);
            epoch.clock.observe(chunk.firstSample(), chunk.capturedMicros());
            epoch.nextSample = chunk.endSample();
            noteArrival(epoch, chunk, arrivedMs);
        }
        if (chunk.endsStream()) {
            source.pipeline.finish();
            epoch.ended = true;
        }
        epoch.stale = false;
        if (epoch.rateHz != modelRateHz) {
            metrics.resampled(epoch.rateHz);
        }
        metrics.chunk(known > 0 ? StreamMetrics.Outcome.TRIMMED : StreamMetrics.Outcome.ACCEPTED);
        metrics.frontEnd(System.nanoTime() - begin);
    }

    private void noteArrival(Epoch epoch, AudioRecord chunk, long arrivedMs) {
        epoch.lastMicros = chunk.capturedMicros() + epoch.clock.durationMicros(chunk.samples());
        epoch.skewMs = arrivedMs - epoch.lastMicros / 1000;
        metrics.skew(epoch.skewMs);
    }
}
