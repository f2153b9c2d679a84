package org.earshot.edges.feed;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.flac.FlacWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(60)
class FolderFeedTest {
    private static final Duration LOOK = Duration.ofMillis(20);

    @TempDir
    private Path folder;

    @TempDir
    private Path published;

    private final Sent sent = new Sent();
    private final SourceHealth health = new SourceHealth("yard");
    private FolderFeed feed;
    private Thread thread;
    private long started;

    @AfterEach
    void stop() throws InterruptedException {
        feed.stop();
        thread.join();
    }

    @Test
    void shouldPublishWhatLiesThereAndWhatComesIn() throws IOException {
        write("a.wav");
        start(null);
        Sent.await(() -> sent.ends() == 1);

        write("b.wav");
        Sent.await(() -> sent.ends() == 2);

        assertThat(sent.epochs()).isEqualTo(2);
        assertThat(sent.bytes()).isEqualTo(2 * 16_000);
        assertThat(folder.resolve("a.wav")).exists();
    }

    @Test
    void shouldTakeTheSoundToHaveEndedWhenTheFileWasWritten() throws IOException {
        Path file = write("a.wav");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-03-01T12:00:00Z")));

        start(null);
        Sent.await(() -> sent.ends() == 1);

        assertThat(sent.chunks().get(0).getCapturedAt()).isEqualTo(Instant.parse("2026-03-01T11:59:59Z"));
    }

    @Test
    void shouldMoveWhatItHasPublished() throws IOException {
        write("a.wav");

        start(published);
        Sent.await(() -> Files.exists(published.resolve("a.wav")));

        assertThat(folder.resolve("a.wav")).doesNotExist();
        assertThat(sent.ends()).isEqualTo(1);
    }

    @Test
    void shouldMoveLaterWhatCouldNotBeMoved() throws IOException {
        Path full = published.resolve("full");
        Files.writeString(full, "where the folder should be");
        write("a.wav");
        start(full);
        Sent.await(() -> health.note().contains("a.wav: is published and cannot be moved"));

        Files.delete(full);
        Sent.await(() -> Files.exists(full.resolve("a.wav")));

        assertThat(sent.ends()).isOne();
        assertThat(folder.resolve("a.wav")).doesNotExist();
    }

    @Test
    void shouldNotMoveWhatTookThePlaceOfARecordingThatCouldNotBeMoved() throws IOException {
        Path full = published.resolve("full");
        Files.writeString(full, "where the folder should be");
        write("a.wav");
        start(full);
        Sent.await(() -> health.note().contains("a.wav: is published and cannot be moved"));

        Files.writeString(folder.resolve("a.wav"), "no sound at all");
        Sent.await(() -> health.note().contains("is no WAV, FLAC or MP3 file"));
        Files.delete(full);
        write("b.wav");
        Sent.await(() -> Files.exists(full.resolve("b.wav")));

        assertThat(folder.resolve("a.wav")).exists();
    }

    @Test
    void shouldSayOnceThatAFileIsNoSoundAndGoOn() throws IOException {
        write("a.wav");
        Files.writeString(folder.resolve("b.wav"), "no sound at all");

        start(null);
        Sent.await(() -> sent.ends() == 1 && health.note().contains("b.wav"));

        assertThat(health.note()).contains("is no WAV, FLAC or MP3 file");
    }

