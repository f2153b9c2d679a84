package org.earshot.edges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.core.audio.AudioException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.feed.source.UnusableSourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveFeedTest {
    private final Sent sent = new Sent();
    private final SourceHealth health = new SourceHealth("gate");
    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void shouldOpenASoundAgainWhenItBreaksOffAndBeginANewEpoch() throws InterruptedException {
        LiveFeed feed = feed(() -> switch (attempts.incrementAndGet()) {
            case 1 -> throw new AudioException("camera: connection refused");
            case 2 -> OpenSound.live(new Fixed(4_000, new AudioException("camera: no sound")));
            case 3 -> OpenSound.live(new Fixed(8_000, null));
            case 4 -> throw new IllegalStateException("unforeseen");
            default -> OpenSound.live(new Endless());
        });
        Thread thread = new Thread(feed::run);

        thread.start();
        Sent.await(() -> attempts.get() >= 5 && health.state() == SourceHealth.State.LIVE);
        feed.stop();
        thread.join();

        assertThat(sent.epochs()).isEqualTo(3);
        assertThat(sent.ends()).isEqualTo(3);
        assertThat(health.epochs()).isEqualTo(3);
        assertThat(health.state()).isEqualTo(SourceHealth.State.ENDED);
        assertThat(sent.chunks().get(0).getSampleRateHz()).isEqualTo(8_000);
    }

    @Test
    void shouldNotGiveUpASoundThatOnceCameWhereItsProgramCannotBeStarted() throws InterruptedException {
        LiveFeed feed = feed(() -> switch (attempts.incrementAndGet()) {
            case 1 -> OpenSound.live(new Fixed(4_000, null));
            case 2 -> throw new ConfigurationException("ffmpeg cannot be started: Resource temporarily unavailable");
            default -> OpenSound.live(new Endless());
        });
        Thread thread = new Thread(feed::run);

        thread.start();
        Sent.await(() -> attempts.get() >= 3 && health.state() == SourceHealth.State.LIVE);
        feed.stop();
        thread.join();

        assertThat(health.epochs()).isEqualTo(2);
    }

    @Test
    void shouldSayWhyItWaits() throws InterruptedException {
        LiveFeed feed = new LiveFeed(
                () -> {
                    attempts.incrementAndGet();
                    throw new AudioException("camera: connection refused");
                },
                sent.publisher(health),
                health,
                new Backoff(Duration.ofMinutes(1), Duration.ofMinutes(1), new Random(1)),
                Duration.ofMinutes(1));
        Thread thread = new Thread(feed::run);

        thread.start();
        Sent.await(() -> health.state() == SourceHealth.State.RECONNECTING);
        String line = health.line();
        feed.stop();
        thread.join();

        assertThat(line).startsWith("gate reconnecting").endsWith(": camera: connection refused");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void shouldNotOpenARecordingAgainThatWasHeardToItsEnd() {
        LiveFeed feed = feed(() -> {
            // Broken off the first time.
            int samples = attempts.incrementAndGet() == 1 ? 800 : 1_600;
            return OpenSound.recording(new Fixed(samples, null), Optional.of(Duration.ofMillis(200)));
        });

        feed.run();

        assertThat(attempts).hasValue(2);
        assertThat(health.state()).isEqualTo(SourceHealth.State.ENDED);
        assertThat(health.note()).isEqualTo("the recording was read to its end");
    }

    @Test
    void shouldTakeASoundThatIsTwiceTheSameForARecording() {
        LiveFeed feed = feed(() -> {
            attempts.incrementAndGet();
            return OpenSound.live(new Fixed(1_600, null, 0.1f));
        });

        feed.run();

        assertThat(attempts).hasValue(2);
        assertThat(health.state()).isEqualTo(SourceHealth.State.ENDED);
    }

    @Test
    void shouldOpenALiveSoundAgainThatEndsAfterTheSameTimeEachTime() throws InterruptedException {
        LiveFeed feed = feed(() -> {
            int attempt = attempts.incrementAndGet();
            return OpenSound.live(attempt < 4 ? new Fixed(1_600, null, attempt == 1 ? 0.1f : 0) : new Endless());
        });
        Thread thread = new Thread(feed::run);

        thread.start();
        Sent.await(() -> attempts.get() >= 4 || health.state() == SourceHealth.State.ENDED);
        feed.stop();
        thread.join();

        assertThat(attempts).hasValue(4);
    }

    @Test
    void shouldWaitLongestAtOnceForWhatHasToBeMendedFirst() throws InterruptedException {
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMinutes(10), new Random(1));
        var feed = new LiveFeed(
                () -> {
                    attempts.incrementAndGet();
                    throw new UnusableSourceException("camera has no sound track", null);
                },
                sent.publisher(health),
                health,
                backoff,
                Duration.ofMinutes(1));
        Thread thread = new Thread(feed::run);

        thread.start();
        Sent.await(() -> health.state() == SourceHealth.State.RECONNECTING);
        feed.stop();
        thread.join();

        assertThat(attempts).hasValue(1);
        assertThat(backoff.next()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    }

    private LiveFeed feed(SoundOpener opener) {
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(5), new Random(1));
        return new LiveFeed(opener, sent.publisher(health), health, backoff, Duration.ofSeconds(1));
    }

    /** So many samples at 8 kHz, then a fault or the end. */
    private static final class Fixed extends MonoSource {
        private final AudioException fault;
        private final float value;
        private int left;

        Fixed(int samples, AudioException fault) {
            this(samples, fault, 0);
        }

        Fixed(int samples, AudioException fault, float value) {
            this.left = samples;
            this.fault = fault;
            this.value = value;
        }

        @Override
        public int read(float[] mono, int offset, int length) {
            if (left == 0 && fault != null) {
                throw fault;
            }
            int read = Math.min(left, length);
            Arrays.fill(mono, offset, offset + read, value);
            left -= read;
            return read == 0 ? -1 : read;
        }
    }

    /** A sound that never comes, until it is closed. */
    private static final class Endless extends MonoSource {
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read(float[] mono, int offset, int length) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return -1;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }
}
