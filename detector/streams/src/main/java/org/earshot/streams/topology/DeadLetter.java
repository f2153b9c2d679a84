package org.earshot.streams.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.earshot.core.capture.RejectedChunkException;

/**
 * A record that could not be used, on its way to the dead-letter topic: the original key, bytes and headers, and
 * headers that give the reason and its offset. The whole letter stays below {@value #MOST_BYTES} bytes, so that it fits into a topic
 * with Kafka's own limits; a value too large for that is cut, and a header gives its length.
 *
 * @param key original key, may be null
 * @param value original bytes, at most {@link #MAX_VALUE_BYTES}; may be null
 * @param headers original headers and those of this class
 */
public record DeadLetter(byte[] key, byte[] value, Headers headers) {
    public static final String REASON = "earshot.dead-letter.reason";
    public static final String DETAIL = "earshot.dead-letter.detail";
    public static final String TOPIC = "earshot.dead-letter.topic";
    public static final String PARTITION = "earshot.dead-letter.partition";
    public static final String OFFSET = "earshot.dead-letter.offset";
    public static final String ORIGINAL_BYTES = "earshot.dead-letter.original-bytes";

    /** Longer values are cut to this length. The longest chunk that can be taken fits, written again as floats too. */
    public static final int MAX_VALUE_BYTES = 768 << 10;

    /** What key, value and headers take together at most; a topic takes 1,048,588 bytes unless told otherwise. */
    static final int MOST_BYTES = 900_000;

    /** Longest request of the detector, and longest record of the topic where the detector makes it. */
    static final int REQUEST_BYTES = 1_310_720;

    private static final int MAX_DETAIL_CHARS = 500;
    private static final int MAX_KEY_BYTES = 32 << 10;
    private static final int MAX_ORIGINAL_HEADER_BYTES = 32 << 10;
    private static final int MAX_ORIGINAL_HEADERS = 256;

    /** Where a record was read. */
    public record Origin(String topic, int partition, long offset) {}

    /** Wraps a record that was refused. */
    public static DeadLetter of(
            byte[] key, byte[] value, Headers original, Origin origin, RejectedChunkException refusal) {
        Headers headers = new RecordHeaders();
        if (fits(original)) {
            original.forEach(headers::add);
        }
        put(headers, REASON, refusal.reason().wireName());
        put(headers, DETAIL, cut(refusal.getMessage()));
        put(headers, TOPIC, origin.topic());
        put(headers, PARTITION, Integer.toString(origin.partition()));
        put(headers, OFFSET, Long.toString(origin.offset()));
        if (value != null && value.length > MAX_VALUE_BYTES) {
            put(headers, ORIGINAL_BYTES, Integer.toString(value.length));
            value = Arrays.copyOf(value, MAX_VALUE_BYTES);
        }
        if (key != null && key.length > MAX_KEY_BYTES) {
            key = Arrays.copyOf(key, MAX_KEY_BYTES);
        }
        return new DeadLetter(key, value, headers);
    }

    /** Headers cost on the wire what their names, values and lengths take, empty ones too. */
    private static boolean fits(Headers original) {
        int count = 0;
        long bytes = 0;
        for (var header : original) {
            bytes += header.key().getBytes(StandardCharsets.UTF_8).length;
            bytes += header.value() == null ? 0 : header.value().length;
            if (++count > MAX_ORIGINAL_HEADERS || bytes > MAX_ORIGINAL_HEADER_BYTES) {
                return false;
            }
        }
        return true;
    }

    private static String cut(String detail) {
        return detail.length() <= MAX_DETAIL_CHARS ? detail : detail.substring(0, MAX_DETAIL_CHARS);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
