package org.earshot.app.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.OutputFiles;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.SchemaRegistry;
import org.earshot.streams.replay.EventDifference;
import org.earshot.streams.replay.OfflineDetector;
import org.earshot.streams.replay.ReplayReport;
import org.earshot.streams.replay.TopicSpan;
import org.earshot.streams.topology.StreamSettings;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code earshot replay}: which events another model or other thresholds would have found in sound that the topic
 * still holds.
 */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Scores sound that the audio topic still holds with a candidate model and prints how its events differ"
                        + " from those that were emitted. Writes nothing to Kafka.")
public final class ReplayCommand implements Callable<Integer> {
    @Option(
            names = "--from",
            required = true,
            paramLabel = "T",
            converter = InstantOrAgo.class,
            description = "Time of the first audio record, UTC, e.g. 2026-03-01T10:00:00Z, or how long ago: 10m, 24h.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "T",
            converter = InstantOrAgo.class,
            description = "Time after the last audio record, in the same form. Default: now.")
    private Instant to;

    @Mixin
    private ModelOptions model;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--topic", paramLabel = "T", description = "Audio topic. Default: as configured.")
    private String audioTopic;

    @Option(names = "--events-topic", paramLabel = "T", description = "Event topic. Default: as configured.")
    private String eventsTopic;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the comparison, with every event, as JSON.")
    private Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Instant until = to == null ? Instant.now() : to;
        if (!from.isBefore(until)) {
            throw new ConfigurationException(
                    "--from " + from + " does not lie before --to " + until + "; give the earlier time as --from");
        }
        Config config = model.load();
        Map<String, Object> client = new HashMap<>(kafka.client(config.kafka()));
        String address = KafkaOptions.address(client);
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        try (MaskNetwork network = ConfiguredNetwork.open(config);
                KafkaConsumer<byte[], byte[]> consumer = RecordConsumer.fromOldest(client)) {
            StreamSettings settings = settings(config, network, SchemaRegistry.of(client));
            ReplayReport report = compare(consumer, settings, network, until);
            tell(report);
            return ExitCodes.OK;
        } catch (KafkaException e) {
            throw KafkaErrors.of(e, address);
        }
    }

    private StreamSettings settings(Config config, MaskNetwork network, Optional<SchemaRegistry> registry) {
        StreamSettings live = DetectorSetup.settings(config, network);
        Topics topics = live.topics();
        Topics asked = topics.withAudio(audioTopic == null ? topics.audio() : audioTopic)
                .withEvents(eventsTopic == null ? topics.events() : eventsTopic);
        return new StreamSettings(asked, live.live(), registry);
    }

    private ReplayReport compare(
            KafkaConsumer<byte[], byte[]> consumer, StreamSettings settings, MaskNetwork network, Instant until) {
        Instant now = Instant.now();
        Instant begin = from.minus(OfflineDetector.LEAD);
        Instant end = until.plus(OfflineDetector.TRAIL);
        Topics topics = settings.topics();
        TopicSpan audio = new TopicSpan(consumer, topics.audio(), begin, end);
        TopicSpan told = new TopicSpan(consumer, topics.events(), begin);

        RecordFormat<SoundEvent> format = RecordFormat.of(new SoundEvent(), settings.registry(), topics.events());
        List<SoundEvent> emitted = new ArrayList<>();
        told.read(record -> {
            try {
                emitted.add(format.decode(record.value()));
            } catch (SerializationException e) {
                spec.commandLine()
                        .getErr()
                        .println("earshot: skipped " + record.topic() + "-" + record.partition() + " offset "
                                + record.offset() + ": " + e.getMessage());
            }
        });

        OfflineDetector candidate = new OfflineDetector(settings, network, from, until, emitted);
        audio.read(candidate::take);
        candidate.finish(end.isBefore(now) ? end : now);
        if (candidate.spans().isEmpty()) {
            throw new ConfigurationException("topic " + topics.audio() + " holds no sound from " + from + " to " + until
                    + " that can be compared; check the times (UTC) and the topic's retention, or give a longer span");
        }
        if (candidate.refused() > 0) {
            spec.commandLine()
                    .getErr()
                    .println("earshot: left out " + candidate.refused() + " records that the detector refuses");
        }
        return new ReplayReport(
                network.manifest().name() + " " + network.manifest().version(),
                candidate.spans(),
                EventDifference.of(emitted, candidate.events(), candidate.spans()));
    }

    private void tell(ReplayReport report) {
        PrintWriter out = spec.commandLine().getOut();
        report.print(out);
        out.flush();
        if (json != null) {
            OutputFiles.write(
                    json,
                    file -> new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValue(file.toFile(), report.json()));
        }
    }
}
