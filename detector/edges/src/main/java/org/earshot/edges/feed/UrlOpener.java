package org.earshot.edges.feed;

import java.time.Duration;
import java.util.Optional;
import org.earshot.core.audio.file.FfmpegProcess;
import org.earshot.edges.feed.source.FfmpegSource;

/**
 * Opens the sound of a URL. Live sound arrives in real time; a recording is available at once and must be paced. An
 * opening that waits for a device that does not answer can be ended.
 */
final class UrlOpener implements SoundOpener {
    private final String url;
    private final FeedSettings settings;
    private FfmpegProcess opening;
    private boolean cancelled;

    UrlOpener(String url, FeedSettings settings) {
        this.url = url;
        this.settings = settings;
    }

    @Override
    public OpenSound open() {
        FfmpegSource sound = FfmpegSource.open(settings.ffmpeg(), url, settings.readTimeout(), this::started);
        Optional<Duration> length = sound.length();
        return length.isPresent() ? OpenSound.recording(sound, length) : OpenSound.live(sound);
    }

    private synchronized void started(FfmpegProcess process) {
        opening = process;
        if (cancelled) {
            process.close();
        }
    }

    @Override
    public synchronized void cancel() {
        cancelled = true;
        if (opening != null) {
            opening.close();
        }
    }
}
