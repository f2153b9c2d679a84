package org.earshot.app.jmh;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.level.LevelSettings;
import org.earshot.core.live.Batches;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ShippedModels;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.StreamSettings;
import org.earshot.streams.topology.StreamsProperties;
import org.earshot.streams.topology.Topics;

/**
 * What the detector costs beside its network: the topology on a broker in this process, with a network that answers at once.
 * Prints the processor time of the stream thread and of its producer per second of sound, and the changelog's bytes per byte
 * of sound, of the second half of the sound. Run it with the test class path:
 *
 * <pre>
 * java -cp ... org.earshot.app.jmh.BeyondNetwork SOURCES SECONDS RATE burst|live [quiet]
 * </pre>
 *
 * <p>{@code burst}: all sound waits when the detector starts; {@code live}: each source sends a second a second. {@code quiet}:
 * sound levels are not measured.
 */
public final class BeyondNetwork {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String APPLICATION = "beyond-network";

    private final int sources;
    private final int seconds;
    private final int rateHz;
    private final boolean levels;
    private final byte[] pcm;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private BeyondNetwork(int sources, int seconds, int rateHz, boolean levels) {
        this.sources = sources;
        this.seconds = seconds;
        this.rateHz = rateHz;
        this.levels = levels;
        this.pcm = sound(rateHz * seconds);
    }

    public static void main(String[] args) throws Exception {
        boolean levels = args.length < 5 || !args[4].equals("quiet");
        new BeyondNetwork(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), levels)
                .run(args[3].equals("live"));
        System.exit(0);
    }

    private void run(boolean live) throws Exception {
        Path folder = Files.createTempDirectory(APPLICATION);
        Manifest manifest = ShippedModels.open(ShippedModels.LIGHT, "fp32").manifest();
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"));
                Admin admin = Admin.create(
                        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()));
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            Topics.DEFAULT.create(admin, 4, Optional.of((short) 1));
            if (!live) {
                send(producer, 0, seconds, false);
            }
            try (DetectorStreams detector = DetectorStreams.start(
                    settings(manifest),
                    new AtOnce(manifest),
                    meters,
                    StreamsProperties.of(
                            Map.of("bootstrap.servers", broker.bootstrapServers()),
                            Map.of(
                                    "application.id",
                                    APPLICATION,
                                    "state.dir",
                                    folder.resolve("state").toString(),
                                    "num.stream.threads",
                                    "1"),
                            100),
                    64 << 20)) {
                detector.awaitRunning(Duration.ofSeconds(60));
                if (live) {
                    send(producer, 0, seconds / 2, true);
                }
                await(sources * (long) (seconds / 2));
                double done = chunks();
                double cpu = cpuMs();
                long changelog = changelogBytes(folder);
                if (live) {
                    send(producer, seconds / 2, seconds, true);
                }
                await(sources * (long) seconds);
                double more = chunks() - done;
                System.out.printf(
                        "%d sources, %d Hz, %s, %.0f s of sound: %.3f ms a second, changelog %.4f bytes a byte%n",
                        sources,
                        rateHz,
                        live ? "live" : "burst",
                        more,
                        (cpuMs() - cpu) / more,
                        (changelogBytes(folder) - changelog) / (more * rateHz * Short.BYTES));
            }
        }
    }

    private StreamSettings settings(Manifest manifest) {
        LiveSettings live = new LiveSettings(
                source -> DetectorSettings.of(manifest, 10),
                true,
                Batches.of(8, Duration.ofMillis(100)),
                SourceLimits.of(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                Duration.ofSeconds(10),
                new LevelSettings(levels, source -> LevelSettings.Site.UNKNOWN));
        return new StreamSettings(Topics.DEFAULT, live, Optional.empty());
    }

    private void send(KafkaProducer<byte[], byte[]> producer, int from, int to, boolean inRealTime)
            throws InterruptedException {
        SingleObjectSerde<AudioChunk> serde = SingleObjectSerde.audioChunk();
        long begin = System.nanoTime();
        for (int second = from; second < to; second++) {
            for (int source = 0; source < sources; source++) {
                long due = begin + (second - from) * 1_000_000_000L + source * 1_000_000_000L / sources;
                if (inRealTime) {
                    Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                }
                AudioChunk chunk = AudioChunk.newBuilder()
                        .setSourceId("s" + source)
                        .setEpochId("e")
                        .setSequence(second)
                        .setFirstSample((long) second * rateHz)
                        .setCapturedAt(Instant.now())
                        .setSampleRateHz(rateHz)
                        .setEncoding(AudioEncoding.PCM_S16LE)
                        .setSamples(ByteBuffer.wrap(pcm, second * rateHz * Short.BYTES, rateHz * Short.BYTES)
                                .slice())
                        .build();
                byte[] key = ("s" + source).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(Topics.DEFAULT.audio(), key, serde.encode(chunk)));
            }
        }
        producer.flush();
    }

    private void await(long wanted) throws InterruptedException {
        while (chunks() < wanted) {
            Thread.sleep(20);
        }
        // What they completed is scored and committed.
        Thread.sleep(1_500);
    }

    private double chunks() {
        return meters.find("earshot.chunks").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static double cpuMs() {
        double sum = 0;
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo info = THREADS.getThreadInfo(id);
            if (info != null && info.getThreadName().contains(APPLICATION)) {
                sum += THREADS.getThreadCpuTime(id) / 1e6;
            }
        }
        return sum;
    }

    private static long changelogBytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("broker"))) {
            return files.filter(file -> file.toString().contains("-changelog")
                            && file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Tones that come and go over noise. */
    private static byte[] sound(int samples) {
        Random random = new Random(5);
        ByteBuffer bytes = ByteBuffer.allocate(samples * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int n = 0; n < samples; n++) {
            double tone = n / 40_000 % 3 == 0 ? 0.2 * Math.sin(n * 0.07) : 0;
            bytes.putShort((short) Math.round(32_767 * (tone + 0.004 * random.nextGaussian())));
        }
        return bytes.array();
    }

    /** Answers at once, with curves that wander. */
    private static final class AtOnce implements MaskNetwork {
        private final Manifest manifest;
        private final float[] numerators = new float[1 << 12];
        private final float[] denominators = new float[1 << 12];

        AtOnce(Manifest manifest) {
            this.manifest = manifest;
            Random random = new Random(3);
            float activity = 0.05f;
            for (int n = 0; n < numerators.length; n++) {
                activity = (float) Math.max(0.001, Math.min(0.15, activity + random.nextGaussian() * 0.01));
                denominators[n] = 64 + 20 * activity + random.nextFloat();
                numerators[n] = activity * denominators[n];
            }
        }

        @Override
        public Manifest manifest() {
            return manifest;
        }

        @Override
        public String sha256() {
            return "ab".repeat(32);
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public Scores score(float[] logMel, int batch, int frames) {
            int rows = batch * manifest.classes();
            float[] numerator = new float[rows * frames];
            float[] denominator = new float[rows * frames];
            for (int row = 0; row < rows; row++) {
                int from = row * 37 % (numerators.length - frames);
                System.arraycopy(numerators, from, numerator, row * frames, frames);
                System.arraycopy(denominators, from, denominator, row * frames, frames);
            }
            return new Scores(
                    batch,
                    frames,
                    manifest.classes(),
                    new float[rows],
                    new float[rows * frames],
                    numerator,
                    denominator);
        }

        @Override
        public float[] masks(float[] logMel, int frames) {
            throw new UnsupportedOperationException("this network has no masks");
        }

        @Override
        public void close() {}
    }
}
