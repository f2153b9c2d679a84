package org.earshot.edges.feed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Looks at a recording that another program may still be writing. Stateless. */
final class RecordingFile {
    private static final int HEADER_BYTES = 64;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final Path PROCESSES = Path.of("/proc");

    private RecordingFile() {}

    /**
     * Whether its header says that it is complete: programs write the size of a WAV and the length of a FLAC when they close
     * it. An MP3 says nothing.
     */
    static boolean saysItIsComplete(Path file) throws IOException {
        byte[] header;
        try (InputStream bytes = Files.newInputStream(file)) {
            header = bytes.readNBytes(HEADER_BYTES);
        }
        if (header.length < HEADER_BYTES) {
            return false;
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        return switch (new String(header, 0, 4, StandardCharsets.ISO_8859_1)) {
            case "RIFF" -> isWithin(Integer.toUnsignedLong(fields.getInt(4)), file);
            // The size is in the chunk ds64, which comes first.
            case "RF64" -> isWithin(fields.getLong(20), file);
            // The last 36 bits of 64 that begin 10 bytes into the stream information.
            case "fLaC" -> (fields.order(ByteOrder.BIG_ENDIAN).getLong(18) & 0xf_ffff_ffffL) != 0;
            default -> false;
        };
    }

    private static boolean isWithin(long riffBytes, Path file) throws IOException {
        return riffBytes > HEADER_BYTES - CHUNK_HEADER_BYTES && riffBytes + CHUNK_HEADER_BYTES <= Files.size(file);
    }

    /**
     * Whether a program of this machine has it open for writing, as far as this user may know: false says little, of a network
     * drive or another user's program.
     */
    static boolean isBeingWritten(Path file) {
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            Path real = file.toRealPath();
            for (Path process : processes) {
                if (writes(process, real)) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // No Linux, or the file has gone.
            return false;
        }
        return false;
    }

    private static boolean writes(Path process, Path real) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : open) {
                if (isTarget(descriptor, real)
                        && isForWriting(process.resolve("fdinfo").resolve(descriptor.getFileName()))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Another user's, or ended.
            return false;
        }
        return false;
    }

    private static boolean isTarget(Path descriptor, Path real) {
        try {
            return Files.readSymbolicLink(descriptor).equals(real);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isForWriting(Path info) throws IOException {
        List<String> lines = Files.readAllLines(info);
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("flags:"))
                // The last octal digit is 1 for writing and 2 for both.
                .anyMatch(line -> (Long.parseLong(line.substring(6).strip(), 8) & 3) != 0);
    }
}
