package org.earshot.app.listen;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.edges.feed.source.FfmpegSource;
import org.earshot.edges.feed.source.RawPcmSource;
import org.earshot.edges.feed.source.SoundCardSource;

/**
 * A sound that was opened for listening.
 *
 * @param sound what is read
 * @param recording true if all of it is available at once and must be paced to real time
 */
public record ListenInput(SampleSource sound, boolean recording) {
    /** Stands for standard input. */
    public static final String STANDARD_INPUT = "-";

    private static final int CARD_RATE_HZ = 48_000;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How a sound is given that does not say so itself.
     *
     * @param rateHz samples per second of raw PCM or of the sound card; 0 if not said
     * @param channels of the same
     * @param format samples of raw PCM
     * @param ffmpeg the program that reads URLs
     */
    public record Form(int rateHz, int channels, SampleFormat format, String ffmpeg) {}

    /**
     * Opens what a name stands for: {@code -}, a URL, a recording, or else a sound card by part of its name.
     *
     * @param standardInput raw PCM if a rate is given, else a recording as it comes: WAV, FLAC or MP3
     * @throws org.earshot.core.model.EarshotException if it cannot be opened
     */
    public static ListenInput open(String name, Form form, InputStream standardInput) {
        if (name.equals(STANDARD_INPUT)) {
            return new ListenInput(ofStream(standardInput, form), false);
        }
        if (FfmpegSource.isUrl(name)) {
            FfmpegSource url = FfmpegSource.open(form.ffmpeg(), name, READ_TIMEOUT);
            return new ListenInput(url, url.length().isPresent());
        }
        if (isFile(name)) {
            Path file = Path.of(name);
            return new ListenInput(AudioFiles.open(file), Files.isRegularFile(file));
        }
        int rateHz = form.rateHz() > 0 ? form.rateHz() : CARD_RATE_HZ;
        return new ListenInput(SoundCardSource.open(name, rateHz, form.channels()), false);
    }

    /** Whether a name stands for a recording. */
    public static boolean isFile(String name) {
        return !name.equals(STANDARD_INPUT)
                && !name.equals(SoundCardSource.DEFAULT_DEVICE)
                && !FfmpegSource.isUrl(name)
                && Files.exists(Path.of(name));
    }

    private static SampleSource ofStream(InputStream bytes, Form form) {
        return form.rateHz() > 0
                ? new RawPcmSource(bytes, "standard input", form.format(), form.rateHz(), form.channels())
                : AudioFiles.open(new BufferedInputStream(bytes), "standard input");
    }
}
