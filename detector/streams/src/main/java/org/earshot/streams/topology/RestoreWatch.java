package org.earshot.streams.topology;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/**
 * Notes when a detector that does not run yet last came nearer to it. Restoring a large state takes minutes and is no
 * standstill. Safe for use by several threads.
 */
final class RestoreWatch implements StateRestoreListener {
    private volatile long progressedAt = System.nanoTime();

    /** Something moved. */
    void progressed() {
        progressedAt = System.nanoTime();
    }

    Duration sinceProgress() {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - progressedAt));
    }

    @Override
    public void onRestoreStart(TopicPartition partition, String store, long start, long end) {
        progressed();
    }

    @Override
    public void onBatchRestored(TopicPartition partition, String store, long end, long records) {
        progressed();
    }

    @Override
    public void onRestoreEnd(TopicPartition partition, String store, long records) {
        progressed();
    }
}
