package org.earshot.core.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes two-dimensional float32 arrays in NumPy's file format, version 1.0. Stateless. */
public final class NpyFile {
    private static final int ALIGNMENT = 64;
    private static final int PREFIX_BYTES = 10;

    private NpyFile() {}

    /** @param values [rows][columns] row-major */
    public static void write(Path file, float[] values, int rows, int columns) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header(rows, columns));
            ByteBuffer row = ByteBuffer.allocate(columns * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int r = 0; r < rows; r++) {
                row.clear();
                for (int c = 0; c < columns; c++) {
                    row.putFloat(values[r * columns + c]);
                }
                out.write(row.array());
            }
        }
    }

    private static byte[] header(int rows, int columns) {
        String shape = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
        int padding = ALIGNMENT - 1 - (PREFIX_BYTES + shape.length()) % ALIGNMENT;
        byte[] text = (shape + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(PREFIX_BYTES + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .array();
    }
}
