package org.earshot.core.detect.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Room to encode a source's state in, one for each thread: what every source had of its own would be as large as its state and
 * out of the processor's caches whenever it is its turn.
 *
 * <p>Each room is for one use at a time; a use must not begin inside another of the same kind.
 */
public final class WorkSpace {
    private static final ThreadLocal<WorkSpace> OF_THREAD = ThreadLocal.withInitial(WorkSpace::new);

    private ByteBuffer bytes = ByteBuffer.allocate(1 << 12);
    private int[] numbers = new int[1 << 10];
    private float[] samples = new float[1 << 10];

    private WorkSpace() {}

    /**
     * What a writer writes, as an array of just that length.
     *
     * @param maxBytes more than that is not written
     */
    public static byte[] written(int maxBytes, Consumer<ByteBuffer> writer) {
        WorkSpace space = OF_THREAD.get();
        if (space.bytes.capacity() < maxBytes) {
            space.bytes = ByteBuffer.allocate(Math.max(maxBytes, 2 * space.bytes.capacity()));
        }
        writer.accept(space.bytes.clear());
        return Arrays.copyOf(space.bytes.array(), space.bytes.position());
    }

    /** At least that many numbers, of any value, until the next call by this thread. */
    static int[] numbers(int count) {
        WorkSpace space = OF_THREAD.get();
        if (space.numbers.length < count) {
            space.numbers = new int[Math.max(count, 2 * space.numbers.length)];
        }
        return space.numbers;
    }

    /** The same of samples. */
    public static float[] samples(int count) {
        WorkSpace space = OF_THREAD.get();
        if (space.samples.length < count) {
            space.samples = new float[Math.max(count, 2 * space.samples.length)];
        }
        return space.samples;
    }
}
