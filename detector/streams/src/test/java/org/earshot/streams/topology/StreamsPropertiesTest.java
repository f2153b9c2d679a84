package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"", "consumer.", "main.consumer."})
    void shouldPutWhatIsAskedOfTheConsumerAboveItsOwnChoice(String prefix) {
        String key = ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG;

        assertThat(consumer(Map.of(prefix + key, "500000")).get(key)).hasToString("500000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "producer."})
    void shouldPutWhatIsAskedOfTheProducerAboveItsOwnChoice(String prefix) {
        String key = ProducerConfig.COMPRESSION_TYPE_CONFIG;

        assertThat(new StreamsConfig(StreamsProperties.of(Map.of(prefix + key, "lz4"), Map.of(), 100))
                        .getProducerConfigs("client"))
                .containsEntry(key, "lz4");
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

    @Test
    void shouldTakeARecordWithoutATime() {
        TimestampExtractor times =
                new StreamsConfig(StreamsProperties.of(Map.of(), Map.of(), 100)).defaultTimestampExtractor();

        assertThat(times.extract(record(1_000), 7_000)).isEqualTo(1_000);
        assertThat(times.extract(record(-1), 7_000)).isEqualTo(7_000);
        assertThat(times.extract(record(-1), -1)).isCloseTo(System.currentTimeMillis(), within(60_000L));
    }

    private static ConsumerRecord<Object, Object> record(long timestampMs) {
        return new ConsumerRecord<>(
                "earshot.audio",
                0,
                0,
                timestampMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                "door",
                "",
                new RecordHeaders(),
                Optional.empty());
    }

    /** What Kafka Streams gives the consumer of the audio. */
    private static Map<String, Object> consumer(Map<String, String> streams) {
        return new StreamsConfig(StreamsProperties.of(Map.of(), streams, 100))
                .getMainConsumerConfigs("group", "client", 0);
    }
}
