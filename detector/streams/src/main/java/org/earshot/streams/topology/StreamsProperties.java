package org.earshot.streams.topology;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TimestampExtractor;

/**
 * The properties of Kafka Streams: what exactly-once scoring with a small changelog wants, overlaid by what the operator
 * gave.
 */
public final class StreamsProperties {
    /** Default address of Kafka: where {@code earshot broker} listens. */
    public static final String DEFAULT_BOOTSTRAP_SERVERS = "127.0.0.1:9092";

    private static final String SESSION_TIMEOUT_MS = "15000";
    private static final String TASK_TIMEOUT_MS = "3600000";

    /**
     * Chunks of a partition beyond which no more are read. Kafka's own default of 1000 would be 32 MB of sound a partition,
     * which a detector that is behind would hold on to for nothing.
     */
    private static final String MOST_BUFFERED_CHUNKS = "100";

    /**
     * Bytes of a partition that are fetched at once. Sound that comes as it is heard is far less; of a backlog, Kafka's own default of 1 MB
     * would be held several times for each partition, in the heap and in the buffers of the network.
     */
    private static final String MOST_FETCHED_BYTES = Integer.toString(256 << 10);

    /** What is ready is looked for no more often; a thread that slept less would only burn a core's time while nothing comes. */
    private static final long SHORTEST_POLL_MS = 10;

    private StreamsProperties() {}

    /**
     * When a record arrived, as the broker says. One without a time, which a topic with the sender's times takes too, counts as
     * having arrived with the one before it, or now if there was none.
     */
    public static final class ArrivalTime implements TimestampExtractor {
        @Override
        public long extract(ConsumerRecord<Object, Object> record, long partitionTimeMs) {
            if (record.timestamp() >= 0) {
                return record.timestamp();
            }
            return partitionTimeMs >= 0 ? partitionTimeMs : System.currentTimeMillis();
        }
    }

    /**
     * Builds the properties.
     *
     * @param kafka settings of every client, without a prefix
     * @param streams settings of Kafka Streams, which may begin with {@code main.consumer.}, {@code producer.} and so on
     * @param lingerMs how long a ready block may wait; reading sleeps no longer than that, or than 10 ms if that is more
     */
    public static Properties of(Map<String, String> kafka, Map<String, String> streams, long lingerMs) {
        Map<String, String> all = new HashMap<>();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, "earshot");
        all.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVERS);
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, "1000");
        all.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, MOST_BUFFERED_CHUNKS);
        all.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, ArrivalTime.class.getName());
        // Sound that was sent before the first start is processed too.
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        all.put(StreamsConfig.POLL_MS_CONFIG, Long.toString(Math.max(SHORTEST_POLL_MS, Math.min(20, lingerMs))));
        all.put(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                Integer.toString(Runtime.getRuntime().availableProcessors()));
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, Integer.toString(64 << 20));
        // Kafka may be away for long; waiting costs nothing, ending does.
        all.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, TASK_TIMEOUT_MS);
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.Setter.class.getName());
        all.putAll(kafka);
        all.putAll(streams);
        // Theirs may go to every client, to all consumers or to this one.
        mainConsumer(all, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        mainConsumer(all, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "200");
        mainConsumer(all, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, MOST_FETCHED_BYTES);
        producer(all, ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        producer(all, ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(DeadLetter.REQUEST_BYTES));
        Properties properties = new Properties();
        properties.putAll(all);
        return properties;
    }

    private static void mainConsumer(Map<String, String> all, String key, String value) {
        if (!all.containsKey(key) && !all.containsKey(StreamsConfig.consumerPrefix(key))) {
            all.putIfAbsent(StreamsConfig.mainConsumerPrefix(key), value);
        }
    }

    private static void producer(Map<String, String> all, String key, String value) {
        if (!all.containsKey(key)) {
            all.putIfAbsent(StreamsConfig.producerPrefix(key), value);
        }
    }

    /** Default folder of the state of all detectors of this user on this machine. */
    public static Path defaultStateFolder() {
        String xdg = System.getenv("XDG_STATE_HOME");
        Path base = xdg == null || xdg.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(xdg);
        return base.resolve("earshot");
    }
}
