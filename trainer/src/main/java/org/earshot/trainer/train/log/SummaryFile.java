package org.earshot.trainer.train.log;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * Numbers over the steps of a run as TensorBoard reads them: a file of TFRecords, each an {@code Event} in protobuf.
 *
 * <pre>
 * record   length (8 bytes, little-endian), its checksum (4), the event, its checksum (4)
 * event    1: time in seconds (double)   2: step   3: version of the file, in the first event   5: summary
 * summary  1: value, repeated: 1: tag   2: number (float)
 * </pre>
 *
 * <p>A checksum is CRC-32C, rotated right by 15 bits, plus a constant. Used by one thread; each event
 * is on disk when {@link #add} returns.
 */
final class SummaryFile {
    /** TensorBoard looks for files with "tfevents" in the name. */
    static final String NAME = "events.out.tfevents.earshot";

    private static final String VERSION = "brain.Event:2";
    private static final int CHECKSUM_ADDEND = 0xa282ead8;

    private final Path file;

    /** Creates the file, in place of one that may be there. */
    SummaryFile(Path file) {
        this.file = file;
        write(event(0, 0, out -> out.writeString(3, VERSION)), false);
    }

    /** @param seconds time since 1970 */
    void add(double seconds, long step, Map<String, Double> numbers) {
        byte[] summary = message(out -> {
            for (Map.Entry<String, Double> number : numbers.entrySet()) {
                out.writeByteArray(1, message(value -> {
                    value.writeString(1, number.getKey());
                    value.writeFloat(2, number.getValue().floatValue());
                }));
            }
        });
        write(event(seconds, step, out -> out.writeByteArray(5, summary)), true);
    }

    /** Writes the fields of a message. */
    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] event(double seconds, long step, Fields what) {
        return message(out -> {
            out.writeDouble(1, seconds);
            out.writeInt64(2, step);
            what.write(out);
        });
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void write(byte[] event, boolean append) {
        ByteBuffer record = ByteBuffer.allocate(event.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(event.length);
        record.putInt(checksum(record.array(), 8));
        record.put(event);
        record.putInt(checksum(event, event.length));
        try {
            Files.write(
                    file,
                    record.array(),
                    StandardOpenOption.CREATE,
                    append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the first bytes. */
    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + CHECKSUM_ADDEND;
    }
}
