package org.earshot.core.audio.file;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Faults;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.UnsupportedSound;
import org.earshot.core.model.Naming;

/**
 * The first sound in a recording of a kind that ffmpeg reads: M4A, AAC, Ogg, Opus, WMA, AIFF, films and others. ffmpeg runs as
 * a process of its own that may open nothing but the recording, and is ended when this is closed. Silence fills the gaps in a
 * recording's time stamps, so that the seconds are those of the recording. What ffmpeg does not say of the recording's end, its container does ({@link ContainerEnd}).
 * For one thread.
 */
final class FfmpegFile implements SampleSource {
    /** Those whose name says what sound they hold; play lists, which name other files and addresses, are none of them. */
    private static final String FORMATS =
            "mov,mp4,m4a,3gp,3g2,mj2,aac,loas,ogg,matroska,webm,asf,xwma,avi,flv,mpeg,mpegts,aiff,"
                    + "au,caf,w64,wav,flac,mp3,amr,amrnb,amrwb,ac3,eac3,dts,wv,ape,tta,mpc,mpc8,gsm,voc,adx,rm,dsf,oma,nut,mxf";

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** A file on a slow network drive is not read to its end for this. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(10);

    private static final int COMPLAINT_LENGTH = 200;

    private final String name;
    private final FfmpegProcess process;
    private final SampleSource wav;
    private final InputStream input;
    private final Faults faults;
    private final CompletableFuture<String> endFault = new CompletableFuture<>();
    private boolean ended;

    /** @param input what ffmpeg reads through its standard input, or the bytes of the file that it opens itself */
    private FfmpegFile(String from, InputStream input, boolean feeds, String name, String kind) {
        this.name = name;
        this.input = input;
        this.faults = new Faults(name);
        try {
            this.process = FfmpegProcess.start(command(from), feeds ? Duration.ofDays(365) : PATIENCE, line -> {});
        } catch (IOException e) {
            throw new AudioException(
                    name + ": " + kind + "; install ffmpeg, which reads other kinds, or convert it to WAV, FLAC or MP3",
                    e);
        }
        FfmpegProcess.daemon("ffmpeg-end", feeds ? this::feed : () -> findEnd(input));
        try {
            this.wav = process.waitingFor(this::header);
        } catch (AudioException e) {
            // Its end closes the pipe of its last words.
            String why = why();
            process.close();
            throw new AudioException(name + ": " + kind + ", and ffmpeg finds no sound in it: " + why, e);
        }
    }

    private SampleSource header() {
        try {
            return new WavSource(new BufferedInputStream(process.sound()), name);
        } catch (IOException | UnsupportedSound e) {
            throw new AudioException(name + ": " + e.getMessage(), e);
        }
    }

    /** @param kind what it is, for messages */
    static FfmpegFile ofFile(Path file, String kind) throws IOException {
        return new FfmpegFile("file:" + file, Files.newInputStream(file), false, file.toString(), kind);
    }

    /** @param bytes the whole recording from its beginning; closed with the source */
    static FfmpegFile ofStream(InputStream bytes, String name, String kind) {
        return new FfmpegFile("pipe:0", bytes, true, name, kind);
    }

    private static List<String> command(String from) {
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "level+warning"));
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
            return faults.end();
        }
        int read;
        try {
            read = process.waitingFor(() -> wav.read(mono, offset, length));
        } catch (AudioException e) {
            ended = true;
            throw e;
        }
        if (read < 0) {
            ended = true;
            end();
            return faults.end();
        }
        return read;
    }

    private void end() {
        boolean well = process.endsWell();
        if (!well || !process.complaints().isEmpty()) {
            faults.addLoss("ffmpeg could not read all of it: " + why());
        }
        try {
            String fault = endFault.get(END_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (fault != null && fault.startsWith(ContainerEnd.CUT_OFF)) {
                faults.addLoss(fault);
            } else if (fault != null) {
                faults.addAdvised(fault);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unknown) {
            // Where it cannot be read, ffmpeg has said so.
            return;
        }
    }

    private String why() {
        if (process.timedOut()) {
            return "it gave nothing for " + PATIENCE.toSeconds() + " s";
        }
        List<String> complaints = process.complaints();
        String first = complaints.isEmpty() ? "it does not say why" : Naming.printable(complaints.get(0));
        return first.substring(0, Math.min(COMPLAINT_LENGTH, first.length()));
    }

    @Override
    public List<String> notes() {
        return wav.notes();
    }

    private void findEnd(InputStream bytes) {
        try {
            endFault.complete(ContainerEnd.faultOf(new BufferedInputStream(bytes)));
        } catch (IOException | RuntimeException e) {
            endFault.completeExceptionally(e);
        }
    }

    /** Hands all over that comes, and looks at it on the way. */
    private void feed() {
        try (OutputStream to = process.input();
                InputStream passing = new Passing(input, to)) {
            String fault = ContainerEnd.faultOf(passing);
            passing.transferTo(OutputStream.nullOutputStream());
            endFault.complete(fault);
        } catch (IOException | RuntimeException e) {
            endFault.completeExceptionally(e);
        }
    }

    /** Bytes that are handed over as they are read, for as long as they are wanted. */
    private static final class Passing extends FilterInputStream {
        private OutputStream to;

        Passing(InputStream in, OutputStream to) {
            super(in);
            this.to = to;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            try {
                if (to != null && read > 0) {
                    to.write(bytes, offset, read);
                }
            } catch (IOException enough) {
                // ffmpeg has read as much as it wanted, or has said why it ended.
                to = null;
            }
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            return readNBytes(new byte[(int) Math.min(count, 1 << 16)], 0, (int) Math.min(count, 1 << 16));
        }
    }

    @Override
    public void close() {
        process.close();
        try {
            input.close();
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
