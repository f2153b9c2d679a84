package org.earshot.detector.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.earshot.detector.audio.SampleFormat;
import org.earshot.detector.audio.WavWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderFeedTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path published;

    private final Sent sent = new Sent();
    private final SourceHealth health = new SourceHealth("yard");
    private FolderFeed feed;
    private Thread thread;

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
    void shouldSayOnceThatAFileIsNoSoundAndGoOn() throws IOException {
        write("a.wav");
        Files.writeString(folder.resolve("b.wav"), "no sound at all");

        start(null);
        Sent.await(() -> sent.ends() == 1 && health.note().contains("b.wav"));

        assertThat(health.note()).contains("is no WAV, FLAC or MP3 file");
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

    private void start(Path moveTo) {
        feed = new FolderFeed(folder, moveTo, sent.publisher(health), health, Duration.ofMillis(200));
        thread = new Thread(feed::run);
        thread.start();
    }

    private Path write(String name) throws IOException {
        Path whole = published.resolve(name + ".part");
        WavWriter.write(whole, 8_000, SampleFormat.S16LE, new float[8_000]);
        return Files.move(whole, folder.resolve(name));
    }
}
