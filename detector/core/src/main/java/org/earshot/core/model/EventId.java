package org.earshot.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Identity of an event: a UUID of version 5 (RFC 9562, section 5.5) over what it is rather than when it was found, so
 * that the same sound scored again by the same model has the same identity. The name is source_id, epoch_id, label,
 * onset_sample and model_sha256, joined by line feeds.
 */
public final class EventId {
    /** Namespace of Earshot's events. */
    public static final UUID NAMESPACE = UUID.fromString("7f1c9a52-5f0e-5b7a-9d0c-3f6d2f0b8e41");

    private EventId() {}

    public static UUID of(String sourceId, String epochId, String label, long onsetSample, String modelSha256) {
        String name = String.join("\n", sourceId, epochId, label, Long.toString(onsetSample), modelSha256);
        MessageDigest digest = sha1();
        digest.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }
}
