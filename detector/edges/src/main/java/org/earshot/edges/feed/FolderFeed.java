package org.earshot.edges.feed;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.files.FileNames;
import org.earshot.edges.feed.source.CountedSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the recordings in a folder and those that are added to it, each as an epoch; its sound is taken to have
 * ended when the file was last written. A file that is no sound is logged once and left alone.
 *
 * <p>A recording is taken once no program that is known of writes it and it has not changed for {@value #SETTLED_LOOKS} looks,
 * or, where its header does not say that it is complete or it is damaged or cut off, for {@value #PATIENT_LOOKS}: recorders write in
 * bursts, and what comes over a network stalls. One that grows
 * all the same is not moved away, and what came to it follows as an epoch of its own.
 */
final class FolderFeed implements Feed {
    private static final Logger LOG = LoggerFactory.getLogger(FolderFeed.class);
    private static final int SETTLED_LOOKS = 3;
    private static final int PATIENT_LOOKS = 60;

    private final Path folder;
    private final Path moveTo;
    private final EpochPublisher publisher;
    private final SourceHealth health;
    private final Duration interval;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Map<Path, Seen> seen = new HashMap<>();
    private final Map<Path, Taken> taken = new HashMap<>();
    /** Published, and still to be moved away. */
    private final Set<Path> unmoved = new HashSet<>();
    /** In this look, one could not be moved; the others need not be tried. */
    private volatile boolean moveFails;

    /** What was logged last of a file that has not changed since. */
    private final Map<Path, String> faults = new HashMap<>();

    private volatile Thread worker;

    private record Stamp(long bytes, Instant written) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file).toInstant());
        }
    }

    /** @param nanos when it was first seen so @param isFaulty whether it was found to be damaged or cut off since */
    private record Seen(Stamp stamp, long nanos, boolean isFaulty) {}

    /** @param isFaulty whether it is damaged or cut off behind that */
    private record Extent(Duration length, boolean isFaulty) {}

    /** What was published of a file. @param checksum over those samples */
    private record Taken(Stamp stamp, long samples, long checksum) {}

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
        Set<Path> recordings = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, AudioFiles::hasNameOfSound)) {
            files.forEach(recordings::add);
        } catch (IOException | DirectoryIteratorException e) {
            health.is(SourceHealth.State.RECONNECTING, folder + ": cannot be listed: " + e.getMessage());
            return;
        }
        seen.keySet().retainAll(recordings);
        faults.keySet().retainAll(recordings);
        taken.keySet().retainAll(recordings);
        unmoved.retainAll(recordings);
        moveFails = false;
        // What was wrong with the folder is over; what was wrong with a file is worth reading on.
        health.is(SourceHealth.State.WAITING, health.state() == SourceHealth.State.RECONNECTING ? "" : health.note());
        for (Path file : recordings) {
            if (stopped.getCount() == 0) {
                return;
            }
            try {
                consider(file);
            } catch (NoSuchFileException gone) {
                // Somebody else has taken it.
                seen.remove(file);
            } catch (IOException | RuntimeException e) {
                String what = e instanceof AudioException ? e.getMessage() : file + ": cannot be published: " + e;
                // Once, though it is tried at each look: it may be allowed to be read later.
                if (!what.equals(faults.put(file, what))) {
                    trouble(what);
                }
            }
        }
    }

    private void trouble(String what) {
        health.is(SourceHealth.State.WAITING, what);
        LOG.warn("{}: {}", health.sourceId(), what);
    }

    private void consider(Path file) throws IOException {
        Stamp stamp = Stamp.of(file);
        Seen before = seen.get(file);
        if (before == null || !before.stamp.equals(stamp)) {
            seen.put(file, new Seen(stamp, System.nanoTime(), false));
            faults.remove(file);
            return;
        }
        Taken already = taken.get(file);
        if (already != null && already.stamp.equals(stamp)) {
            if (unmoved.contains(file) && !moveFails) {
                move(file, stamp);
            }
            return;
        }
        if (isSettled(file, before) && !RecordingFile.isBeingWritten(file)) {
            take(file, before, already);
        }
    }

    private boolean isSettled(Path file, Seen since) throws IOException {
        Duration watched = Duration.ofNanos(System.nanoTime() - since.nanos);
        Duration old = Duration.between(since.stamp.written, Instant.now());
        Duration unchanged = watched.compareTo(old) > 0 ? watched : old;
        int looks = RecordingFile.saysItIsComplete(file) && !since.isFaulty ? SETTLED_LOOKS : PATIENT_LOOKS;
        return unchanged.compareTo(interval.multipliedBy(looks)) >= 0;
    }

    private void take(Path file, Seen seenSo, Taken already) throws IOException {
        Stamp stamp = seenSo.stamp;
        unmoved.remove(file);
        // So that a file that is no sound is tried once.
        taken.put(file, new Taken(stamp, 0, 0));
        Extent extent = extent(file);
        if (extent.isFaulty && !seenSo.isFaulty) {
            // The rest may be on its way: from another machine, nobody can be seen to write it.
            seen.put(file, new Seen(stamp, seenSo.nanos, true));
            taken.put(file, already);
            return;
        }
        long refused = health.refused();
        Instant start = stamp.written.minus(extent.length);
        long known = already != null && beginsWith(file, already) ? already.samples : 0;
        try (var sound = new CountedSource(AudioFiles.open(file))) {
            sound.skip(known);
            try {
                publisher.publishFrom(sound, start.plus(duration(known, sound)));
            } catch (AudioException e) {
                if (sound.samples() == 0) {
                    throw e;
                }
                // What could be read has been sent.
                trouble(e.getMessage());
            } finally {
                taken.put(file, new Taken(stamp, sound.samples(), sound.checksum()));
            }
        }
        publisher.flush();
        if (moveTo == null || stopped.getCount() == 0) {
            return;
        }
        if (health.refused() > refused) {
            trouble(file + ": " + (health.refused() - refused)
                    + " chunks of it were not sent; it stays where it is, put it there again to send it again");
        } else {
            // Tried again at each look, should it fail: left behind, it would be sent again after a restart.
            unmoved.add(file);
            move(file, stamp);
        }
    }

    /** Whether it is the recording that was published so far, and no other one of its name. */
    private static boolean beginsWith(Path file, Taken already) {
        try (var sound = new CountedSource(AudioFiles.open(file))) {
            sound.skip(already.samples);
            return sound.samples() == already.samples && sound.checksum() == already.checksum;
        } catch (AudioException shorter) {
            return false;
        }
    }

    private void move(Path file, Stamp stamp) throws IOException {
        if (!Stamp.of(file).equals(stamp) || RecordingFile.isBeingWritten(file)) {
            unmoved.remove(file);
            trouble(file + ": still grows; it stays where it is, and the rest follows");
        } else {
            try {
                Files.createDirectories(moveTo);
                Files.move(file, free(moveTo, FileNames.nameOf(file)));
                unmoved.remove(file);
            } catch (NoSuchFileException gone) {
                throw gone;
            } catch (IOException e) {
                moveFails = true;
                throw new AudioException(
                        file + ": is published and cannot be moved to " + moveTo + " (" + e + "); that is tried again",
                        e);
            }
        }
    }

    /** A name that no earlier recording has. */
    private static Path free(Path folder, String name) {
        int dot = name.lastIndexOf('.');
        Path path = folder.resolve(name);
        for (int number = 2; Files.exists(path); number++) {
            path = folder.resolve(name.substring(0, dot) + "-" + number + name.substring(dot));
        }
        return path;
    }

    /** Up to the first fault. */
    private static Extent extent(Path file) {
        try (var sound = new CountedSource(AudioFiles.open(file))) {
            try {
                sound.skip(Long.MAX_VALUE);
            } catch (AudioException cutOff) {
                return new Extent(duration(sound.samples(), sound), true);
            }
            return new Extent(duration(sound.samples(), sound), false);
        }
    }

    private static Duration duration(long samples, SampleSource sound) {
        return Duration.ofNanos(samples * 1_000_000 / sound.rateHz() * 1_000);
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
