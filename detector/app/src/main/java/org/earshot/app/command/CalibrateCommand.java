package org.earshot.app.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.earshot.app.calibrate.AlarmRate;
import org.earshot.app.calibrate.CalibratedSettings;
import org.earshot.app.calibrate.CalibratedSettings.Chosen;
import org.earshot.app.calibrate.Calibration;
import org.earshot.app.calibrate.CalibrationChart;
import org.earshot.app.calibrate.CalibrationTable;
import org.earshot.app.calibrate.FileSound;
import org.earshot.app.calibrate.LoudestExamples;
import org.earshot.app.calibrate.PlaceSound;
import org.earshot.app.calibrate.PlaceSound.Heard;
import org.earshot.app.calibrate.ReviewedEvents;
import org.earshot.app.calibrate.SourceGroup;
import org.earshot.app.calibrate.TopicSound;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.OutputFiles;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.earshot.core.model.Thresholds;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.RecordConsumer;
import org.earshot.streams.topology.StreamSettings;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot calibrate}: thresholds for a place from its own recent sound. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Hears sound of a place, from the audio topic or from recordings, and chooses thresholds with which so many false"
                    + " alarms are to be expected. Writes a settings file for --config, a picture and the loudest false alarms;"
                    + " changes nothing by itself.",
            "Every event counts as a false alarm unless --reviewed finds that somebody confirmed it. Thresholds are only"
                    + " raised unless --also-lower."
        })
public final class CalibrateCommand implements Callable<Integer> {
    private static final Duration USUAL = Duration.ofDays(1);
    private static final List<String> OF_THE_TOPIC =
            List.of("--reviewed", "--from", "--to", "--topic", "--bootstrap-servers", "--kafka-config", "--kafka");

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Recordings of the place, or folders of them, instead of the audio topic.")
    private List<Path> files = List.of();

    @Option(
            names = "--max-alarms",
            required = true,
            paramLabel = "N/UNIT",
            description = "False alarms of all labels together, of each group of sources: 1/day, 0.5/hour, 3/week.")
    private String maxAlarms;

    @Option(
            names = "--from",
            paramLabel = "T",
            converter = InstantOrAgo.class,
            description = "Time of the first audio record, UTC, or how long ago: 24h, 7d. Default: 24h.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "T",
            converter = InstantOrAgo.class,
            description = "Time after the last audio record, likewise. Default: now.")
    private Instant to;

    @Option(
            names = "--sources",
            paramLabel = "PATTERN",
            description =
                    "Only these sources, as a group with thresholds of its own, e.g. 'yard-*'; may be given several"
                            + " times. Default: all, with the same thresholds.")
    private List<String> sources = List.of();

    @Option(names = "--reviewed", description = "Events that the topic of reviews confirms are no false alarms.")
    private boolean reviewed;

