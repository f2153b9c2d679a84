package org.earshot.core.audio.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running ffmpeg that writes sound to its standard output and complaints, each behind its level
 * ({@code -loglevel level+...}), to its standard error. It is ended if a reader waits for longer than its patience;
 * time does not count while nobody reads.
 *
 * <p>For one thread that reads; {@link #close} may be called by any.
 */
public final class FfmpegProcess implements AutoCloseable {
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);
    private static final Pattern COMPLAINT =
            Pattern.compile("^(?:\\[[^]]*] )?\\[(?:(?:error|fatal|panic)] (.*)|warning] (.*corrupt.*))");
    /** The first complaint and the newest ones. */
    private static final int KEPT_COMPLAINTS = 5;

    private final Process process;
    private final Duration patience;
    private final Consumer<String> lines;
    private final Thread log;
    private final List<String> complaints = new ArrayList<>();
    /** Since when a reader waits; null while none does. */
    private volatile Long waitingSince;

    private volatile boolean timedOut;
    private volatile boolean closed;

    private FfmpegProcess(Process process, Duration patience, Consumer<String> lines) {
        this.process = process;
        this.patience = patience;
        this.lines = lines;
        this.log = daemon("ffmpeg-log", this::readLog);
        daemon("ffmpeg-watchdog", this::watch);
    }

    /**
     * Starts it.
     *
     * @param patience longest time that {@link #waitingFor} waits
     * @param lines gets each line of the log
     * @throws IOException if the program is not there
     */
    public static FfmpegProcess start(List<String> command, Duration patience, Consumer<String> lines)
            throws IOException {
        return new FfmpegProcess(new ProcessBuilder(command).start(), patience, lines);
    }

    /** What it writes; to be read within {@link #waitingFor}. */
    public InputStream sound() {
        return process.getInputStream();
    }

    /** What it reads. */
    public OutputStream input() {
        return process.getOutputStream();
    }

    /** Reads something, for which the patience holds. */
    public <T> T waitingFor(Supplier<T> reading) {
        waitingSince = System.nanoTime();
        try {
            return reading.get();
        } finally {
            waitingSince = null;
        }
    }

    /** True if it was ended because it gave nothing for as long as the patience. */
    public boolean timedOut() {
        return timedOut;
    }

    /** True if it has ended by itself without an error; waits a moment for it. */
    public boolean endsWell() {
        try {
            if (!process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return closed;
        }
        return closed || !timedOut && process.exitValue() == 0;
    }

    /** Errors it named, the first and the newest of them; waits a moment for its end. */
    public List<String> complaints() {
        try {
            log.join(END_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (complaints) {
            return List.copyOf(complaints);
        }
    }

    private void readLog() {
        try (var text = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lines.accept(line);
                note(line);
            }
        } catch (IOException gone) {
            // The process has ended, and took its last words along.
            return;
        }
    }

    private void note(String line) {
        Matcher complaint = COMPLAINT.matcher(line);
        if (!complaint.matches()) {
            return;
        }
        String said = complaint.group(1) == null ? complaint.group(2) : complaint.group(1);
        synchronized (complaints) {
            complaints.add(said.strip());
            if (complaints.size() > KEPT_COMPLAINTS) {
                complaints.remove(1);
            }
        }
    }

    private void watch() {
        while (process.isAlive()) {
            Long since = waitingSince;
            long left = patience.toNanos() - (since == null ? 0 : System.nanoTime() - since);
            if (left <= 0) {
                timedOut = true;
                process.destroyForcibly();
                return;
            }
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
    }

    public static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
