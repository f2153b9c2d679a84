package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {
    @Test
    void shouldHearSoundThatWasSentBeforeTheFirstStartUnlessToldOtherwise() {
        assertThat(consumer(Map.of())).containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        assertThat(consumer(Map.of("auto.offset.reset", "latest")))
                .containsEntry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    }

    @Test
    void shouldFetchAFewChunksOfAPartitionAtOnce() {
        assertThat(consumer(Map.of())
                        .get(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG)
                        .toString())
                .isEqualTo("262144");
        assertThat(consumer(Map.of("main.consumer.max.partition.fetch.bytes", "1048576"))
                        .get(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG)
                        .toString())
                .isEqualTo("1048576");
    }

    @Test
    void shouldPutWhatIsAskedForAboveItsOwnChoice() {
        Properties properties = StreamsProperties.of(
                Map.of("bootstrap.servers", "kafka:9093"), Map.of("commit.interval.ms", "250"), 1000);

        assertThat(properties)
                .containsEntry(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "kafka:9093")
                .containsEntry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "250")
                .containsEntry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    }

    /** What Kafka Streams gives the consumer of the audio. */
    private static Map<String, Object> consumer(Map<String, String> streams) {
        return new StreamsConfig(StreamsProperties.of(Map.of(), streams, 100))
                .getMainConsumerConfigs("group", "client", 0);
    }
}
