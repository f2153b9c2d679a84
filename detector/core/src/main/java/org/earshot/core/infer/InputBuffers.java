package org.earshot.core.infer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Direct buffers that ONNX Runtime reads without copying, handed from call to call: as many as calls ran at once.
 *
 * <p>Safe for use by several threads; a buffer taken belongs to its taker until given back.
 */
final class InputBuffers {
    private final ConcurrentLinkedQueue<FloatBuffer> free = new ConcurrentLinkedQueue<>();

    /** An empty buffer with room for at least that many values. */
    FloatBuffer take(int length) {
        FloatBuffer buffer = free.poll();
        if (buffer == null || buffer.capacity() < length) {
            buffer = ByteBuffer.allocateDirect(Math.multiplyExact(length, Float.BYTES))
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer();
        }
        return buffer.clear();
    }

    void give(FloatBuffer buffer) {
        free.offer(buffer);
    }
}
