package org.earshot.app.listen;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.earshot.core.audio.LevelMeter;
import org.earshot.core.audio.Resampler;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.detect.ClipTagSink;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.detect.SoundStream;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.log.Terminal;

/**
 * Follows one sound from beginning to end and prints its events, a line as each begins and one when it is over, with a
 * level meter and the last minute's spectrogram below on a terminal. A recording is held back to its own speed.
 *
 * <p>{@link #run} is for one thread; {@link #stop} may come from any other.
 */
public final class Listening {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.S");
    private static final int PIECES_PER_SECOND = 20;
    private static final long REDRAW_NANOS = 250_000_000;
    private static final int MOST_ROWS = 16;
    private static final int LEAST_ROWS = 4;
    /** Lines of the terminal that are no spectrogram: times, level, keys, and three for events. */
    private static final int OTHER_LINES = 6;

    private static final int BAR_WIDTH = 40;

    private final MaskNetwork network;
    private final ListenInput input;
    private final SoundStream stream;
    private final Screen screen;
    private final Clock clock;
    private final LevelMeter meter = new LevelMeter();
    private final Resampler resampler;
    private final LogMel logMel;
    private final SpectrogramText spectrogram;
    private final Examples examples;
    private final Keys keys;
    private LocalDateTime begun;
    private long drawnAt;
    private volatile boolean stopped;

    /**
     * Which examples are saved at a key press.
     *
     * @param label what they are examples of
     * @param folder where they go
     * @param seconds how long each is
     */
    public record Teaching(String label, Path folder, double seconds) {}

    /** Where it is shown. @param events lines of events @param picture everything else @param keys standard input, or null */
    public record Outlets(PrintWriter events, PrintWriter picture, InputStream keys) {}

    /** @param teaching null if no examples are wanted */
    public Listening(
            MaskNetwork network, DetectorSettings settings, ListenInput input, Teaching teaching, Outlets outlets) {
        this.network = network;
        this.input = input;
        this.clock = Clock.systemDefaultZone();
        SampleSource sound = input.sound();
        boolean watched = Terminal.watchesErrors();
        TerminalSize size = watched ? TerminalSize.ask() : TerminalSize.USUAL;
        this.screen = new Screen(outlets.events(), outlets.picture(), watched, size.columns() - 1);
        this.stream = new SoundStream(network, settings, sound.rateHz(), this::tell, ClipTagSink.NONE);
        this.resampler =
                new Resampler(sound.rateHz(), network.manifest().frontEnd().rateHz());
        this.logMel = new LogMel(network.manifest().frontEnd());
        this.spectrogram = new SpectrogramText(
                network.manifest().frontEnd(),
                size.columns() - 1,
                Math.max(LEAST_ROWS, Math.min(MOST_ROWS, size.rows() - OTHER_LINES)));
        this.examples = teaching == null
                ? null
                : new Examples(teaching.label(), teaching.folder(), sound.rateHz(), teaching.seconds());
        this.keys = teaching == null ? null : Keys.open(outlets.keys());
    }

    /**
     * Hears it to its end, or until {@link #stop}. The network stays open, the sound is closed.
     *
     * @throws org.earshot.core.audio.AudioException if it breaks off; the events up to there have been printed
     */
    public void run() throws InterruptedException {
        SampleSource sound = input.sound();
        float[] piece = new float[Math.max(1, sound.rateHz() / PIECES_PER_SECOND)];
        begun = LocalDateTime.now(clock);
        long start = System.nanoTime();
        if (examples != null) {
            screen.remark("press " + keys.name() + " to save the last " + number(examples.seconds()) + " s as "
                    + examples.label());
        }
        try (sound;
                screen) {
            try {
                int read;
                while (!stopped && (read = sound.read(piece, 0, piece.length)) >= 0) {
                    take(piece, read);
                    if (input.recording()) {
                        holdBack(start, sound.rateHz());
                    }
                }
            } finally {
                // The events up to a fault, or up to the end that was asked for, are printed all the same.
                stream.close();
                sound.notes().forEach(note -> screen.remark("earshot: " + note));
                draw(true);
            }
        } finally {
            if (keys != null) {
                keys.close();
            }
        }
        if (examples != null && examples.saved() > 0) {
            screen.remark(examples.saved() + " saved in " + examples.folder() + "; next: earshot-trainer teach --label "
                    + examples.label() + " --examples " + examples.folder() + " --output mine.onnx");
        }
    }

    /** Ends {@link #run} soon. */
    public void stop() {
        stopped = true;
        try {
            input.sound().close();
        } catch (RuntimeException e) {
            // It is being read; the next look at the flag ends it.
        }
    }

    private void take(float[] piece, int length) {
        meter.add(piece, 0, length);
        if (examples != null) {
            examples.add(piece, 0, length);
            saveExamples();
        }
        stream.write(piece, 0, length);
        if (screen.isDrawn()) {
            resampler.push(piece, 0, length, (samples, off, len) -> logMel.push(samples, off, len, spectrogram::add));
            draw(false);
        }
    }

    private void saveExamples() {
        for (int presses = keys.takePresses(); presses > 0; presses = 0) {
            Path file = examples.save(LocalDateTime.now(clock));
            if (file != null) {
                screen.remark("saved " + file);
            }
        }
    }

    private void holdBack(long start, int rateHz) throws InterruptedException {
        long due = start + stream.samples() * 1_000_000_000L / rateHz;
        long wait = (due - System.nanoTime()) / 1_000_000;
        if (wait > 0) {
            Thread.sleep(wait);
        }
    }

    private void draw(boolean now) {
        long time = System.nanoTime();
        if (!screen.isDrawn() || !now && time - drawnAt < REDRAW_NANOS) {
            return;
        }
        drawnAt = time;
        List<String> lines = new ArrayList<>(spectrogram.lines());
        String saving = examples == null
                ? ""
                : "   " + keys.name() + ": save as " + examples.label() + " (" + examples.saved() + ")";
        lines.add(LevelBar.of(meter).text(BAR_WIDTH) + saving);
        screen.draw(lines);
        meter.reset();
    }

    private void tell(Detection event) {
        String label = network.manifest().labels().get(event.label());
        int rateHz = input.sound().rateHz();
        if (event.phase() == Detection.Phase.STARTED) {
            screen.event(String.format(Locale.ROOT, "%s  %-20s begins", time(event.onsetSample(), rateHz), label));
        } else if (event.phase() == Detection.Phase.ENDED) {
            screen.event(String.format(
                    Locale.ROOT,
                    "%s  %-20s %6.2f s  score %.2f  %6.1f dBFS",
                    time(event.onsetSample(), rateHz),
                    label,
                    (double) (event.offsetSample() - event.onsetSample()) / rateHz,
                    event.peakScore(),
                    event.levelDbfs()));
        }
    }

    /** Of a recording seconds from its beginning, of a sound of now the time of day. */
    private String time(long sample, int rateHz) {
        if (input.recording()) {
            return String.format(Locale.ROOT, "%9.2f s", (double) sample / rateHz);
        }
        LocalTime time =
                begun.plus(sample * 1_000_000L / rateHz, ChronoUnit.MICROS).toLocalTime();
        return TIME.format(time);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
