package org.earshot.detector.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;

/** Opens recordings: WAV, FLAC and MP3, told apart by how they begin and not by their names. */
public final class AudioFiles {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 12;

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

    /**
     * Opens a recording that comes as a stream of bytes; closing the source closes the stream.
     *
     * @param bytes supports mark and reset
     * @param name what error messages call it
     */
    static SampleSource open(InputStream bytes, String name) {
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
