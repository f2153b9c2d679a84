package org.earshot.edges.feed.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The bytes of a stream whose reads cannot be interrupted, as those of standard input cannot, for a reader that can: to an
 * interrupted reader the stream has ended. A daemon thread reads ahead, by {@value #BLOCKS} blocks of at most {@value
 * #BLOCK_BYTES} bytes.
 *
 * <p>For one reading thread. Closing leaves the stream beneath open.
 */
public final class InterruptibleInput extends InputStream {
    private static final int BLOCKS = 8;
    private static final int BLOCK_BYTES = 8_192;
    private static final byte[] END = {};

    private final BlockingQueue<byte[]> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private volatile IOException fault;
    private byte[] block = {0};
    private int at = 1;

    /** @param bytes read by nobody else from now on */
    public InterruptibleInput(InputStream bytes, String name) {
        Thread reader = new Thread(() -> readAll(bytes), name);
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public int read(byte[] dst, int off, int len) throws IOException {
        Objects.checkFromIndexSize(off, len, dst.length);
        if (len == 0) {
            return 0;
        }
        if (at == block.length && block != END) {
            try {
                block = blocks.take();
                at = 0;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }
        if (block == END) {
            if (fault != null) {
                throw fault;
            }
            return -1;
        }
        int count = Math.min(len, block.length - at);
        System.arraycopy(block, at, dst, off, count);
        at += count;
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    private void readAll(InputStream bytes) {
        byte[] buffer = new byte[BLOCK_BYTES];
        try {
            try {
                for (int length = bytes.read(buffer); length >= 0; length = bytes.read(buffer)) {
                    if (length > 0) {
                        blocks.put(Arrays.copyOf(buffer, length));
                    }
                }
            } catch (IOException e) {
                fault = e;
            }
            blocks.put(END);
        } catch (InterruptedException e) {
            // Nobody interrupts it while somebody reads.
            Thread.currentThread().interrupt();
        }
    }
}
