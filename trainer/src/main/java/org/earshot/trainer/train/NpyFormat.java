package org.earshot.trainer.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** One-dimensional float32 arrays in NumPy's format, version 1.0. */
final class NpyFormat {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
    private static final int ALIGNMENT = 64;

    private NpyFormat() {}

    static void write(float[] values, OutputStream out) throws IOException {
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + values.length + ",), }";
        int fixed = MAGIC.length + Short.BYTES + 1;
        String padding = " ".repeat((ALIGNMENT - (fixed + header.length()) % ALIGNMENT) % ALIGNMENT);
        byte[] text = (header + padding + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(MAGIC.length + Short.BYTES + text.length + values.length * Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).putShort((short) text.length).put(text);
        bytes.asFloatBuffer().put(values);
        out.write(bytes.array());
    }

    static float[] read(InputStream in) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() < MAGIC.length + Short.BYTES) {
            throw new IOException("an array is cut off");
        }
        bytes.position(MAGIC.length);
        int header = Short.toUnsignedInt(bytes.getShort());
        if (bytes.remaining() < header) {
            throw new IOException("an array is cut off");
        }
        bytes.position(bytes.position() + header);
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }
}
