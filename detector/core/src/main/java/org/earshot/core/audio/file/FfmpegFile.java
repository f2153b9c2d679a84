package org.earshot.core.audio.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.UnsupportedSound;

/**
 * The first sound in a recording of a kind that ffmpeg reads: M4A, AAC, Ogg, Opus, WMA, AIFF, films and others. ffmpeg runs as
 * a process of its own that may open nothing but the recording, and is ended when this is closed. Silence fills the gaps in a
 * recording's time stamps, so that the seconds are those of the recording. For one thread.
 */
final class FfmpegFile implements SampleSource {
    /** Those whose name says what sound they hold; play lists, which name other files and addresses, are none of them. */
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,aac,loas,ogg,matroska,webm,asf,xwma,avi,flv,mpeg,mpegts,aiff,"
                    + "au,caf,w64,wav,flac,mp3,amr,amrnb,amrwb,ac3,eac3,dts,wv,ape,tta,mpc,mpc8,gsm,voc,adx,rm,dsf,oma,nut,mxf";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);
    private static final int COMPLAINT_BYTES = 4096;
    private static final int COMPLAINT_LENGTH = 200;

    private final String name;
    private final Process process;
    private final Thread listener;
    private final SampleSource wav;
    private final InputStream input;
    private volatile String complaint = "";
    private volatile long waitingSince;
    private volatile boolean waiting;
    private volatile boolean timedOut;
    private boolean ended;

    /** @param input what ffmpeg reads through its standard input, or null */
    private FfmpegFile(String from, InputStream input, String name, String kind) {
        this.name = name;
        this.input = input;
        try {
            this.process = new ProcessBuilder(command(from)).start();
        } catch (IOException e) {
            throw new AudioException(
                    name + ": " + kind + "; install ffmpeg, which reads other kinds, or convert it to WAV, FLAC or MP3",
                    e);
        }
        this.listener = daemon("ffmpeg-log", this::listen);
        if (input == null) {
            daemon("ffmpeg-watchdog", this::watch);
        } else {
            daemon("ffmpeg-feed", this::feed);
        }
        try {
            begin();
            this.wav = new WavSource(new BufferedInputStream(process.getInputStream()), name);
        } catch (AudioException | IOException | UnsupportedSound e) {
            process.destroyForcibly();
            throw new AudioException(name + ": " + kind + ", and ffmpeg finds no sound in it: " + why(), e);
        } finally {
            waiting = false;
        }
    }

    /** @param kind what it is, for messages */
    static FfmpegFile ofFile(Path file, String kind) {
        return new FfmpegFile("file:" + file, null, file.toString(), kind);
    }

    /** @param bytes the whole recording from its beginning; closed with the source */
    static FfmpegFile ofStream(InputStream bytes, String name, String kind) {
        return new FfmpegFile("pipe:0", bytes, name, kind);
    }

    private static List<String> command(String from) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error"));
        command.addAll(List.of("-protocol_whitelist", "file,pipe", "-format_whitelist", FORMATS, "-i", from));
        command.addAll(List.of("-map", "0:a:0", "-af", "aresample=async=1:first_pts=0"));
        command.addAll(List.of("-c:a", "pcm_f32le", "-f", "wav", "pipe:1"));
        return command;
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
        if (ended) {
            return -1;
        }
        begin();
        try {
            int read = wav.read(mono, offset, length);
            if (read < 0) {
                ended = true;
                end();
            }
            return read;
        } catch (AudioException e) {
            ended = true;
            throw e;
        } finally {
            waiting = false;
        }
    }

    private void begin() {
        waitingSince = System.nanoTime();
        waiting = true;
    }

    private void end() {
        boolean gone = false;
        try {
            gone = process.waitFor(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String why = why();
        if (!gone || timedOut || process.exitValue() != 0 || !complaint.isEmpty()) {
            throw new AudioException(name + ": ffmpeg could not read all of it: " + why + "; copy or record it again");
        }
    }

    private String why() {
        try {
            listener.join(END_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (timedOut) {
            return "it gave nothing for " + PATIENCE.toSeconds() + " s";
        }
        return complaint.isEmpty() ? "it does not say why" : complaint;
    }

    @Override
    public List<String> notes() {
        return wav.notes();
    }

    /** Keeps the first line that ffmpeg writes on standard error, without the address of what wrote it. */
    private void listen() {
        try (InputStream errors = process.getErrorStream()) {
            String first = new String(errors.readNBytes(COMPLAINT_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("^\\[[^]]*] ", "").replaceAll("\\p{Cntrl}", " "))
                    .filter(line -> !line.isBlank())
                    .findFirst()
                    .orElse("");
            complaint = first.substring(0, Math.min(COMPLAINT_LENGTH, first.length()));
            errors.skipNBytes(Long.MAX_VALUE);
        } catch (IOException e) {
            // The process is gone and has said what it had to say.
            return;
        }
    }

    private void feed() {
        try (OutputStream to = process.getOutputStream()) {
            input.transferTo(to);
        } catch (IOException e) {
            // ffmpeg has read as much as it wanted, or has said why it ended.
            return;
        }
    }

    private void watch() {
        while (process.isAlive()) {
            if (waiting && System.nanoTime() - waitingSince > PATIENCE.toNanos()) {
                timedOut = true;
                process.destroyForcibly();
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        if (input != null) {
            try {
                input.close();
            } catch (IOException e) {
                throw new AudioException(name + ": cannot be closed: " + e.getMessage(), e);
            }
        }
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
