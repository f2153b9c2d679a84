package org.earshot.core.audio.file;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.Resampler;
import org.earshot.core.audio.SampleSink;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.UnsupportedSound;
import org.earshot.core.audio.flac.FirstFlacFrame;
import org.earshot.core.audio.flac.FlacHeader;
import org.earshot.core.audio.flac.FlacSource;

/**
 * Opens recordings, recognised by their first bytes, not by their names: WAV, FLAC and MP3 are decoded here, everything
 * else that holds sound by ffmpeg where it is installed.
 */
public final class AudioFiles {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 12;
    /** How far the first MP3 frame is sought. */
    private static final int SOUGHT_BYTES = 1 << 16;

    private static final int MOST_TAGS = 100;
    /** Stands in a text for bytes that are no character. */
    private static final char UNDECODABLE = '\ufffd';

    private static final List<String> NAMES = List.of(
            ".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".wma", ".aif", ".aiff", ".w64", ".amr",
            ".caf");
    private static final int PIECE_SAMPLES = 1 << 14;
    private static final int MAX_WHOLE_SAMPLES = 1 << 28;

    private AudioFiles() {}

    /**
     * Opens a recording for reading piece by piece: a file, or what comes through a pipe.
     *
     * @throws AudioException naming the file, if it is missing, empty, of a kind that nothing here reads, or has no beginning
     */
    public static SampleSource open(Path named) {
        Path file = found(named);
        if (Files.isDirectory(file)) {
            throw new AudioException(file + ": is a folder; name the files in it");
        }
        var kept = new KeptBytes(bytesOf(file));
        try {
            return open(new BufferedInputStream(kept, BUFFER_BYTES), file.toString(), kind -> {
                if (!Files.isRegularFile(file) || hasUndecodableName(file)) {
                    return FfmpegFile.ofStream(kept.fromTheBeginning(), file.toString(), kind);
                }
                kept.close();
                return FfmpegFile.ofFile(file, kind);
            });
        } catch (RuntimeException e) {
            try {
                kept.close();
            } catch (IOException close) {
                e.addSuppressed(close);
            }
            throw e;
        }
    }

