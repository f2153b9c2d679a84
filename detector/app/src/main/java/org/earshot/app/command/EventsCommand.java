package org.earshot.app.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.rule.SourcePattern;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot events}: prints committed sound events as they are written, one a line. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Prints sound events, one a line, only those whose transaction is committed.")
public final class EventsCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofMillis(100);

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--topic", paramLabel = "T", description = "Topic to read. Default: earshot.events.")
    private String topic = Topics.DEFAULT.events();

    @Option(names = "--from-beginning", description = "Begin with the oldest event that the topic holds.")
    private boolean fromBeginning;

    @Option(
            names = "--label",
            paramLabel = "L",
            split = ",",
            description = "Only events of this label; may be repeated. Default: all.")
    private Set<String> labels = Set.of();

    @Option(
            names = "--source",
            paramLabel = "S",
            split = ",",
            description = "Only events of sources with this id, in which * stands for any characters and ? for one; may"
                    + " be repeated. Default: all.")
    private List<String> sources = List.of();

    @Option(names = "--format", paramLabel = "F", description = "json (every field), table or tsv. Default: json.")
    private EventPrint format = EventPrint.JSON;

    @Option(names = "--max", paramLabel = "N", description = "End after N events. Default: go on.")
    private long max = Long.MAX_VALUE;

    @Option(
            names = "--timeout-ms",
            paramLabel = "T",
            description = "End when no event has come for T milliseconds. Default: wait for ever.")
    private long timeoutMs = Long.MAX_VALUE;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<SourcePattern> patterns = patterns();
        Map<String, Object> settings = new HashMap<>(kafka.client());
        String address = KafkaOptions.address(settings);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        try (KafkaConsumer<byte[], byte[]> consumer = RecordConsumer.fromOldest(settings)) {
            assign(consumer, address);
            print(consumer, RecordFormat.of(new SoundEvent(), SchemaRegistry.of(settings), topic), patterns);
            return ExitCodes.OK;
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
            KafkaConsumer<byte[], byte[]> consumer, RecordFormat<SoundEvent> records, List<SourcePattern> patterns) {
        PrintWriter out = spec.commandLine().getOut();
        format.head().ifPresent(out::println);
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        long printed = 0;
        long quietSince = System.nanoTime();
        while (printed < max && (System.nanoTime() - quietSince) / 1_000_000 < timeoutMs) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (printed == max) {
                    break;
                }
                quietSince = System.nanoTime();
                try {
                    SoundEvent event = records.decode(record.value());
                    if (isAskedFor(event, patterns)) {
                        out.println(format.line(event));
                        printed++;
                    }
                } catch (SerializationException e) {
                    err.println("earshot: skipped " + record.topic() + "-" + record.partition() + " offset "
                            + record.offset() + ": " + e.getMessage());
                }
            }
            out.flush();
            if (out.checkError()) {
                return;
            }
        }
    }

    private boolean isAskedFor(SoundEvent event, List<SourcePattern> patterns) {
        return (labels.isEmpty() || labels.contains(event.getLabel()))
                && (patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(event.getSourceId())));
    }
}
