package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.live.BandNetwork;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.evidence.EvidenceMode;
import org.earshot.streams.evidence.EvidenceSettings;
import org.earshot.streams.topology.Microphone;
import org.earshot.streams.topology.Sound;
import org.earshot.streams.topology.TopologyFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events whose sound is kept, through the topology. */
class EvidenceTopologyTest {
    private static final int RATE = 16_000;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Retention FOR_EVER = new Retention(Map.of(), Duration.ZERO);

    private final BandNetwork network = new BandNetwork();

    @TempDir
    private Path root;

    @Test
    void shouldKeepClipSeparatedSoundAndPictureOfEveryEvent() throws Exception {
        Sound sound = Sound.noise(RATE, 14, 1).tone(600, 3, 5).tone(4_000, 7, 8);
        try (EvidenceWriter keeper = keeper(EvidenceMode.FULL, LONG, new EvidenceFolder(root));
                TopologyFixture fixture = fixture(keeper)) {
            fixture.send(new Microphone("door", "e", sound).chunks(RATE / 2));

            List<SoundEvent> events = await(fixture, 2);

            assertThat(events).extracting(SoundEvent::getLabel).containsExactlyInAnyOrder("low", "high");
            for (SoundEvent event : events) {
                Path clip = Path.of(URI.create(event.getEvidenceUri()));
                assertThat(clip).isEqualTo(root.resolve(event.getLabel() + "/door/" + event.getEventId() + ".flac"));
                assertThat(event.getEvidenceSha256()).isEqualTo(sha256(clip));
                float[] heard = AudioFiles.readMono(clip, RATE);
                float[] expected = samples(
                        sound,
                        event.getOnsetSample() - 2 * RATE,
                        Math.min(sound.length(), event.getOffsetSample() + RATE));
                assertThat(heard).isEqualTo(expected);
                Path separated = clip.resolveSibling(event.getEventId() + ".separated.flac");
                assertThat(AudioFiles.readMono(separated, RATE)).hasSameSizeAs(heard);
                assertThat(clip.resolveSibling(event.getEventId() + ".png")).isNotEmptyFile();
            }
            assertThat(fixture.registry
                            .counter("earshot.evidence", "outcome", "stored")
                            .count())
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldTellTheEndOnlyOnceTheSoundAfterItIsThere() throws Exception {
        Sound sound = Sound.noise(RATE, 20, 1).tone(600, 3, 5);
        var chunks = new Microphone("door", "e", sound).chunks(RATE);
        try (EvidenceWriter keeper = keeper(EvidenceMode.FULL, LONG, new EvidenceFolder(root), Duration.ofSeconds(8));
                TopologyFixture fixture = fixture(keeper)) {
            fixture.send(chunks.subList(0, 11));
            assertThat(fixture.events()).extracting(SoundEvent::getPhase).containsExactly(EventPhase.STARTED);

            fixture.send(chunks.subList(11, 15));

            SoundEvent event = await(fixture, 1).get(0);
            float[] heard = AudioFiles.readMono(Path.of(URI.create(event.getEvidenceUri())), RATE);
            assertThat(heard)
                    .isEqualTo(samples(sound, event.getOnsetSample() - 2 * RATE, event.getOffsetSample() + 8 * RATE));
        }
    }

    @Test
    void shouldTellEventsWithoutEvidenceWhenTheStoreFails() throws Exception {
        EvidenceStore broken = new StoreStub() {
            @Override
            public URI put(String name, byte[] bytes) throws IOException {
                throw new IOException("no space left");
            }
        };
        try (EvidenceWriter keeper = keeper(EvidenceMode.FULL, LONG, broken);
                TopologyFixture fixture = fixture(keeper)) {
            fixture.send(new Microphone("door", "e", Sound.noise(RATE, 10, 1).tone(600, 3, 5)).chunks(RATE));

            SoundEvent event = await(fixture, 1).get(0);

            assertThat(event.getEvidenceUri()).isNull();
            assertThat(fixture.registry
                            .counter("earshot.evidence", "outcome", "failed")
                            .count())
                    .isOne();
        }
    }

    @Test
    void shouldNotWaitForAStoreThatHangs() throws Exception {
        var release = new CountDownLatch(1);
        EvidenceStore hanging = new StoreStub() {
            @Override
            public URI put(String name, byte[] bytes) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return URI.create("late:" + name);
            }
        };
        try (EvidenceWriter keeper = keeper(EvidenceMode.FULL, Duration.ofSeconds(5), hanging);
                TopologyFixture fixture = fixture(keeper)) {
            var chunks = new Microphone(
                            "door",
                            "e",
                            Sound.noise(RATE, 30, 1).tone(600, 3, 5).tone(600, 15, 17))
                    .chunks(RATE);
            fixture.send(chunks.subList(0, 10));
            assertThat(fixture.ended()).isEmpty();

            fixture.pass(Duration.ofSeconds(5));
            assertThat(fixture.ended())
                    .singleElement()
                    .extracting(SoundEvent::getEvidenceUri)
                    .isNull();
            fixture.send(chunks.subList(10, 30));
            fixture.pass(Duration.ofSeconds(6));

            assertThat(fixture.ended()).hasSize(1);
            assertThat(fixture.registry
                            .counter("earshot.evidence", "outcome", "late")
                            .count())
                    .isEqualTo(2);
        } finally {
            release.countDown();
        }
    }

    @Test
    void shouldKeepWhatThereIsOfASourceThatFallsSilent() throws Exception {
        Sound sound = Sound.noise(RATE, 8, 1).tone(600, 3, 8);
        try (EvidenceWriter keeper = keeper(EvidenceMode.FULL, LONG, new EvidenceFolder(root));
                TopologyFixture fixture = fixture(keeper)) {
            var microphone = new Microphone("door", "e", sound);
            for (int second = 0; second < 8; second++) {
                fixture.send(microphone.chunk(second * RATE, (second + 1) * RATE));
            }
            fixture.pass(TopologyFixture.STALE.plusSeconds(2));

            SoundEvent event = await(fixture, 1).get(0);

            float[] heard = AudioFiles.readMono(Path.of(URI.create(event.getEvidenceUri())), RATE);
            assertThat(heard).isEqualTo(samples(sound, event.getOnsetSample() - 2 * RATE, 8 * RATE));
        }
    }

    @Test
    void shouldKeepNoSpeechWhereItIsMasked() throws Exception {
        // Of the two labels, "high" stands for speech.
        Sound sound = Sound.noise(RATE, 14, 1).tone(600, 3, 9).tone(4_000, 5, 7);
        try (EvidenceWriter keeper = keeper(EvidenceMode.MASKED, LONG, new EvidenceFolder(root));
                TopologyFixture fixture = fixture(keeper)) {
            fixture.send(new Microphone("door", "e", sound).chunks(RATE));

            List<SoundEvent> events = await(fixture, 2);

            for (SoundEvent event : events) {
                Path clip = Path.of(URI.create(event.getEvidenceUri()));
                int speech = (int) (6 * RATE - event.getOnsetSample() + 2 * RATE);
                assertThat(amplitude(AudioFiles.readMono(clip, RATE), speech, 4_000))
                        .isLessThan(0.01);
                assertThat(clip.resolveSibling(event.getEventId() + ".separated.flac")
                                .toFile()
                                .exists())
                        .isEqualTo(event.getLabel().equals("low"));
                if (event.getLabel().equals("low")) {
                    assertThat(amplitude(AudioFiles.readMono(clip, RATE), speech, 600))
                            .isGreaterThan(0.3);
                }
            }
        }
    }

    private TopologyFixture fixture(EvidenceWriter keeper) {
        return new TopologyFixture(TopologyFixture.settings(network), Optional.of(keeper));
    }

    private EvidenceWriter keeper(EvidenceMode mode, Duration patience, EvidenceStore store) {
        return keeper(mode, patience, store, Duration.ofSeconds(1));
    }

    private EvidenceWriter keeper(EvidenceMode mode, Duration patience, EvidenceStore store, Duration postRoll) {
        var settings = new EvidenceSettings(
                mode, Duration.ofSeconds(2), postRoll, Duration.ofMinutes(1), patience, List.of(1));
        return new EvidenceWriter(new EvidenceRenderer(network, settings), settings, store, FOR_EVER);
    }

    /** Lets the task tick until so many events have ended. */
    private static List<SoundEvent> await(TopologyFixture fixture, int count) {
        List<SoundEvent> ended = new ArrayList<>();
        Instant deadline = Instant.now().plusSeconds(20);
        while (ended.size() < count && Instant.now().isBefore(deadline)) {
            fixture.pass(Duration.ofMillis(10));
            ended.addAll(fixture.ended());
        }
        assertThat(ended).hasSize(count);
        return ended;
    }

    private static float[] samples(Sound sound, long from, long to) {
        var bytes = sound.bytes((int) Math.max(0, from), (int) to)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer();
        float[] samples = new float[bytes.remaining()];
        for (int n = 0; n < samples.length; n++) {
            samples[n] = bytes.get(n) / 32768f;
        }
        return samples;
    }

    /** Amplitude of a tone over a quarter of a second. */
    private static double amplitude(float[] samples, int from, double hz) {
        double re = 0;
        double im = 0;
        int count = RATE / 4;
        for (int n = 0; n < count; n++) {
            re += samples[from + n] * Math.cos(2 * Math.PI * hz * n / RATE);
            im += samples[from + n] * Math.sin(2 * Math.PI * hz * n / RATE);
        }
        return 2 * Math.hypot(re, im) / count;
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    private abstract static class StoreStub implements EvidenceStore {
        @Override
        public Optional<byte[]> read(String name) {
            return Optional.empty();
        }

        @Override
        public int sweep(Retention retention, Instant now) {
            return 0;
        }

        @Override
        public void close() {}
    }
}