    /**
     * The file itself where its name, in bytes of another character set, did not survive the command line: the one in its
     * folder that looks the same.
     */
    private static Path found(Path file) {
        if (!hasUndecodableName(file) || Files.exists(file)) {
            return file;
        }
        Path folder = file.getParent() == null ? Path.of("") : file.getParent();
        String name = nameOf(file);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> alike = files.filter(other -> nameOf(other).equals(name)).toList();
            return alike.size() == 1 ? alike.get(0) : file;
        } catch (IOException e) {
            return file;
        }
    }

    private static boolean hasUndecodableName(Path file) {
        return file.toString().indexOf(UNDECODABLE) >= 0;
    }

    /** The last part of the path; nothing for the root of a file system. */
    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    private static InputStream bytesOf(Path file) {
        try {
            // The channel behind the other kind of stream asks for its position, which a pipe does not have.
            return Files.isRegularFile(file) ? Files.newInputStream(file) : new FileInputStream(file.toFile());
        } catch (NoSuchFileException e) {
            throw new AudioException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new AudioException(file + ": may not be read; check its permissions", e);
        } catch (IOException e) {
            throw new AudioException(
                    Files.exists(file) ? file + ": cannot be opened: " + e.getMessage() : file + ": no such file", e);
        }
    }

    /** True of a file whose name ends as those of recordings do, .wav, .flac, .mp3 or one of those that ffmpeg reads. */
    public static boolean hasNameOfSound(Path file) {
        String name = nameOf(file).toLowerCase(Locale.ROOT);
        return NAMES.stream().anyMatch(name::endsWith) && Files.isRegularFile(file);
    }

    /**
     * Reads a whole recording that must be in order, mixed to mono and resampled.
     *
     * @return samples at the rate asked for, full scale 1
     * @throws AudioException as {@link #open(Path)}, if anything is wrong with it, and if it is longer than 2^28 samples (four
     *     hours at 16 kHz)
     */
    public static float[] readMono(Path file, int rateHz) {
        ReadSound sound = read(file, rateHz);
        if (sound.fault() != null) {
            throw sound.fault();
        }
        return sound.samples();
    }

    /**
     * Reads all that can be read of a recording, mixed to mono and resampled.
     *
     * @throws AudioException as {@link #open(Path)}, and if it is longer than 2^28 samples (four hours at 16 kHz)
     */
    public static ReadSound read(Path file, int rateHz) {
        try (SampleSource source = open(file)) {
            var whole = new Whole(file);
            var resampler = new Resampler(source.rateHz(), rateHz);
            float[] piece = new float[PIECE_SAMPLES];
            AudioException fault = null;
            int read = 0;
            while (read >= 0) {
                try {
                    read = source.read(piece, 0, piece.length);
                } catch (AudioException e) {
                    fault = e;
                    read = -1;
                }
                if (read > 0) {
                    resampler.push(piece, 0, read, whole);
                }
            }
            resampler.finish(whole);
            return new ReadSound(Arrays.copyOf(whole.samples, whole.length), fault, source.notes());
        }
    }

    /**
     * Opens a recording that comes as a stream of bytes: WAV, FLAC or MP3. Closing the source closes the stream.
     *
     * @param bytes supports mark and reset
     * @param name what error messages call it
     */
    public static SampleSource open(InputStream bytes, String name) {
        return open(bytes, name, kind -> {
            throw new AudioException(name + ": " + kind + "; convert it, e.g. ffmpeg -i IN OUT.flac");
        });
    }

    /** Opens sound of a kind that has no decoder here. */
    @FunctionalInterface
    private interface Foreign {
        /** @param kind what it is, to follow its name */
        SampleSource open(String kind) throws IOException;
    }

    private static SampleSource open(InputStream bytes, String name, Foreign foreign) {
        try {
            return known(bytes, name);
        } catch (UnsupportedSound e) {
            try {
                return foreign.open(e.getMessage());
            } catch (IOException cause) {
                throw new AudioException(name + ": cannot be read: " + cause.getMessage(), cause);
            }
        } catch (IOException e) {
            throw new AudioException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static SampleSource known(InputStream bytes, String name) throws IOException, UnsupportedSound {
        byte[] magic = peek(bytes, MAGIC_BYTES);
        if (magic.length == 0) {
            throw new AudioException(name + ": is empty; record or copy it again");
        }
        for (int tags = 0; startsWith(magic, "ID3") && tags < MOST_TAGS; tags++) {
            Id3.skip(bytes);
            magic = peek(bytes, MAGIC_BYTES);
        }
        if (startsWith(magic, FlacHeader.MAGIC)) {
            return FlacSource.salvaging(bytes, name);
        }
        if (WavHeader.isMagic(magic)) {
            return new WavSource(bytes, name);
        }
        byte[] beginning = isForeign(magic) ? new byte[0] : peek(bytes, SOUGHT_BYTES);
        int flac = indexOf(beginning, FlacHeader.MAGIC);
        if (flac > 0) {
            Id3.skipUpTo(bytes, flac);
            return FlacSource.salvaging(bytes, name, flac);
        }
        Mp3Frame first = Mp3Frames.firstIn(beginning);
        if (first != null && first.layer() == 2 && !first.isMpeg1()) {
            throw new UnsupportedSound("is MPEG-2 audio of layer II");
        }
        if (first != null) {
            return new Mp3Source(bytes, name);
        }
        FirstFlacFrame frame = FirstFlacFrame.in(beginning);
        if (frame != null) {
            Id3.skipUpTo(bytes, frame.offset());
            return FlacSource.withoutBeginning(bytes, name, frame.frame());
        }
        throw new UnsupportedSound("is no WAV, FLAC or MP3 file (begins with "
                + HexFormat.ofDelimiter(" ").formatHex(magic) + ")");
    }

    /** True of containers in which some bytes may look like MP3 frames: Ogg, MP4, Matroska, ASF, AIFF, AVI, MPEG. */
    private static boolean isForeign(byte[] magic) {
        return startsWith(magic, "OggS")
                || startsWith(magic, "\u001aE\u00df\u00a3")
                || startsWith(magic, "0&\u00b2u")
                || startsWith(magic, "FORM")
                || startsWith(magic, "RIF")
                || startsWith(magic, "\u0000\u0000\u0001\u00ba")
                || magic.length >= 8 && startsWith(Arrays.copyOfRange(magic, 4, magic.length), "ftyp");
    }

    private static byte[] peek(InputStream bytes, int count) throws IOException {
        bytes.mark(count);
        byte[] next = bytes.readNBytes(count);
        bytes.reset();
        return next;
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

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }

    private static boolean startsWith(byte[] magic, String text) {
        if (magic.length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((magic[i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
