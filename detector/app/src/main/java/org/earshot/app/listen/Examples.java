package org.earshot.app.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;

/**
 * Keeps the last seconds of a sound, and saves them as an example of a label whenever it is asked to: {@code
 * LABEL-20260301-120000.wav}, 16 bits, at the sound's own rate. For one thread.
 */
final class Examples {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private final String label;
    private final Path folder;
    private final int rateHz;
    private final float[] ring;
    private long samples;
    private int saved;

    /**
     * @param folder is made if it is not there
     * @param seconds how much of the sound an example holds
     * @throws ConfigurationException if the label is none, or the folder cannot be made
     */
    Examples(String label, Path folder, int rateHz, double seconds) {
        Naming.LABEL.fault(label).ifPresent(fault -> {
            throw new ConfigurationException("--teach: the label " + fault);
        });
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ConfigurationException(folder + ": cannot be made a folder: " + e.getMessage(), e);
        }
        this.label = label;
        this.folder = folder;
        this.rateHz = rateHz;
        this.ring = new float[(int) Math.max(1, Math.round(seconds * rateHz))];
    }

    void add(float[] mono, int offset, int length) {
        for (int n = 0; n < length; n++) {
            ring[(int) (samples++ % ring.length)] = mono[offset + n];
        }
    }

    /**
     * Saves the last seconds of sound.
     *
     * @return the file; null if there was no sound yet
     * @throws ConfigurationException if it cannot be written
     */
    Path save(LocalDateTime now) {
        int length = (int) Math.min(samples, ring.length);
        if (length == 0) {
            return null;
        }
        float[] sound = new float[length];
        for (int n = 0; n < length; n++) {
            sound[n] = ring[(int) ((samples - length + n) % ring.length)];
        }
        Path file = free(label + "-" + TIME.format(now));
        try {
            WavWriter.write(file, rateHz, SampleFormat.S16LE, sound);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be written: " + e.getMessage(), e);
        }
        saved++;
        return file;
    }

    String label() {
        return label;
    }

    Path folder() {
        return folder;
    }

    /** How many were saved. */
    int saved() {
        return saved;
    }

    /** Seconds of an example. */
    double seconds() {
        return (double) ring.length / rateHz;
    }

    private Path free(String name) {
        Path file = folder.resolve(name + ".wav");
        for (int n = 2; Files.exists(file); n++) {
            file = folder.resolve(name + "-" + n + ".wav");
        }
        return file;
    }
}
