package org.earshot.streams.topology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the store: {@code e 0 source} for a source's own record, {@code p 0 source 0 part} for the parts of its pipeline,
 * {@code v 0 event-id 0 part} for an event that waits for its evidence.
 * Records of all sources lie side by side, so that a start finds them without reading the parts. Source ids hold no
 * control characters.
 */
public final class StateKeys {
    private static final byte ENVELOPE = 'e';
    private static final byte PART = 'p';

    private static final byte EVIDENCE = 'v';

    private StateKeys() {}

    public static Bytes evidence(String eventId, String part) {
        return key(EVIDENCE, eventId, '\0' + part);
    }

    /** First and last possible key of an event that waits for its evidence. */
    public static Bytes firstEvidence() {
        return Bytes.wrap(new byte[] {EVIDENCE, 0});
    }

    public static Bytes lastEvidence() {
        return Bytes.wrap(new byte[] {EVIDENCE, 1});
    }

    static Bytes envelope(String sourceId) {
        return key(ENVELOPE, sourceId, "");
    }

    static Bytes part(String sourceId, String part) {
        return key(PART, sourceId, '\0' + part);
    }

    /** First and last possible key of a source's own record. */
    static Bytes firstEnvelope() {
        return Bytes.wrap(new byte[] {ENVELOPE, 0});
    }

    static Bytes lastEnvelope() {
        return Bytes.wrap(new byte[] {ENVELOPE, 1});
    }

    static String sourceOf(Bytes envelope) {
        byte[] key = envelope.get();
        return new String(Arrays.copyOfRange(key, 2, key.length), StandardCharsets.UTF_8);
    }

    private static Bytes key(byte kind, String sourceId, String part) {
        byte[] tail = (sourceId + part).getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[tail.length + 2];
        key[0] = kind;
        System.arraycopy(tail, 0, key, 2, tail.length);
        return Bytes.wrap(key);
    }
}
