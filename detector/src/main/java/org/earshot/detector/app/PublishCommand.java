package org.earshot.detector.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.AudioFiles;
import org.earshot.detector.audio.SampleFormat;
import org.earshot.detector.audio.SampleSource;
import org.earshot.detector.feed.ChunkSender;
import org.earshot.detector.feed.EpochPublisher;
import org.earshot.detector.feed.Pace;
import org.earshot.detector.feed.RawPcmSource;
import org.earshot.detector.feed.SourceHealth;
import org.earshot.detector.feed.WireEncoding;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.stream.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot publish}: sends sound to the audio topic. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Sends sound to the audio topic: a recording, a folder of recordings one after another, or - for raw PCM on"
                    + " standard input.",
            "Recordings are played in real time unless --fast; the rate stays as it is, channels are mixed to mono."
        })
public final class PublishCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "FILE|DIR|-", description = "What to send.")
    private String input;

    @Option(
            names = "--source",
            paramLabel = "S",
            description = "Id of the source, the key of its records. Default: the file's name without its ending.")
    private String source;

    @Option(names = "--bootstrap-servers", paramLabel = "B", required = true, description = "Address of Kafka.")
    private String bootstrapServers;

    @Option(names = "--topic", paramLabel = "T", description = "Topic to write. Default: earshot.audio.")
    private String topic = Topics.DEFAULT.audio();

    @Option(names = "--fast", description = "As fast as Kafka takes it instead of in real time.")
    private boolean fast;

    @Option(names = "--encoding", description = "pcm, or flac: about half the bytes, the same samples. Default: pcm.")
    private WireEncoding encoding = WireEncoding.PCM;

    @Option(names = "--chunk-ms", paramLabel = "N", description = "Length of a chunk, 10 to 1000. Default: 500.")
    private int chunkMs = 500;

    @Option(names = "--rate", paramLabel = "HZ", description = "Sample rate of raw PCM.")
    private int rateHz;

    @Option(names = "--channels", paramLabel = "N", description = "Channels of raw PCM. Default: 1.")
    private int channels = 1;

    @Option(names = "--format", description = "Samples of raw PCM: s16le, s24le, s32le, f32le. Default: s16le.")
    private SampleFormat format = SampleFormat.S16LE;

    @Option(
            names = "--kafka",
            paramLabel = "K=V",
            description = "A setting of the Kafka client, e.g. security.protocol=SSL; may be repeated.")
    private Map<String, String> clientSettings = new HashMap<>();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (chunkMs < 10 || chunkMs > EpochPublisher.MAX_CHUNK.toMillis()) {
            throw new ConfigurationException("--chunk-ms must lie in 10..1000, is " + chunkMs);
        }
        if (input.equals(STANDARD_INPUT) && (source == null || rateHz < 1 || channels < 1)) {
            throw new ConfigurationException("- needs --source and --rate, and --channels if there are several");
        }
        List<Path> files = input.equals(STANDARD_INPUT) ? List.of() : recordings(Path.of(input));
        // Opened once before anything is sent, so that a typing error does not cost an epoch.
        files.forEach(file -> AudioFiles.open(file).close());
        try (ChunkSender sender = ChunkSender.connect(bootstrapServers, topic, clientSettings)) {
            sender.requireTopic();
            if (files.isEmpty()) {
                var health = new SourceHealth(source);
                try (var raw = new RawPcmSource(System.in, "standard input", format, rateHz, channels)) {
                    send(sender, health, raw, fast ? Pace.FAST : Pace.LIVE);
                }
                return report(sender, health);
            }
            int worst = ExitCodes.OK;
            for (Path file : files) {
                var health = new SourceHealth(source == null ? stem(file) : source);
                try (SampleSource sound = AudioFiles.open(file)) {
                    send(sender, health, sound, fast ? Pace.FAST : Pace.REAL_TIME);
                }
                worst = Math.max(worst, report(sender, health));
            }
            return worst;
        }
    }

    private void send(ChunkSender sender, SourceHealth health, SampleSource sound, Pace pace) {
        long samples = new EpochPublisher(sender, health, encoding, Duration.ofMillis(chunkMs), Clock.systemUTC())
                .publish(sound, pace);
        say(String.format(
                Locale.ROOT,
                "%s: %.1f s at %d Hz",
                health.sourceId(),
                (double) samples / sound.rateHz(),
                sound.rateHz()));
    }

    private int report(ChunkSender sender, SourceHealth health) {
        sender.flush();
        if (health.refused() == 0) {
            return ExitCodes.OK;
        }
        say("earshot: " + health.sourceId() + ": " + health.refused() + " of " + (health.refused() + health.sent())
                + " chunks were not sent: " + health.note());
        return ExitCodes.DATA;
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private static List<Path> recordings(Path input) {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        try (Stream<Path> files = Files.list(input)) {
            List<Path> found = files.filter(PublishCommand::mayBeSound).sorted().toList();
            if (found.isEmpty()) {
                throw new AudioException(input + ": has no .wav, .flac or .mp3 files in it");
            }
            return found;
        } catch (IOException e) {
            throw new AudioException(input + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static boolean mayBeSound(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && (name.endsWith(".wav") || name.endsWith(".flac") || name.endsWith(".mp3"));
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
