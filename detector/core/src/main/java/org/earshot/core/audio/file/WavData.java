package org.earshot.core.audio.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.earshot.core.audio.Faults;

/**
 * The bytes of a WAV file's samples: of its data chunk, of further data chunks, and of what follows a chunk whose size is too
 * small because the recorder was stopped before it could write the right one.
 *
 * <pre>
 * ... data 1000 [1000 bytes] LIST 20 [20 bytes] data 500 [500 bytes]   both data chunks
 * ... data 0 fa ff f4 ff ...                                           all of it: "fa ff f4 ff" names no chunk
 * ... data 1000 [1000 bytes] RIFF ...                                  the 1000 bytes, and a word about the file behind them
 * ... data 1000 [1000 bytes] 00 00 00 ...                              the 1000 bytes: up to 64 KiB of zeros fill up a disk block
 * </pre>
 *
 * For one thread.
 */
final class WavData {
    private static final int CHUNK_HEAD = 8;
    private static final int FILL_BYTES = 1 << 16;

    private final InputStream bytes;
    private final boolean open;
    private long left;
    private long declared;
    private long there;
    private int chunks = 1;
    private long chunkBytes;
    private boolean beyond;
    private boolean joined;
    private boolean ended;
    /** Bytes of a chunk behind the samples that the file ends within; 0 if there is none. */
    private long torn;

    /** @param bytes where the samples begin; supports mark and reset @param size of the data chunk, or that it is unknown */
    WavData(InputStream bytes, long size) {
        this.bytes = bytes;
        this.open = size == WavHeader.TO_THE_END;
        this.left = open ? Long.MAX_VALUE : size;
        this.declared = open ? 0 : size;
        this.chunkBytes = size;
    }

    /** Fills the array up to {@code length}, or to the end. @return how many bytes there were */
    int read(byte[] to, int length) throws IOException {
        int filled = 0;
        while (filled < length && !ended) {
            if (left == 0 && !findMore()) {
                ended = true;
                break;
            }
            int read = bytes.readNBytes(to, filled, (int) Math.min(length - filled, left));
            ended = read == 0;
            filled += read;
            left -= read;
        }
        there += filled;
        return filled;
    }

    /** Looks behind a chunk of samples. @return true if there are further samples */
    private boolean findMore() throws IOException {
        boolean behindSamples = true;
        while (true) {
            byte[] next = peek(CHUNK_HEAD + 1);
            boolean padded = behindSamples && chunkBytes % 2 != 0 && WavHeader.isChunkId(tail(next));
            byte[] head = padded ? tail(next) : next;
            if (head.length < CHUNK_HEAD && (declared > 0 || head.length == 0)) {
                return false;
            }
            if (head.length < CHUNK_HEAD || !WavHeader.isChunkId(head)) {
                beyond = behindSamples && !(declared > 0 && onlyZerosFollow());
                left = beyond ? Long.MAX_VALUE : 0;
                return beyond;
            }
            String id = WavHeader.text(head, 0);
            if (id.equals("RIFF") || id.equals("RF64")) {
                joined = true;
                return false;
            }
            Id3.skipUpTo(bytes, padded ? CHUNK_HEAD + 1 : CHUNK_HEAD);
            long size = WavHeader.size(head);
            behindSamples = id.equals("data");
            if (behindSamples) {
                chunks++;
                chunkBytes = size;
                boolean unknown = WavHeader.isUnknown(size);
                left = unknown ? Long.MAX_VALUE : size;
                declared += unknown ? 0 : size;
                if (size > 0) {
                    return true;
                }
            } else {
                long skipped = Id3.skipUpTo(bytes, size);
                if (skipped == size) {
                    WavHeader.skipPadding(bytes, size);
                } else {
                    torn = CHUNK_HEAD + skipped;
                }
            }
        }
    }

    private byte[] peek(int count) throws IOException {
        bytes.mark(count);
        byte[] next = bytes.readNBytes(count);
        bytes.reset();
        return next;
    }

    private static byte[] tail(byte[] bytes) {
        return bytes.length == 0 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    private boolean onlyZerosFollow() throws IOException {
        byte[] next = peek(FILL_BYTES);
        return next.length < FILL_BYTES && Arrays.equals(next, new byte[next.length]);
    }

    /** Says what is wrong with the sizes, once all has been read. */
    void complain(int step, int rateHz, Faults faults) {
        long samples = there / step;
        if (joined) {
            faults.add("is followed by another WAV file after " + Faults.at(samples, rateHz)
                    + ", which is not read: take the two apart");
        }
        if (torn > 0) {
            String rest = torn + " bytes behind its samples that are no whole chunk and were not read";
            // Letters by chance where samples begin that were not counted look like the name of a chunk.
            if (declared == 0) {
                faults.addLoss("declares no samples and has " + rest);
            } else {
                faults.add("has " + rest);
            }
        }
        if (beyond && declared == 0) {
            faults.add("declares no samples, but " + Faults.at(samples, rateHz)
                    + " are there and were read; its recorder was stopped before it could write the number");
        } else if (beyond) {
            faults.add("declares " + declared / step + " samples, but " + Faults.at(samples, rateHz)
                    + " are there and were read; its recorder was stopped before it could write the right number");
        } else if (!open && there < declared) {
            faults.addLoss("is cut off: " + declared / step + " samples are declared, " + Faults.at(samples, rateHz)
                    + " are there");
        } else if (!open && there % step != 0) {
            faults.addLoss("ends with " + there % step + " bytes that are no whole sample of " + step + ", after "
                    + Faults.at(samples, rateHz));
        }
    }

    /** Data chunks found. */
    int chunks() {
        return chunks;
    }
}
