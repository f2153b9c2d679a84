package org.earshot.app.command.read;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.app.command.KafkaOptions;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.rule.SourcePattern;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Options of commands that print the records of a topic, and the loop that does it. For one thread.
 *
 * @param <T> the topic's records
 */
final class TopicPrinter<T extends SpecificRecordBase> {
    private static final Duration POLL = Duration.ofMillis(100);

    private final RecordColumns<T> columns;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--topic", paramLabel = "T", description = "Topic to read. Default: ${DEFAULT-VALUE}.")
    private String topic;

    @Option(
            names = "--format",
            paramLabel = "F",
            description = "json (every field), table or tsv. Default: ${DEFAULT-VALUE}.")
    private RowFormat format;

    @Option(names = "--from-beginning", description = "Begin with the oldest record that the topic holds.")
    private boolean fromBeginning;

    @Option(
            names = "--source",
            paramLabel = "S",
            split = ",",
            description =
                    "Only records of sources with this id, in which * stands for any characters and ? for one; may"
                            + " be repeated. Default: all.")
    private List<String> sources = List.of();

    @Option(names = "--max", paramLabel = "N", description = "End after N records. Default: go on.")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--timeout-ms",
            paramLabel = "T",
            description = "End when no record has come for T milliseconds. Default: wait for ever.")
    private long timeoutMs = Long.MAX_VALUE;

    /** With the topic and the format that hold where the command line says nothing. */
    TopicPrinter(RecordColumns<T> columns, String topic, RowFormat format) {
        this.columns = columns;
        this.topic = topic;
        this.format = format;
    }

    /**
     * Prints until as many as were asked for are printed, nothing came for as long as it may, or nobody reads any more.
     *
     * @param wanted which records are printed, of the sources that are asked for
     */
    void print(Predicate<T> wanted, CommandLine line) {
        List<SourcePattern> patterns = patterns();
        Map<String, Object> settings = new HashMap<>(kafka.client());
        String address = KafkaOptions.address(settings);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        Predicate<T> ofTheSources = record -> patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(pattern -> pattern.matches(columns.source().apply(record)));
        try (KafkaConsumer<byte[], byte[]> consumer = RecordConsumer.fromOldest(settings)) {
            assign(consumer, address);
            print(
                    consumer,
                    RecordFormat.of(columns.empty(), SchemaRegistry.of(settings), topic),
                    ofTheSources.and(wanted),
                    line);
        } catch (KafkaException e) {
            throw KafkaErrors.of(e, address);
        }
    }

    private void assign(KafkaConsumer<byte[], byte[]> consumer, String address) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new ConfigurationException(
                    "topic " + topic + " does not exist at " + address + "; `earshot run --create-topics` makes it");
        }
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            seekToEndNow(consumer, partitions);
        }
    }

    /** Resolves the end at once: a lazy seek would skip what is written before the first poll. */
    private static void seekToEndNow(KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    private List<SourcePattern> patterns() {
        try {
            return sources.stream().map(SourcePattern::new).toList();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--source: " + e.getMessage(), e);
        }
    }

    private void print(
            KafkaConsumer<byte[], byte[]> consumer, RecordFormat<T> records, Predicate<T> wanted, CommandLine line) {
        PrintWriter out = line.getOut();
        format.head(columns).ifPresent(out::println);
        out.flush();
        long printed = 0;
        long quietSince = System.nanoTime();
        while (printed < max && (System.nanoTime() - quietSince) / 1_000_000 < timeoutMs) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (printed == max) {
                    break;
                }
                quietSince = System.nanoTime();
                try {
                    T value = records.decode(record.value());
                    if (wanted.test(value)) {
                        out.println(format.line(columns, value));
                        printed++;
                    }
                } catch (SerializationException e) {
                    line.getErr()
                            .println("earshot: skipped " + record.topic() + "-" + record.partition() + " offset "
                                    + record.offset() + ": " + e.getMessage());
                }
            }
            out.flush();
            if (out.checkError()) {
                return;
            }
        }
    }
}
