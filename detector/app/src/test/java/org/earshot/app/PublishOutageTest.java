package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.edges.feed.ChunkSender;
import org.earshot.edges.feed.EpochPublisher;
import org.earshot.edges.feed.MonoSource;
import org.earshot.edges.feed.Pace;
import org.earshot.edges.feed.SourceHealth;
import org.earshot.edges.feed.WireEncoding;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sound that goes on while Kafka is away. */
@Tag("integration")
@Timeout(120)
class PublishOutageTest {
    private static final int CHUNKS = 60;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepWhatIsHeardWhileKafkaIsAwayAndSendItLater() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start(0, folder);
        int port = Integer.parseInt(broker.bootstrapServers().replaceAll(".*:", ""));
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            Topics.DEFAULT.create(admin, 1, Optional.of((short) 1));
        }
        var health = new SourceHealth("gate");
        Map<String, String> client = Map.of("bootstrap.servers", broker.bootstrapServers(), "max.block.ms", "300");
        try (ChunkSender sender = ChunkSender.connect(Topics.DEFAULT.audio(), client)) {
            sender.requireTopic();
            var publisher =
                    new EpochPublisher(sender, health, WireEncoding.PCM, Duration.ofMillis(100), Clock.systemUTC());

            publisher.publish(new Tone(1), Pace.REAL_TIME);
            sender.flush();
            broker.close();
            publisher.publish(new Tone(CHUNKS), Pace.REAL_TIME);
            broker = EmbeddedBroker.start(port, folder);
            sender.flush();
        } finally {
            broker.close();
        }

        // Each of the two sounds ends with a chunk that says so.
        assertThat(health.refused()).as(health.note()).isZero();
        assertThat(health.sent()).isEqualTo(CHUNKS + 3);
    }

    /** So many chunks of 100 ms at 8 kHz. */
    private static final class Tone extends MonoSource {
        private int left;

        Tone(int chunks) {
            this.left = chunks * 800;
        }

        @Override
        public int read(float[] mono, int offset, int length) {
            int read = Math.min(left, length);
            for (int n = 0; n < read; n++) {
                mono[offset + n] = n % 8 < 4 ? 0.25f : -0.25f;
            }
            left -= read;
            return read == 0 ? -1 : read;
        }
    }
}
