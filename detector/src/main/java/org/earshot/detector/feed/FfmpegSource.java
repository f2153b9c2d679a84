package org.earshot.detector.feed;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.earshot.detector.audio.AudioException;
import org.earshot.detector.audio.AudioFiles;
import org.earshot.detector.audio.SampleSource;
import org.earshot.detector.model.ConfigurationException;

/**
 * The sound of any URL that ffmpeg reads: the first audio stream, at its own rate, in 16 bits. RTSP goes over TCP. If no
 * sample comes for the read time-out, ffmpeg is ended and the sound counts as broken off.
 */
public final class FfmpegSource implements SampleSource {
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/@\\s]*@");
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final Duration readTimeout;
    private final Process process;
    private final Thread complaints;
    private final SampleSource wav;
    private volatile long heardNanos = System.nanoTime();
    private volatile boolean timedOut;
    private volatile boolean closed;
    private volatile String lastComplaint = "";

    private FfmpegSource(List<String> command, String name, Duration readTimeout) {
        this.name = name;
        this.readTimeout = readTimeout;
        try {
            this.process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new ConfigurationException(
                    command.get(0) + " cannot be started: " + e.getMessage()
                            + "; install ffmpeg or give its path by --ffmpeg",
                    e);
        }
        this.complaints = daemon(this::readComplaints, "ffmpeg-log");
        daemon(this::watch, "ffmpeg-watchdog");
        try {
            this.wav = AudioFiles.open(new BufferedInputStream(process.getInputStream()), name);
        } catch (AudioException e) {
            close();
            throw ended("it gives no sound", e);
        }
        heardNanos = System.nanoTime();
    }

    /**
     * Starts ffmpeg on a URL and waits for its first sound.
     *
     * @param ffmpeg the program, e.g. {@code ffmpeg}
     * @param readTimeout longest silence of the network that is put up with
     * @throws AudioException if no sound comes
     * @throws ConfigurationException if ffmpeg cannot be started
     */
    public static FfmpegSource open(String ffmpeg, String url, Duration readTimeout) {
        List<String> command = new ArrayList<>(List.of(ffmpeg, "-nostdin", "-hide_banner", "-loglevel", "error"));
        if (url.startsWith("rtsp:") || url.startsWith("rtsps:")) {
            command.addAll(List.of("-rtsp_transport", "tcp"));
        }
        command.addAll(List.of("-i", url, "-map", "0:a:0", "-vn", "-c:a", "pcm_s16le"));
        command.addAll(List.of("-flush_packets", "1", "-f", "wav", "pipe:1"));
        return new FfmpegSource(command, masked(url), readTimeout);
    }

    /** True if it looks like a URL and not like a file. */
    public static boolean isUrl(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9+.-]+://.+");
    }

    /** A URL without the user's name and password. */
    static String masked(String url) {
        return CREDENTIALS.matcher(url).replaceAll("//***@");
    }

    @Override
    public int rateHz() {
        return wav.rateHz();
    }

    @Override
    public int channels() {
        return wav.channels();
    }

    @Override
    public int read(float[] mono, int offset, int length) {
        int read;
        try {
            read = wav.read(mono, offset, length);
        } catch (AudioException e) {
            throw ended(e.getMessage(), e);
        }
        if (read < 0) {
            checkEnd();
        }
        heardNanos = System.nanoTime();
        return read;
    }

    private void checkEnd() {
        try {
            if (!process.waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            } else if (!closed && (timedOut || process.exitValue() != 0)) {
                throw ended("ffmpeg ended", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @param otherwise what is said if ffmpeg says nothing */
    private AudioException ended(String otherwise, AudioException cause) {
        if (timedOut) {
            return new AudioException(
                    name + ": no sound for " + readTimeout.toMillis() + " ms; check the device and the network");
        }
        try {
            complaints.join(END_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String why = lastComplaint.isEmpty() ? otherwise : masked(lastComplaint);
        // ffmpeg names the URL itself, most of the time.
        why = why.startsWith(name + ": ") ? why.substring(name.length() + 2) : why;
        return new AudioException(name + ": " + why + "; check the URL and the device", cause);
    }

    private void watch() {
        while (process.isAlive()) {
            long left = readTimeout.toNanos() - (System.nanoTime() - heardNanos);
            if (left <= 0) {
                timedOut = true;
                process.destroyForcibly();
                return;
            }
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }

    private void readComplaints() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                if (!line.isBlank()) {
                    lastComplaint = line.strip();
                }
            }
        } catch (IOException e) {
            // The process is gone, and its last words with it.
            lastComplaint = "";
        }
    }

    @Override
    public void close() {
        closed = true;
        process.destroyForcibly();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
