package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.earshot.core.live.BandNetwork;
import org.earshot.streams.framing.SampleEvents;
import org.junit.jupiter.api.Test;

class ResultWriterTest {
    private final BandNetwork network = new BandNetwork();
    private final MockProcessorContext<byte[], byte[]> context = new MockProcessorContext<>();
    private final ResultWriter writer = new ResultWriter(
            context,
            TopologyFixture.settings(network),
            network,
            new StreamMetrics(new SimpleMeterRegistry(), network),
            (chunk, refusal) -> {});
    private long now = 1_767_225_600_000L;

    @Test
    void shouldAskForOneCommitForAllEventsOfAWhileWhoeverAskedForTheLast() {
        context.setCurrentSystemTimeMs(now);
        writer.committed(now);

        assertThat(asksAfter(50, true)).as("another task's commit was just now").isFalse();
        assertThat(asksAfter(100, false)).isFalse();
        assertThat(asksAfter(50, false)).as("the event has waited long enough").isTrue();
        assertThat(asksAfter(1_000, false)).as("nothing waits").isFalse();
        assertThat(asksAfter(10, true)).isTrue();
    }

    @Test
    void shouldAskAtOnceWhenTheClockIsSetBack() {
        context.setCurrentSystemTimeMs(now);
        writer.committed(now);

        assertThat(asksAfter(-3_600_000, true)).isTrue();
    }

    private boolean asksAfter(long millis, boolean event) {
        now += millis;
        context.setCurrentSystemTimeMs(now);
        context.resetCommit();
        if (event) {
            writer.write(SampleEvents.ended("id", Instant.ofEpochMilli(now)).build());
        }
        writer.askForCommit(now);
        return context.committed();
    }
}
