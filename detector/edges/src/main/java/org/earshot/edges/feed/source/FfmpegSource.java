package org.earshot.edges.feed.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.file.FfmpegProcess;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.EarshotException;

/**
 * The sound of any URL that ffmpeg reads: the first audio stream, at its own rate, in 16 bits. RTSP goes over TCP. If no
 * sample comes for the read time-out, ffmpeg is ended and the sound counts as broken off.
 *
 * <p>A URL with a password or a token in it is handed over on ffmpeg's standard input, as a list of one part; every user of the
 * machine may read a command line.
 */
public final class FfmpegSource implements SampleSource {
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern LENGTH = Pattern.compile("Duration: (\\d+):(\\d\\d):(\\d\\d)[.,]");
    /** What a list may lead to; not the files of this machine. */
    private static final String PROTOCOLS =
            "pipe,crypto,data,http,httpproxy,https,tcp,tls,udp,udplite,rtp,srtp,rtsp,rtsps,"
                    + "rtmp,rtmpe,rtmps,rtmpt,rtmpte,rtmpts,mmsh,mmst,srt,sctp,hls,ftp,sftp,ipfs,ipns,icecast";

    private final SourceUrl url;
    private final Duration readTimeout;
    private final FfmpegProcess process;
    private final SampleSource wav;
    private final CountDownLatch described = new CountDownLatch(1);
    private volatile Duration length;

    private FfmpegSource(String ffmpeg, SourceUrl url, Duration readTimeout, Consumer<FfmpegProcess> started) {
        this.url = url;
        this.readTimeout = readTimeout;
        try {
            this.process = FfmpegProcess.start(command(ffmpeg, url), readTimeout, this::describe);
        } catch (IOException e) {
            throw new ConfigurationException(
                    ffmpeg + " cannot be started: " + e.getMessage() + "; install ffmpeg or give its path by --ffmpeg",
                    e);
        }
        started.accept(process);
        tellUrl();
        try {
            this.wav = process.waitingFor(() -> AudioFiles.open(new BufferedInputStream(process.sound()), url.shown()));
        } catch (AudioException e) {
            // Its end closes the pipe of its last words.
            EarshotException why = notOpened(e);
            close();
            throw why;
        }
    }

    /**
     * Starts ffmpeg on a URL and waits for its first sound.
     *
     * @param ffmpeg the program, e.g. {@code ffmpeg}
     * @param readTimeout maximum time without sound
     * @throws AudioException if no sound comes
     * @throws UnusableSourceException if it cannot be read until it is repaired
     * @throws ConfigurationException if ffmpeg cannot be started, or it is no URL
     */
    public static FfmpegSource open(String ffmpeg, String url, Duration readTimeout) {
        return open(ffmpeg, url, readTimeout, process -> {});
    }

    /** @param started gets the process, which another thread may end while its first sound is waited for */
    public static FfmpegSource open(String ffmpeg, String url, Duration readTimeout, Consumer<FfmpegProcess> started) {
        return new FfmpegSource(ffmpeg, SourceUrl.parse(url), readTimeout, started);
    }

    /** True if it looks like a URL and not like a file. */
    public static boolean isUrl(String text) {
        return SourceUrl.isUrl(text);
    }

    static List<String> command(String ffmpeg, SourceUrl url) {
        List<String> command =
                new ArrayList<>(List.of(ffmpeg, "-nostdin", "-hide_banner", "-nostats", "-loglevel", "level+info"));
        if (url.hasSecrets()) {
            command.addAll(List.of("-protocol_whitelist", PROTOCOLS, "-f", "concat", "-safe", "0", "-i", "pipe:0"));
        } else {
            if (isRtsp(url)) {
                command.addAll(List.of("-rtsp_transport", "tcp"));
            }
            command.addAll(List.of("-i", url.opened()));
        }
        command.addAll(List.of("-map", "0:a:0", "-vn", "-c:a", "pcm_s16le"));
        command.addAll(List.of("-flush_packets", "1", "-f", "wav", "pipe:1"));
        return command;
    }

    /** What ffmpeg reads on its standard input where the URL has secrets. */
    static String list(SourceUrl url) {
        return "ffconcat version 1.0\nfile '" + url.opened().replace("'", "'\\''") + "'\n"
                + (isRtsp(url) ? "option rtsp_transport tcp\n" : "");
    }

    private static boolean isRtsp(SourceUrl url) {
        return url.opened().startsWith("rtsp:") || url.opened().startsWith("rtsps:");
    }

    private void tellUrl() {
        try (OutputStream in = process.input()) {
            if (url.hasSecrets()) {
                in.write(list(url).getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException endedAlready) {
            // Its own words say why, and reading comes upon its end.
        }
    }

    @Override
    public int rateHz() {
        return wav.rateHz();
    }

    @Override
    public int channels() {
        return wav.channels();
    }

    /** Length of the sound, if ffmpeg reports one: then it is a recording, not a live stream. */
    public Optional<Duration> length() {
        try {
            if (!described.await(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(length);
    }

    @Override
    public int read(float[] mono, int offset, int count) {
        int read;
        try {
            read = process.waitingFor(() -> wav.read(mono, offset, count));
        } catch (AudioException e) {
            throw ended("breaks off: " + e.getMessage(), e);
        }
        if (read < 0 && !process.endsWell()) {
            throw ended("ffmpeg ended with an error", null);
        }
        return read;
    }

    private EarshotException notOpened(AudioException cause) {
        Optional<FfmpegError> known = FfmpegError.of(lastWords());
        return known.isPresent() && known.get().isHopeless()
                ? new UnusableSourceException(url.shown() + " " + known.get().words(), cause)
                : ended("gives no sound", cause);
    }

    /** @param otherwise what to add to the last lines of ffmpeg */
    private AudioException ended(String otherwise, AudioException cause) {
        if (process.timedOut()) {
            return new AudioException(
                    url.shown() + " gives no sound for " + readTimeout.toMillis()
                            + " ms; check the device and the network",
                    cause);
        }
        String said = lastWords();
        String words = FfmpegError.of(said)
                .filter(known -> !known.isHopeless())
                .map(FfmpegError::words)
                .orElseGet(() -> url.shownIn(otherwise)
                        + (said.isEmpty() ? "" : ": " + url.shownIn(said.substring(said.lastIndexOf('\n') + 1)))
                        + "; check the URL and the device");
        return new AudioException(url.shown() + " " + words, cause);
    }

    private String lastWords() {
        return String.join("\n", process.complaints());
    }

    private void describe(String line) {
        Matcher duration = LENGTH.matcher(line);
        if (length == null && described.getCount() > 0 && duration.find()) {
            length = Duration.ofHours(Long.parseLong(duration.group(1)))
                    .plusMinutes(Long.parseLong(duration.group(2)))
                    .plusSeconds(Long.parseLong(duration.group(3)));
        }
        if (line.contains("Stream mapping:")) {
            described.countDown();
        }
    }

    @Override
    public void close() {
        described.countDown();
        process.close();
    }
}
