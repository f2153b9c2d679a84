package org.earshot.trainer.data.clips;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.earshot.core.files.WholeFile;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;

/**
 * Log-mel features of many clips in one memory-mapped file of half-precision numbers.
 *
 * <pre>
 *   0  "EARFEAT1"
 *   8  int32 clips, int32 frames, int32 mels
 *  20  SHA-256 over the front end and the provenance of the clips
 *  64  float16 [clips][frames][mels], big endian
 * </pre>
 *
 * <p>Reading is safe for use by several threads, and so is writing different clips.
 */
public final class FeatureFile {
    private static final byte[] MAGIC = "EARFEAT1".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 64;
    private static final int SEGMENT_BYTES = 1 << 30;

    private final MappedByteBuffer[] segments;
    private final Shape shape;
    private final int clipsPerSegment;

    /** Dimensions of the file. */
    public record Shape(int clips, int frames, int mels) {
        int clipBytes() {
            return frames * mels * Short.BYTES;
        }
    }

    private FeatureFile(FileChannel channel, MapMode mode, Shape shape) throws IOException {
        this.shape = shape;
        this.clipsPerSegment = Math.max(1, SEGMENT_BYTES / shape.clipBytes());
        int count = (shape.clips() + clipsPerSegment - 1) / clipsPerSegment;
        this.segments = new MappedByteBuffer[count];
        for (int s = 0; s < count; s++) {
            int clips = Math.min(clipsPerSegment, shape.clips() - s * clipsPerSegment);
            long start = HEADER_BYTES + (long) s * clipsPerSegment * shape.clipBytes();
            segments[s] = channel.map(mode, start, (long) clips * shape.clipBytes());
        }
    }

    /** Hash that identifies features: of all parameters of the front end and of the provenance of the sound. */
    public static byte[] key(FrontEnd frontEnd, String provenance) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((frontEnd + "\n" + provenance).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** Whether the file holds features of that key and shape. */
    static boolean matches(Path file, byte[] key, Shape shape) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // A short read does not mean end of file.
            }
            return Arrays.equals(header.array(), header(key, shape).array())
                    && channel.size() == HEADER_BYTES + (long) shape.clips() * shape.clipBytes();
        } catch (IOException e) {
            return false;
        }
    }

    static FeatureFile read(Path file, Shape shape) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new FeatureFile(channel, MapMode.READ_ONLY, shape);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be mapped: " + e.getMessage(), e);
        }
    }

    /** Creates a file beside the target; {@link #finish} moves it there once all clips are written. */
    public static FeatureFile create(Path file, byte[] key, Shape shape) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new DataException(file + ": its folder cannot be made: " + e.getMessage(), e);
        }
        try (FileChannel channel = FileChannel.open(
                unfinished(file),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            channel.write(header(key, shape));
            return new FeatureFile(channel, MapMode.READ_WRITE, shape);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    public void finish(Path file) {
        for (MappedByteBuffer segment : segments) {
            segment.force();
        }
        try {
            WholeFile.replace(unfinished(file), file);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** Deletes the unfinished file that {@link #create} made beside the target. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(unfinished(file));
        } catch (IOException e) {
            throw new DataException(unfinished(file) + ": cannot be removed: " + e.getMessage(), e);
        }
    }

    /** @param logMel [frames][mels]; extra frames are ignored; missing ones must be padded by the caller */
    public void write(int clip, float[] logMel) {
        ByteBuffer bytes = ByteBuffer.allocate(shape.clipBytes());
        for (int i = 0; i < shape.frames() * shape.mels(); i++) {
            bytes.putShort(HalfFloat.of(logMel[i]));
        }
        segments[clip / clipsPerSegment].put(clip % clipsPerSegment * shape.clipBytes(), bytes.array());
    }

    /** Copies frames [from, from + frames) of a clip to {@code to[offset...]}. */
    void read(int clip, int from, int frames, float[] to, int offset) {
        MappedByteBuffer segment = segments[clip / clipsPerSegment];
        int at = clip % clipsPerSegment * shape.clipBytes() + from * shape.mels() * Short.BYTES;
        for (int i = 0; i < frames * shape.mels(); i++) {
            to[offset + i] = HalfFloat.toFloat(segment.getShort(at + i * Short.BYTES));
        }
    }

    /** True if all features of a clip are equal. */
    boolean isConstant(int clip) {
        MappedByteBuffer segment = segments[clip / clipsPerSegment];
        int at = clip % clipsPerSegment * shape.clipBytes();
        short first = segment.getShort(at);
        for (int i = Short.BYTES; i < shape.clipBytes(); i += Short.BYTES) {
            if (segment.getShort(at + i) != first) {
                return false;
            }
        }
        return true;
    }

    private static Path unfinished(Path file) {
        // Two processes may compute the same features at once; the later one replaces the file with the same bytes.
        return file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    private static ByteBuffer header(byte[] key, Shape shape) {
        return ByteBuffer.allocate(HEADER_BYTES)
                .put(MAGIC)
                .putInt(shape.clips())
                .putInt(shape.frames())
                .putInt(shape.mels())
                .put(key)
                .rewind();
    }
}
