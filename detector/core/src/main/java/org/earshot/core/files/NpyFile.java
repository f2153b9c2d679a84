package org.earshot.core.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Reads and writes float32 arrays in NumPy's file format, version 1.0, row-major and little-endian. Stateless. */
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int PREFIX_BYTES = MAGIC.length + Short.BYTES;
    private static final int ALIGNMENT = 64;
    private static final int CHUNK_VALUES = 1 << 14;

    private NpyFile() {}

    /** @param shape lengths of the axes; their product is the number of values */
    public static void write(Path file, float[] values, int... shape) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            write(out, values, shape);
        }
    }

    /** @param shape lengths of the axes; their product is the number of values */
    public static void write(OutputStream out, float[] values, int... shape) throws IOException {
        out.write(header(shape));
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_VALUES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK_VALUES) {
            int count = Math.min(CHUNK_VALUES, values.length - from);
            chunk.asFloatBuffer().put(values, from, count);
            out.write(chunk.array(), 0, count * Float.BYTES);
        }
    }

    /**
     * The values of an array that {@link #write} wrote, whatever its shape.
     *
     * @throws IOException if the array is cut off
     */
    public static float[] read(InputStream in) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < PREFIX_BYTES) {
            throw new IOException("an array is cut off");
        }
        int headerBytes = Short.toUnsignedInt(bytes.getShort(MAGIC.length));
        if (bytes.remaining() < PREFIX_BYTES + headerBytes) {
            throw new IOException("an array is cut off");
        }
        bytes.position(PREFIX_BYTES + headerBytes);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static byte[] header(int... shape) {
        String axes = Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String text =
                "{'descr': '<f4', 'fortran_order': False, 'shape': (" + axes + (shape.length == 1 ? "," : "") + "), }";
        int padding = ALIGNMENT - 1 - (PREFIX_BYTES + text.length()) % ALIGNMENT;
        byte[] line = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(PREFIX_BYTES + line.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) line.length)
                .put(line)
                .array();
    }
}
