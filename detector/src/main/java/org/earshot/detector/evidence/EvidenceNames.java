package org.earshot.detector.evidence;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Names of evidence in a store: {@code label/source/event-id} and an ending, the same for the same event. */
final class EvidenceNames {
    static final String CLIP = ".flac";
    static final String SEPARATED = ".separated.flac";
    static final String PICTURE = ".png";

    private EvidenceNames() {}

    static String of(EvidenceClip clip, String ending) {
        return safe(clip.label()) + '/' + safe(clip.sourceId()) + '/' + safe(clip.eventId()) + ending;
    }

    /** What somebody else laid beside evidence is not ours to delete. */
    static boolean isEvidence(String name) {
        return name.endsWith(CLIP) || name.endsWith(PICTURE);
    }

    /** A name that stays in its folder: anything but letters, digits, minus, underscore and inner dots becomes %XX. */
    static String safe(String name) {
        var safe = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (plain || c == '.' && safe.length() > 0) {
                safe.append(c);
            } else {
                safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return safe.length() == 0 ? "%" : safe.toString();
    }
}
