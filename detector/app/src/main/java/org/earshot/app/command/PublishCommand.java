package org.earshot.app.command;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.file.RecordingFolder;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.Program;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.earshot.edges.feed.ChunkSender;
import org.earshot.edges.feed.EpochPublisher;
import org.earshot.edges.feed.FeedConfig;
import org.earshot.edges.feed.FeedService;
import org.earshot.edges.feed.FeedSettings;
import org.earshot.edges.feed.Pace;
import org.earshot.edges.feed.SourceHealth;
import org.earshot.edges.feed.WireEncoding;
import org.earshot.edges.feed.source.FfmpegSource;
import org.earshot.edges.feed.source.InterruptibleInput;
import org.earshot.edges.feed.source.RawPcmSource;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot publish}: sends sound to the audio topic. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Sends sound to the audio topic: a recording, a folder of recordings one after another, - for raw PCM on"
                    + " standard input, a URL that ffmpeg reads (RTSP, HTTP, HLS), a sound card, or many sources at once.",
            "Recordings are played in real time unless --fast; the rate stays as it is, channels are mixed to mono."
        })
public final class PublishCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @ArgGroup(multiplicity = "1")
    private Input input;

    /** Where the sound comes from. */
    private static final class Input {
        @Parameters(paramLabel = "FILE|DIR|URL|-", description = "What to send.")
        private String sound;

        @Option(names = "--device", paramLabel = "NAME", description = "A sound card by part of its name, or default.")
        private String device;

        @Option(
                names = "--sources",
                paramLabel = "FILE",
                description = "Many sources from a YAML file, in one process.")
        private Path sources;
    }

    @Option(
            names = "--source",
            paramLabel = "S",
            description = "Id of the source, the key of its records. Default: the file's name without its ending.")
    private String source;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--topic", paramLabel = "T", description = "Topic to write. Default: earshot.audio.")
    private String topic = Topics.DEFAULT.audio();

    @Option(names = "--fast", description = "As fast as Kafka takes it instead of in real time.")
    private boolean fast;

    @Option(names = "--loop", description = "Play the recording over and over in real time, until stopped.")
    private boolean loop;

    @Option(names = "--watch", description = "Go on with recordings that come into the folder, until stopped.")
    private boolean watch;

    @Option(names = "--move-to", paramLabel = "DIR", description = "With --watch: where recordings go once published.")
    private Path moveTo;

    @Option(names = "--encoding", description = "pcm, or flac: about half the bytes, the same samples. Default: pcm.")
    private WireEncoding encoding = WireEncoding.PCM;

    @Option(names = "--chunk-ms", paramLabel = "N", description = "Length of a chunk, 10 to 1000. Default: 500.")
    private int chunkMs = 500;

    @Mixin
    private SoundOptions form;

    @Option(
            names = "--read-timeout-ms",
            paramLabel = "N",
            description = "A URL that gives no sound for so long is opened again. Default: 10000.")
    private int readTimeoutMs = 10_000;

    @Option(
            names = "--health-ms",
            paramLabel = "N",
            description = "Time between the sources' health lines. Default: 10000.")
    private int healthMs = 10_000;

    @Spec
    private CommandSpec spec;

    private volatile boolean stopped;

    @Override
    public Integer call() throws InterruptedException {
        require(
                chunkMs >= 10 && chunkMs <= EpochPublisher.MAX_CHUNK.toMillis(),
                "--chunk-ms must lie in 10..1000, is " + chunkMs);
        require(readTimeoutMs > 0 && healthMs > 0, "--read-timeout-ms and --health-ms must be positive");
        if (source != null) {
            requireId(source);
        }
        requireThatFits();
        FeedConfig config = liveSources();
        if (config != null) {
            require(!fast, "--fast is for recordings that are sent once, not with --loop, --watch, URLs and devices");
            return serve(config);
        }
        if (input.sound.equals(STANDARD_INPUT)) {
            require(
                    source != null && form.rateHz > 0,
                    "- needs --source and --rate, and --channels if there are several");
            form.requireUsableRate();
            try (ChunkSender sender = connect();
                    var raw = new RawPcmSource(
                            standardInput(), "standard input", form.format, form.rateHz, form.channels)) {
                return untilStopped(() -> send(sender, source, raw, fast ? Pace.FAST : Pace.LIVE));
            }
        }
        return play(recordings(Path.of(input.sound)));
    }

    /** An option that would do nothing is refused: without --watch, say, --move-to would leave recordings to be sent again. */
    private void requireThatFits() {
        boolean isUrl = input.sound != null && FfmpegSource.isUrl(input.sound);
        require(moveTo == null || watch, "--move-to belongs to --watch");
        require(!watch || !loop, "--watch and --loop exclude each other");
        require(
                !watch && !loop || input.sound != null && !isUrl,
                "--watch is for a folder and --loop for a recording, not for URLs, --device and --sources");
        require(source == null || input.sources == null, "--source: with --sources the file names the sources");
    }

    /** Sources that go on until they are stopped, or null if what is asked for ends by itself. */
    private FeedConfig liveSources() {
        if (input.sources != null) {
            return FeedConfig.read(input.sources, System.getenv());
        }
        FeedConfig.Source live = null;
        if (input.device != null) {
            live = FeedConfig.Source.ofDevice(source, input.device, form.rateHz, form.channels);
        } else if (FfmpegSource.isUrl(input.sound)) {
            live = FeedConfig.Source.ofUrl(source, input.sound);
        } else if (watch) {
            require(Files.isDirectory(Path.of(input.sound)), "--watch needs a folder, " + input.sound + " is none");
            live = FeedConfig.Source.ofFolder(source, Path.of(input.sound), moveTo);
        } else if (loop) {
            Path file = Path.of(input.sound);
            require(!isPipe(file), "--loop needs a file that can be read again, " + input.sound + " is none");
            AudioFiles.open(file).close();
            live = FeedConfig.Source.ofFile(idOf(file), file);
        }
        return live == null ? null : new FeedConfig(List.of(live));
    }

    private int serve(FeedConfig config) throws InterruptedException {
        FeedSettings settings = FeedSettings.defaults()
                .withChunks(encoding, Duration.ofMillis(chunkMs))
                .withFfmpeg(form.ffmpeg, Duration.ofMillis(readTimeoutMs));
        try (ChunkSender sender = connect()) {
            var service = new FeedService(config, settings, sender);
            service.start();
            Program.untilStopped(() -> service.report(Duration.ofMillis(healthMs), this::say), service::close);
            boolean failed = service.health().stream().anyMatch(h -> h.state() == SourceHealth.State.FAILED);
            return failed ? ExitCodes.DATA : ExitCodes.OK;
        }
    }

    private int play(List<Path> files) throws InterruptedException {
        files.forEach(file -> requireId(idOf(file)));
        if (files.size() == 1 && !isPipe(files.get(0))) {
            // So that a typing error does not cost an epoch. Of many, the others are no worse for one that is no sound.
            AudioFiles.open(files.get(0)).close();
        }
        try (ChunkSender sender = connect()) {
            return untilStopped(() -> {
                int worst = ExitCodes.OK;
                for (Path file : files) {
                    if (!stopped) {
                        worst = Math.max(worst, play(sender, file));
                    }
                }
                return worst;
            });
        }
    }

    /** Told to end, it sends what it has read and the mark of the end. */
    private int untilStopped(IntSupplier sending) throws InterruptedException {
        AtomicInteger code = new AtomicInteger();
        Thread worker = Thread.currentThread();
        Program.untilStopped(() -> code.set(sending.getAsInt()), () -> {
            stopped = true;
            worker.interrupt();
        });
        return code.get();
    }

    private static InputStream standardInput() {
        return new InterruptibleInput(System.in, "standard-input");
    }

    private int play(ChunkSender sender, Path file) {
        try (SampleSource sound = AudioFiles.open(file)) {
            try {
                return send(sender, idOf(file), sound, fast ? Pace.FAST : Pace.REAL_TIME);
            } finally {
                sound.notes().forEach(note -> say("earshot: " + file + ": " + note));
            }
        } catch (AudioException e) {
            // What could be read of it has been sent.
            say("earshot: " + e.getMessage());
            return ExitCodes.DATA;
        }
    }

    /** What can be read once only. */
    private static boolean isPipe(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private ChunkSender connect() {
        ChunkSender sender = ChunkSender.connect(topic, kafka.client());
        try {
            sender.requireTopic();
            return sender;
        } catch (RuntimeException e) {
            sender.close();
            throw e;
        }
    }

    private int send(ChunkSender sender, String id, SampleSource sound, Pace pace) {
        var health = new SourceHealth(id);
        var publisher = new EpochPublisher(sender, health, encoding, Duration.ofMillis(chunkMs), Clock.systemUTC());
        long samples = publisher.publish(sound, pace);
        // Told to end, it has sent what it read, which Kafka does not take from an interrupted thread.
        Thread.interrupted();
        sender.flush();
        say(String.format(Locale.ROOT, "%s: %.1f s at %d Hz", id, (double) samples / sound.rateHz(), sound.rateHz()));
        if (health.refused() == 0) {
            return ExitCodes.OK;
        }
        say("earshot: " + id + ": " + health.refused() + " of " + (health.refused() + health.sent())
                + " chunks were not sent: " + health.note());
        return ExitCodes.DATA;
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(Naming.printable(line));
        err.flush();
    }

    private static List<Path> recordings(Path input) {
        if (!Files.isDirectory(input)) {
            return List.of(input);
        }
        List<Path> found = RecordingFolder.list(input);
        if (found.isEmpty()) {
            throw new AudioException(
                    input + ": has no recordings in it (.wav, .flac, .mp3, .ogg and other sound files)");
        }
        return found;
    }

    private static void requireId(String id) {
        Naming.ID.fault(id).ifPresent(fault -> {
            throw new ConfigurationException("the id of the source " + fault + "; give another one with --source");
        });
    }

    private String idOf(Path file) {
        return source == null ? FileNames.stemOf(file) : source;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigurationException(otherwise);
        }
    }
}