    @Option(names = "--also-lower", description = "Also lower thresholds where the place is quieter than asked for.")
    private boolean alsoLower;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "The settings file. Default: ${DEFAULT-VALUE}; picture and examples lie beside it.")
    private Path output = Path.of("calibrated.yaml");

    @Mixin
    private ModelOptions model;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--topic", paramLabel = "T", description = "Audio topic. Default: as configured.")
    private String audioTopic;

    @Spec
    private CommandSpec spec;

    /** An option that would do nothing is refused: with --from, say, somebody believes in thresholds of the last day. */
    private void requireThatFits() {
        for (String option : OF_THE_TOPIC) {
            if (!files.isEmpty() && spec.commandLine().getParseResult().hasMatchedOption(option)) {
                throw new ConfigurationException(
                        option + ": is for the audio topic and says nothing of recordings; leave it out");
            }
        }
    }

    @Override
    public Integer call() {
        requireThatFits();
        AlarmRate most;
        List<SourceGroup> groups;
        try {
            most = AlarmRate.parse(maxAlarms);
            groups = sources.isEmpty() ? List.of(SourceGroup.ALL) : SourceGroup.of(sources);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--max-alarms, --sources: " + e.getMessage(), e);
        }
        String name = FileNames.nameOf(output);
        if (!name.endsWith(".yaml") && !name.endsWith(".yml")) {
            throw new ConfigurationException(
                    "--output: " + output + " must end in .yaml, which is what --config reads");
        }
        Instant until = to == null ? Instant.now() : to;
        Instant begin = from == null ? until.minus(USUAL) : from;
        if (!begin.isBefore(until)) {
            throw new ConfigurationException(
                    "--from " + begin + " does not lie before --to " + until + "; give the earlier time as --from");
        }
        Config config = model.load();
        boolean ofTopic = files.isEmpty();
        if (!ofTopic) {
            try (MaskNetwork network = ConfiguredNetwork.open(config)) {
                choose(config, network, groups, most, ofFiles(config, network, groups), ReviewedEvents.NONE);
                sayNext(null, null);
                return ExitCodes.OK;
            }
        }
        Map<String, Object> client = client(config);
        try (MaskNetwork network = ConfiguredNetwork.open(config);
                KafkaConsumer<byte[], byte[]> consumer = RecordConsumer.fromOldest(client)) {
            ReviewedEvents reviews =
                    reviewed ? ReviewedEvents.read(consumer, config.topics().reviews()) : ReviewedEvents.NONE;
            PlaceSound sound = new TopicSound(
                    consumer,
                    heardLow(config, network),
                    network,
                    begin,
                    until,
                    source -> groups.stream().anyMatch(group -> group.holds(source)),
                    reviews.captures(),
                    complaint -> say("earshot: " + complaint));
            choose(config, network, groups, most, sound, reviews);
            sayNext(begin, until);
            return ExitCodes.OK;
        } catch (KafkaException e) {
            throw KafkaErrors.of(e, KafkaOptions.address(client));
        }
    }

    private Map<String, Object> client(Config config) {
        Map<String, Object> client = new HashMap<>(kafka.client(config.kafka()));
        client.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000");
        return client;
    }

    private PlaceSound ofFiles(Config config, MaskNetwork network, List<SourceGroup> groups) {
        return new FileSound(
                files,
                network,
                source -> low(config, network, source),
                source -> groups.stream().anyMatch(group -> group.holds(source)),
                complaint -> say("earshot: " + complaint));
    }

    private static DetectorSettings low(Config config, MaskNetwork network, String source) {
        DetectorSettings own = ConfiguredNetwork.detector(config, network.manifest(), source);
        return own.withThresholds(Calibration.lowest(own.thresholds()));
    }

    private StreamSettings heardLow(Config config, MaskNetwork network) {
        StreamSettings own = DetectorSetup.settings(config, network);
        LiveSettings live = own.live();
        Topics topics = own.topics();
        return new StreamSettings(
                audioTopic == null ? topics : topics.withAudio(audioTopic),
                new LiveSettings(
                        source -> low(config, network, source),
                        false,
                        live.batches(),
                        live.limits(),
                        live.statusInterval()),
                own.registry());
    }

    private void choose(
            Config config,
            MaskNetwork network,
            List<SourceGroup> groups,
            AlarmRate most,
            PlaceSound sound,
            ReviewedEvents reviews) {
        Heard heard = sound.score();
        List<Chosen> all = new ArrayList<>();
        for (SourceGroup group : groups) {
            Heard ofGroup = heard.of(group::holds);
            if (ofGroup.sources().isEmpty()) {
                throw new ConfigurationException("--sources " + group.glob() + ": there is no sound of such a source");
            }
            List<Thresholds> own = GroupThresholds.inForce(config, network, group, ofGroup);
            all.add(new Chosen(group, new Calibration(network.manifest(), own, ofGroup, most, reviews, alsoLower)));
        }
        if (reviewed) {
            say(reviews.count() + " events have a review");
        }
        PrintWriter out = spec.commandLine().getOut();
        all.forEach(chosen -> CalibrationTable.print(chosen.group(), chosen.calibration(), out));
        out.flush();
        Map<String, String> values = CalibratedSettings.values(
                config.model().name(), network.sha256(), config.detection().sensitivity(), all);
        GroupThresholds.requireInForce(config.with(values), network, all);
        write(values, all, sound, heard, most);
    }

    private void write(Map<String, String> values, List<Chosen> all, PlaceSound sound, Heard heard, AlarmRate most) {
        List<String> remarks = List.of(
                "Thresholds chosen by earshot calibrate at " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", for "
                        + most + " false alarms.",
                "From " + Math.round(heard.seconds() / 36) / 100.0 + " h of "
                        + heard.sources().size() + " sources. Leave this file out to go back.");
        String stem = FileNames.nameOf(output).replaceAll("\\.ya?ml$", "");
        Path picture = output.resolveSibling(stem + ".png");
        Path examples = output.resolveSibling(stem + "-examples");
        OutputFiles.write(
                output,
                file -> Files.writeString(file, CalibratedSettings.yaml(values, remarks), StandardCharsets.UTF_8));
        OutputFiles.write(picture, file -> CalibrationChart.write(all, file));
        int written = LoudestExamples.write(all, sound, examples);
        say("wrote " + output + ", " + picture
                + (written == 0 ? "" : " and " + written + " of the loudest false alarms in " + examples));
    }

    private void sayNext(Instant begin, Instant until) {
        if (begin != null) {
            say("see the difference first: earshot replay --from " + begin.truncatedTo(ChronoUnit.SECONDS) + " --to "
                    + until.truncatedTo(ChronoUnit.SECONDS) + " --config " + output);
        } else {
            say("see the difference first: earshot analyze FILE --config " + output);
        }
        say("then: earshot run --config " + output + "  (behind your own --config, if you have one)");
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Naming.printable(line));
        err.flush();
    }
}