    /** A file that is there and cannot be read, for whatever user: nothing lies at address 0 of a process. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldLogOnceThatAFileCannotBeReadAndAgainOnceItChanged() throws IOException {
        Path file = folder.resolve("a.wav");
        Files.createSymbolicLink(file, Path.of("/proc/self/mem"));
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(FolderFeed.class);
        logger.addAppender(lines);

        try {
            start(null);
            Sent.await(() -> !lines.list.isEmpty());
            write("b.wav");
            Sent.await(() -> sent.ends() == 1);
            assertThat(lines.list).hasSize(1);

            Files.delete(file);
            Files.write(file, new byte[100]);
            Sent.await(() -> lines.list.size() == 2);
        } finally {
            logger.detachAppender(lines);
        }
    }

    @Test
    void shouldWaitUntilAFileIsComplete() throws IOException {
        start(null);
        try (var writer = new WavWriter(folder.resolve("a.wav"), 8_000, 1, SampleFormat.S16LE)) {
            for (int i = 0; i < 40; i++) {
                writer.write(new float[8_000], 0, 8_000);
            }
        }

        Sent.await(() -> sent.ends() == 1);

        assertThat(sent.bytes()).isEqualTo(40 * 16_000);
    }

    @Test
    void shouldNotTakeAFileThatAProgramHasOpenForWriting() throws IOException {
        Path file = write("a.wav");
        try (var writer = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
            start(published);
            write("b.wav");
            Sent.await(() -> sent.ends() == 1 && Files.exists(published.resolve("b.wav")));
            Sent.await(() -> Duration.ofNanos(System.nanoTime() - started).compareTo(LOOK.multipliedBy(10)) > 0);

            assertThat(sent.ends()).isEqualTo(1);
            writer.write(new byte[2]);
        }

        Sent.await(() -> Files.exists(published.resolve("a.wav")));
        // What was written last follows as a capture of its own where the feed looked just before.
        assertThat(sent.ends()).isBetween(2L, 3L);
    }

    @Test
    void shouldWaitLongerForAFileWhoseHeaderIsUnfinished() throws IOException {
        Path whole = write("whole.wav.part");
        byte[] bytes = Files.readAllBytes(whole);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(4, -1).putInt(40, -1);
        Files.write(folder.resolve("a.wav"), bytes);

        start(null);
        write("b.wav");
        Sent.await(() -> sent.ends() == 1);
        assertThat(sent.chunks().get(0).getSamples().remaining()).isPositive();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(LOOK.multipliedBy(60));
        Sent.await(() -> sent.ends() == 2 || health.note().contains("a.wav"));

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(LOOK.multipliedBy(50));
    }

    @Test
    void shouldWaitForTheRestOfARecordingThatStallsOnItsWay() throws IOException {
        float[] noise = new float[24_000];
        Random random = new Random(1);
        for (int n = 0; n < noise.length; n++) {
            noise[n] = random.nextInt(1 << 14) / (float) (1 << 15);
        }
        byte[] bytes = FlacWriter.encode(8_000, noise);
        Path file = folder.resolve("a.flac");
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        start(published);
        Sent.await(() -> Duration.ofNanos(System.nanoTime() - started).compareTo(LOOK.multipliedBy(20)) > 0);
        assertThat(sent.ends()).isZero();

        Files.write(file, Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length), StandardOpenOption.APPEND);
        Sent.await(() -> Files.exists(published.resolve("a.flac")));

        assertThat(sent.ends()).isOne();
        assertThat(sent.bytes()).isEqualTo(2 * noise.length);
    }

    @Test
    void shouldPublishADamagedRecordingThatIsShorterThanTheOneOfItsNameBefore() throws IOException {
        Path file = write("a.wav");
        start(null);
        Sent.await(() -> sent.ends() == 1);

        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, 44 + 2 * 3_000));
        Sent.await(() -> sent.ends() == 2);

        assertThat(sent.bytes()).isEqualTo(2 * (8_000 + 3_000));
    }

    @Test
    void shouldSendWhatComesToAFileAfterItWasTaken() throws IOException {
        Path file = write("a.wav");
        byte[] first = Files.readAllBytes(file);
        start(null);
        Sent.await(() -> sent.ends() == 1);

        WavWriter.write(published.resolve("longer.wav"), 8_000, SampleFormat.S16LE, new float[12_000]);
        Files.copy(published.resolve("longer.wav"), file, StandardCopyOption.REPLACE_EXISTING);
        Sent.await(() -> sent.ends() == 2);

        assertThat(first).hasSizeLessThan((int) Files.size(file));
        assertThat(sent.bytes()).isEqualTo(2 * 12_000);
    }

    @Test
    void shouldPublishAnotherRecordingOfTheSameNameWhole() throws IOException {
        Path file = write("a.wav");
        start(null);
        Sent.await(() -> sent.ends() == 1);

        float[] other = new float[12_000];
        other[10] = 0.5f;
        WavWriter.write(published.resolve("other.wav"), 8_000, SampleFormat.S16LE, other);
        Files.copy(published.resolve("other.wav"), file, StandardCopyOption.REPLACE_EXISTING);
        Sent.await(() -> sent.ends() == 2);

        assertThat(sent.bytes()).isEqualTo(2 * (8_000 + 12_000));
    }

    @Test
    void shouldNotOverwriteWhatWasPublishedBeforeUnderTheSameName() throws IOException {
        Files.writeString(published.resolve("a.wav"), "an earlier one");
        write("a.wav");

        start(published);
        Sent.await(() -> Files.exists(published.resolve("a-2.wav")));

        assertThat(published.resolve("a.wav")).hasContent("an earlier one");
    }

    private void start(Path moveTo) {
        started = System.nanoTime();
        feed = new FolderFeed(folder, moveTo, sent.publisher(health), health, LOOK);
        thread = new Thread(feed::run);
        thread.start();
    }

    private Path write(String name) throws IOException {
        Path whole = published.resolve(name + ".part");
        WavWriter.write(whole, 8_000, SampleFormat.S16LE, new float[8_000]);
        return Files.move(whole, folder.resolve(name));
    }
}
