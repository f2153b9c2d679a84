package org.earshot.edges.feed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.core.NeedsProgram;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.feed.FeedConfig;
import org.earshot.edges.feed.FeedService;
import org.earshot.edges.feed.FeedSettings;
import org.earshot.edges.feed.Sent;
import org.earshot.edges.feed.SourceHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real ffmpeg and a local HTTP server that misbehaves. */
@Tag("integration")
@NeedsProgram("ffmpeg")
@Timeout(120)
class FfmpegSourceTest {
    private static final int RATE = 22_050;

    @TempDir
    private Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private byte[] wav;

    @BeforeEach
    void startServer() throws IOException {
        Path file = folder.resolve("tone.wav");
        float[] tone = new float[3 * RATE];
        for (int n = 0; n < tone.length; n++) {
            tone[n] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * n / RATE));
        }
        WavWriter.write(file, RATE, SampleFormat.S16LE, tone);
        wav = Files.readAllBytes(file);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        release.countDown();
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    @Test
    void shouldGiveTheSoundOfAUrlAtItsOwnRate() {
        server.createContext("/whole", exchange -> {
            answer(exchange, wav.length);
            exchange.close();
        });

        try (var source = FfmpegSource.open("ffmpeg", url("/whole"), Duration.ofSeconds(10))) {
            float[] sound = new float[4 * RATE];
            int length = 0;
            int read;
            while ((read = source.read(sound, length, sound.length - length)) >= 0) {
                length += read;
            }

            assertThat(source.rateHz()).isEqualTo(RATE);
            assertThat(length).isEqualTo(3 * RATE);
            assertThat(sound[1_000])
                    .isEqualTo(Math.round(0.5 * Math.sin(2 * Math.PI * 440 * 1_000 / RATE) * 32768) / 32768f);
        }
    }

    @Test
    void shouldGiveUpASoundThatDoesNotComeAnyMore() {
        server.createContext("/hangs", exchange -> {
            answer(exchange, wav.length / 2);
            hang();
        });

        assertThatThrownBy(() -> {
                    try (var source = FfmpegSource.open("ffmpeg", url("/hangs"), Duration.ofMillis(1_500))) {
                        float[] piece = new float[4_096];
                        while (source.read(piece, 0, piece.length) >= 0) {}
                    }
                })
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("no sound for 1500 ms");
    }

    @Test
    void shouldEndAtOnceWhileADeviceDoesNotAnswer() throws InterruptedException {
        var asked = new CountDownLatch(1);
        server.createContext("/silent", exchange -> {
            asked.countDown();
            hang();
        });
        var config = new FeedConfig(List.of(FeedConfig.Source.ofUrl("gate", url("/silent"))));
        var settings = FeedSettings.defaults().withFfmpeg("ffmpeg", Duration.ofSeconds(60));
        var service = new FeedService(config, settings, new Sent().sender());
        service.start();
        asked.await();

        long begin = System.nanoTime();
        service.close();

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    void shouldComeBackAfterAStreamDropped() throws InterruptedException {
        var requests = new AtomicInteger();
        server.createContext("/live", exchange -> {
            switch (requests.incrementAndGet()) {
                case 1 -> answer(exchange, wav.length / 2);
                case 2, 3 -> exchange.sendResponseHeaders(503, -1);
                default -> answer(exchange, wav.length / 2 + 4_096 * requests.get());
            }
            exchange.close();
        });
        var sent = new Sent();
        var config = new FeedConfig(List.of(FeedConfig.Source.ofUrl("gate", url("/live"))));
        var settings = FeedSettings.defaults()
                .withPauses(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(50));

        try (var service = new FeedService(config, settings, sent.sender())) {
            service.start();
            Sent.await(() -> service.health().get(0).epochs() >= 3);
        }

        assertThat(requests.get()).isGreaterThanOrEqualTo(5);
        assertThat(sent.epochs()).isEqualTo(sent.ends());
        assertThat(sent.epochs()).isGreaterThanOrEqualTo(3);
        assertThat(sent.chunks())
                .allSatisfy(chunk -> assertThat(chunk.getSampleRateHz()).isEqualTo(RATE));
        assertThat(sent.bytes()).isGreaterThanOrEqualTo(2 * (wav.length / 2) - 8_192);
    }

    @Test
    void shouldSayWhyAUrlGivesNoSoundAndKeepThePasswordToItself() throws IOException {
        int nobody;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }

        assertThatThrownBy(() -> FfmpegSource.open(
                        "ffmpeg", "http://admin:secret@127.0.0.1:" + nobody + "/x", Duration.ofSeconds(10)))
                .isInstanceOf(AudioException.class)
                .hasMessage("http://***@127.0.0.1:" + nobody
                        + "/x refuses the connection; check address and port, and that the device is on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr/et", "s3cr@et", "s3cr?e:t", "it's"})
    void shouldSignInWithoutShowingThePasswordToAnybody(String password) {
        var credentials = new AtomicReference<String>();
        server.createContext("/secret", exchange -> {
            String header = exchange.getRequestHeaders().getFirst("Authorization");
            if (header == null) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"camera\"");
                exchange.sendResponseHeaders(401, -1);
                exchange.close();
                return;
            }
            credentials.set(header);
            // More than the pipe takes, so that ffmpeg stays while nobody reads.
            answer(exchange, wav.length);
            exchange.close();
        });
        String secret = url("/secret?token=T0KEN").replace("http://", "http://admin:" + password + "@");

        try (var source = FfmpegSource.open("ffmpeg", secret, Duration.ofSeconds(10))) {
            assertThat(source.rateHz()).isEqualTo(RATE);
            assertThat(ProcessHandle.current().descendants())
                    .isNotEmpty()
                    .noneMatch(process -> process.info()
                            .commandLine()
                            .filter(line -> line.contains("s3cr") || line.contains("it's") || line.contains("T0KEN"))
                            .isPresent());
        }

        String sent = new String(
                Base64.getDecoder().decode(credentials.get().substring("Basic ".length())), StandardCharsets.UTF_8);
        assertThat(sent).isEqualTo("admin:" + password);
    }

    @Test
    void shouldSayThatACameraHasNoSoundTrack() throws Exception {
        Path video = folder.resolve("video.ts");
        Process made = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "quiet",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc=size=64x64:rate=25:duration=1",
                        "-c:v",
                        "mpeg2video",
                        "-f",
                        "mpegts",
                        video.toString())
                .inheritIO()
                .start();
        assertThat(made.waitFor()).isZero();
        byte[] bytes = Files.readAllBytes(video);
        server.createContext("/video", exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });

        assertThatThrownBy(() -> FfmpegSource.open("ffmpeg", url("/video"), Duration.ofSeconds(20)))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessage(url("/video")
                        + " has no sound track; turn the camera's sound on, or name a stream that has some");
    }

    @ParameterizedTest
    @CsvSource({"401, refuses user and password", "403, may not be read", "404, is not there"})
    void shouldNameTheCauseThatSomebodyHasToMend(int status, String words) {
        server.createContext("/closed", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });

        for (String address : List.of(url("/closed"), url("/closed").replace("http://", "http://u:s3cret@"))) {
            assertThatThrownBy(() -> FfmpegSource.open("ffmpeg", address, Duration.ofSeconds(20)))
                    .isInstanceOf(UnusableSourceException.class)
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void shouldHearARecordingOnceAndInRealTime() throws InterruptedException {
        var requests = new AtomicInteger();
        byte[] recording = Arrays.copyOf(wav, wav.length);
        server.createContext("/file.wav", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, recording.length);
            exchange.getResponseBody().write(recording);
            exchange.close();
        });
        var sent = new Sent();
        var config = new FeedConfig(List.of(FeedConfig.Source.ofUrl("gate", url("/file.wav"))));
        long begin = System.nanoTime();

        try (var service = new FeedService(config, FeedSettings.defaults(), sent.sender())) {
            service.start();
            Sent.await(() -> service.health().get(0).state() == SourceHealth.State.ENDED);
        }

        assertThat(sent.epochs()).isOne();
        assertThat(sent.bytes()).isEqualTo(2 * 3 * RATE);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(2_400));
    }

    @Test
    void shouldSayThatFfmpegIsMissing() {
        assertThatThrownBy(() -> FfmpegSource.open("/nowhere/ffmpeg", "http://localhost/", Duration.ofSeconds(1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("install ffmpeg");
    }

    @Test
    void shouldTellUrlsFromFiles() {
        assertThat(FfmpegSource.isUrl("rtsp://camera/1")).isTrue();
        assertThat(FfmpegSource.isUrl("https://host/live.m3u8")).isTrue();
        assertThat(FfmpegSource.isUrl("C:\\sounds\\a.wav")).isFalse();
        assertThat(FfmpegSource.isUrl("/a/b.wav")).isFalse();
        assertThat(FfmpegSource.isUrl("-")).isFalse();
    }

    /** Sends the beginning of the recording, and no end of the answer. */
    private void answer(HttpExchange exchange, int bytes) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream body = exchange.getResponseBody();
        body.write(wav, 0, bytes);
        body.flush();
    }

    private void hang() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }
}
