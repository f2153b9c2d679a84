package org.earshot.app.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.earshot.core.model.ConfigurationException;

/** Looks from outside at how far a detector is: its lag, its processor time, its changelog. */
final class Watch {
    private static final long STEP_NANOS = 250_000_000L;
    private static final int QUIET_STEPS = 6;
    private static final double BUSY_SHARE = 0.25;
    private static final long PATIENCE_NANOS = 600_000_000_000L;

    private final Admin admin;
    private final String application;
    private final String audio;

    Watch(Admin admin, String application, String audio) {
        this.admin = admin;
        this.application = application;
        this.audio = audio;
    }

    /**
     * Processor time used and time at which the work was done.
     *
     * @param cpuSeconds of the process since its start
     * @param atNanos nanosecond clock
     */
    record Mark(double cpuSeconds, long atNanos) {}

    /**
     * How a detector got through what waited for it.
     *
     * @param end of its last busy moment
     * @param mostChunks chunks of the audio topic that were not consumed, at most
     * @param mostRssMb resident memory at most, MiB
     */
    record CaughtUp(Mark end, long mostChunks, double mostRssMb) {}

    /** Waits until all audio is consumed and the process has been quiet for a while. */
    CaughtUp untilDone(ChildProcess detector) {
        long give = System.nanoTime() + PATIENCE_NANOS;
        Mark before = now(detector);
        Mark busy = before;
        int quiet = 0;
        long mostChunks = 0;
        double mostRss = 0;
        while (quiet < QUIET_STEPS) {
            LockSupport.parkNanos(STEP_NANOS);
            Mark next = now(detector);
            double share = (next.cpuSeconds - before.cpuSeconds) / ((next.atNanos - before.atNanos) / 1e9);
            long lag = lag();
            mostChunks = Math.max(mostChunks, lag);
            mostRss = Math.max(mostRss, detector.use().rssMb());
            if (share > BUSY_SHARE || lag > 0) {
                busy = next;
                quiet = 0;
            } else {
                quiet++;
            }
            before = next;
            if (next.atNanos > give) {
                throw new ConfigurationException(
                        "bench: the detector is not done after 10 minutes; lower --seconds or see whether it runs");
            }
        }
        return new CaughtUp(busy, mostChunks, mostRss);
    }

    Mark now(ChildProcess detector) {
        return new Mark(detector.use().cpuSeconds(), System.nanoTime());
    }

    /** Bytes in the changelogs of the application. */
    long changelogBytes() {
        long sum = 0;
        for (var broker : get(admin.describeLogDirs(nodes()).allDescriptions()).values()) {
            for (var folder : broker.values()) {
                for (var replica : folder.replicaInfos().entrySet()) {
                    String topic = replica.getKey().topic();
                    if (topic.startsWith(application) && topic.endsWith("-changelog")) {
                        sum += replica.getValue().size();
                    }
                }
            }
        }
        return sum;
    }

    private List<Integer> nodes() {
        List<Integer> nodes = new ArrayList<>();
        get(admin.describeCluster().nodes()).forEach(node -> nodes.add(node.id()));
        return nodes;
    }

    private long lag() {
        List<TopicPartition> partitions =
                get(admin.describeTopics(List.of(audio)).allTopicNames()).get(audio).partitions().stream()
                        .map(p -> new TopicPartition(audio, p.partition()))
                        .toList();
        var ends =
                get(admin.listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                        .all());
        Map<TopicPartition, OffsetAndMetadata> read =
                get(admin.listConsumerGroupOffsets(application).partitionsToOffsetAndMetadata());
        long lag = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata done = read.get(partition);
            lag += ends.get(partition).offset() - (done == null ? 0 : done.offset());
        }
        return lag;
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new ConfigurationException(
                    "bench: the broker does not answer: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigurationException("bench: interrupted", e);
        }
    }
}
