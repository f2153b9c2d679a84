package org.earshot.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;

/**
 * The recordings that the program ships, listed with their labels in {@code recordings.csv}, and folders of recordings
 * that the user brings.
 */
final class Recordings {
    private static final String FOLDER = "/org/earshot/demo/";
    private static final String LIST = "recordings.csv";
    private static final int READ_SAMPLES = 1 << 16;
    /** What is read of each file of a folder. */
    static final int LONGEST_SECONDS = 120;

    private Recordings() {}

    /** A line of the list. */
    private record Entry(String file, String label) {}

    /** The shipped recordings at a sample rate, in the order of the list. */
    static List<Recording> shipped(int rateHz) {
        List<Recording> recordings = new ArrayList<>();
        for (Entry entry : list()) {
            recordings.add(new Recording(entry.label(), read(entry.file(), rateHz)));
        }
        return recordings;
    }

    /**
     * Every audio file of a folder as a microphone of its own that is named after the file.
     *
     * @throws AudioException if there is no audio in it
     */
    static List<Microphone> folder(Path folder, int most) {
        if (!Files.isDirectory(folder)) {
            throw new AudioException(folder + ": is no folder; give one with WAV, FLAC or MP3 files");
        }
        List<Path> files;
        try (var all = Files.list(folder)) {
            files = all.filter(Recordings::isAudio).sorted().limit(most).toList();
        } catch (IOException e) {
            throw new AudioException(folder + ": cannot be read: " + e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new AudioException(folder + ": holds no WAV, FLAC or MP3 files");
        }
        return files.stream().map(Recordings::microphone).toList();
    }

    private static boolean isAudio(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && (name.endsWith(".wav") || name.endsWith(".flac") || name.endsWith(".mp3"));
    }

    private static Microphone microphone(Path file) {
        String name = file.getFileName().toString();
        try (SampleSource source = AudioFiles.open(file)) {
            int most = LONGEST_SECONDS * source.rateHz();
            float[] samples = new float[Math.min(most, READ_SAMPLES)];
            int length = 0;
            int read = 0;
            while (read >= 0 && length < most) {
                length += read;
                if (length == samples.length) {
                    samples = Arrays.copyOf(samples, Math.min(most, 2 * length));
                }
                read = source.read(samples, length, samples.length - length);
            }
            String id = name.substring(0, name.lastIndexOf('.'));
            return new Microphone(id, source.rateHz(), Arrays.copyOf(samples, length), List.of());
        }
    }

    private static List<Entry> list() {
        try (InputStream in = Recordings.class.getResourceAsStream(FOLDER + LIST)) {
            if (in == null) {
                throw new AudioException("demo: this build ships no recordings; play your own with --audio DIR");
            }
            List<String[]> rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split(",", -1))
                    .toList();
            List<String> header = Arrays.asList(rows.get(0));
            int file = header.indexOf("file");
            int label = header.indexOf("label");
            return rows.stream()
                    .skip(1)
                    .map(row -> new Entry(row[file], row[label]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Readers of audio want a file, so that a shipped recording is copied to one for a moment. */
    private static float[] read(String name, int rateHz) {
        try (InputStream in = Recordings.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new AudioException("demo: " + name + " is in the list and not in this build");
            }
            Path copy = Files.createTempFile("earshot-demo", name.substring(name.lastIndexOf('.')));
            try {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
                return AudioFiles.readMono(copy, rateHz);
            } finally {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new AudioException(
                    "demo: " + name + " cannot be unpacked: " + e.getMessage()
                            + "; is there room in the folder for temporary files?",
                    e);
        }
    }
}
