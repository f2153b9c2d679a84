package org.earshot.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class FloodTest {
    @TempDir
    private Path folder;

    @Test
    void shouldSendOneSourceAHundredTimesAsFastAsItHears() throws Exception {
        Topics topics = new Topics("a", "e", "t", "s", "l", "d");
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            topics.create(admin, 1, Optional.of((short) 1));
            BenchSound sound = BenchSound.of(16_000, 2);
            long begin = System.nanoTime();
            double seconds;
            try (ChunkFeed feed = new ChunkFeed(broker.bootstrapServers(), topics.audio(), sound);
                    Flood flood = new Flood(feed)) {
                Thread.sleep(1_000);
                seconds = (System.nanoTime() - begin) / 1e9;
            }

            TopicPartition partition = new TopicPartition(topics.audio(), 0);
            long chunks = admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            // More than its sound has, and no more than its speed allows.
            assertThat(chunks).isBetween(20L, (long) (Flood.SPEED * (seconds + 2)));
        }
    }
}
