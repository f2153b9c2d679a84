package org.earshot.detector.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** Opens recordings: WAV, FLAC and MP3, told apart by how they begin and not by their names. */
public final class AudioFiles {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 12;
    private static final int PIECE_SAMPLES = 1 << 14;
    private static final int MAX_WHOLE_SAMPLES = 1 << 28;

    private AudioFiles() {}

    /**
     * Opens a recording for reading piece by piece.
     *
     * @throws AudioException naming the file, if it is missing, empty, of another format or malformed
     */
    public static SampleSource open(Path file) {
        if (Files.isDirectory(file)) {
            throw new AudioException(file + ": is a folder; name the files in it");
        }
        InputStream bytes;
        try {
            bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        } catch (NoSuchFileException e) {
            throw new AudioException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new AudioException(file + ": may not be read; check its permissions", e);
        } catch (IOException e) {
            throw new AudioException(file + ": cannot be opened: " + e.getMessage(), e);
        }
        try {
            return open(bytes, file.toString());
        } catch (RuntimeException e) {
            try {
                bytes.close();
            } catch (IOException close) {
                e.addSuppressed(close);
            }
            throw e;
        }
    }

    /** True of a file whose name ends as recordings do: .wav, .flac or .mp3. */
    public static boolean hasNameOfSound(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".wav") || name.endsWith(".flac") || name.endsWith(".mp3")) && Files.isRegularFile(file);
    }

    /**
     * Reads a whole recording, mixed to mono and resampled.
     *
     * @return samples at the rate asked for, full scale 1
     * @throws AudioException as {@link #open(Path)}, and if it is longer than 2^28 samples (four hours at 16 kHz)
     */
    public static float[] readMono(Path file, int rateHz) {
        try (SampleSource source = open(file)) {
            var whole = new Whole(file);
            var resampler = new Resampler(source.rateHz(), rateHz);
            float[] piece = new float[PIECE_SAMPLES];
            int read;
            while ((read = source.read(piece, 0, piece.length)) >= 0) {
                resampler.push(piece, 0, read, whole);
            }
            resampler.finish(whole);
            return Arrays.copyOf(whole.samples, whole.length);
        }
    }

    /**
     * Opens a recording that comes as a stream of bytes; closing the source closes the stream.
     *
     * @param bytes supports mark and reset
     * @param name what error messages call it
     */
    public static SampleSource open(InputStream bytes, String name) {
        try {
            byte[] magic = magic(bytes);
            if (magic.length == 0) {
                throw new AudioException(name + ": is empty; record or copy it again");
            }
            boolean tagged = startsWith(magic, "ID3");
            if (tagged) {
                Id3.skip(bytes);
                magic = magic(bytes);
            }
            if (startsWith(magic, "fLaC")) {
                return new FlacSource(bytes, name);
            }
            if (WavHeader.isMagic(magic)) {
                return new WavSource(bytes, name);
            }
            if (tagged || Mp3Source.isMagic(magic)) {
                return new Mp3Source(bytes, name);
            }
            throw new AudioException(name + ": is no WAV, FLAC or MP3 file (begins with "
                    + HexFormat.ofDelimiter(" ").formatHex(magic) + "); convert it, e.g. ffmpeg -i IN OUT.flac");
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] magic(InputStream bytes) throws IOException {
        bytes.mark(MAGIC_BYTES);
        byte[] magic = bytes.readNBytes(MAGIC_BYTES);
        bytes.reset();
        return magic;
    }

    private static final class Whole implements SampleSink {
        private final Path file;
        private float[] samples = new float[1 << 18];
        private int length;

        Whole(Path file) {
            this.file = file;
        }

        @Override
        public void samples(float[] next, int offset, int count) {
            if (length + count > MAX_WHOLE_SAMPLES) {
                throw new AudioException(file + ": is longer than " + MAX_WHOLE_SAMPLES
                        + " samples and so cannot be read whole; cut it into shorter files");
            }
            if (length + count > samples.length) {
                samples = Arrays.copyOf(
                        samples, Math.min(MAX_WHOLE_SAMPLES, Math.max(length + count, 2 * samples.length)));
            }
            System.arraycopy(next, offset, samples, length, count);
            length += count;
        }
    }

    private static boolean startsWith(byte[] magic, String text) {
        if (magic.length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (magic[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
