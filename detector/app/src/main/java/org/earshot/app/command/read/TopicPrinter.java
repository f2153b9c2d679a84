package org.earshot.app.command.read;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

/** Options of commands that print the records of a topic, and the loop that does it. For one thread. */
final class TopicPrinter {
    private static final Duration POLL = Duration.ofMillis(100);

    @Mixin
    private KafkaOptions kafka;

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

    /**
     * Prints until as many as were asked for are printed, nothing came for as long as it may, or nobody reads any more.
     *
     * @param prototype of the topic's records
     * @param sourceOf the source id of a record
     * @param wanted which records are printed, of the sources that are asked for
     */
    <T extends SpecificRecordBase> void print(
            T prototype,
            String topic,
            Function<T, String> sourceOf,
            Predicate<T> wanted,
            RowFormat<? super T> format,
            CommandLine line) {
        List<SourcePattern> patterns = patterns();
        Map<String, Object> settings = new HashMap<>(kafka.client());
        String address = KafkaOptions.address(settings);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        Predicate<T> ofTheSources = record ->
                patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(sourceOf.apply(record)));
        try (KafkaConsumer<byte[], byte[]> consumer = RecordConsumer.fromOldest(settings)) {
            assign(consumer, topic, address);
            print(
                    consumer,
                    RecordFormat.of(prototype, SchemaRegistry.of(settings), topic),
                    ofTheSources.and(wanted),
                    format,
                    line);
        } catch (KafkaException e) {
            throw KafkaErrors.of(e, address);
        }
    }

    private void assign(KafkaConsumer<byte[], byte[]> consumer, String topic, String address) {
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

    private <T extends SpecificRecordBase> void print(
            KafkaConsumer<byte[], byte[]> consumer,
            RecordFormat<T> records,
            Predicate<T> wanted,
            RowFormat<? super T> format,
            CommandLine line) {
        PrintWriter out = line.getOut();
        format.head().ifPresent(out::println);
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
                        out.println(format.line(value));
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
