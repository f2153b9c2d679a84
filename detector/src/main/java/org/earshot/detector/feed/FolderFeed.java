package org.earshot.detector.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.AudioFiles;
import org.earshot.detector.audio.SampleSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the recordings that lie in a folder and those that come into it, each as an epoch. A recording counts as complete
 * once its size and time have stayed the same from one look to the next; its sound is taken to have ended when the file was
 * last written. A file that is no sound is said once and left alone.
 */
final class FolderFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(FolderFeed.class);

    private final Path folder;
    private final Path moveTo;
    private final EpochPublisher publisher;
    private final SourceHealth health;
    private final Duration interval;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<Path, Stamp> seen = new HashMap<>();
    private final Map<Path, Stamp> done = new HashMap<>();
    private volatile Thread worker;

    private record Stamp(long bytes, Instant written) {}

    /** @param moveTo where recordings go once published, or null to leave them @param interval between two looks */
    FolderFeed(Path folder, Path moveTo, EpochPublisher publisher, SourceHealth health, Duration interval) {
        this.folder = folder;
        this.moveTo = moveTo;
        this.publisher = publisher;
        this.health = health;
        this.interval = interval;
    }

    @Override
    public void run() {
        worker = Thread.currentThread();
        try {
            do {
                look();
            } while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        health.is(SourceHealth.State.ENDED, "");
    }

    private void look() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> recordings =
                    files.filter(AudioFiles::hasNameOfSound).sorted().toList();
            seen.keySet().retainAll(recordings);
            done.keySet().retainAll(recordings);
            for (Path file : recordings) {
                if (stopped.getCount() == 0) {
                    return;
                }
                consider(file);
            }
            if (health.state() != SourceHealth.State.RECONNECTING) {
                health.is(SourceHealth.State.WAITING, health.note());
            }
        } catch (IOException e) {
            health.is(SourceHealth.State.RECONNECTING, folder + ": cannot be listed: " + e.getMessage());
        }
    }

    private void consider(Path file) throws IOException {
        Stamp stamp;
        try {
            stamp = new Stamp(Files.size(file), Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            return;
        }
        Stamp before = seen.put(file, stamp);
        if (!stamp.equals(before) || stamp.equals(done.get(file))) {
            return;
        }
        done.put(file, stamp);
        try {
            Instant start = stamp.written.minus(length(file));
            try (SampleSource sound = AudioFiles.open(file)) {
                publisher.publishFrom(sound, start);
            }
        } catch (AudioException e) {
            health.is(SourceHealth.State.WAITING, e.getMessage());
            LOG.warn("{}: {}", health.sourceId(), e.getMessage());
            return;
        }
        if (moveTo != null && stopped.getCount() > 0) {
            Files.createDirectories(moveTo);
            Files.move(file, moveTo.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static Duration length(Path file) {
        try (SampleSource sound = AudioFiles.open(file)) {
            float[] piece = new float[1 << 14];
            long samples = 0;
            int read;
            while ((read = sound.read(piece, 0, piece.length)) >= 0) {
                samples += read;
            }
            return Duration.ofNanos(samples * 1_000_000 / sound.rateHz() * 1_000);
        }
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread thread = worker;
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public SourceHealth health() {
        return health;
    }
}
