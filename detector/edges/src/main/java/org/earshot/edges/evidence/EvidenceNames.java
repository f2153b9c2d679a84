package org.earshot.edges.evidence;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.earshot.streams.evidence.EvidenceClip;

/** Names of evidence in a store: {@code label/source/event-id} and an ending, the same for the same event. */
final class EvidenceNames {
    static final String CLIP = ".flac";
    static final String SEPARATED = ".separated.flac";
    static final String PICTURE = ".png";

    /** Lies in the store itself and says that it is one of Earshot's; without it nothing is deleted. */
    static final String MARKER = ".earshot-evidence";

    /** File systems allow 255 bytes, of which an ending and the name of a file in the making need some. */
    private static final int LONGEST = 200;

    private static final int CHECKSUM = 16;
    private static final String SAFE = "[a-zA-Z0-9%_-][a-zA-Z0-9%_.-]*";
    private static final Pattern FOLDER = Pattern.compile(SAFE);
    private static final Pattern EVIDENCE = Pattern.compile(
            SAFE + "/" + SAFE + "/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\\.flac|\\.separated\\.flac|\\.png)");

    private EvidenceNames() {}

    static String of(EvidenceClip clip, String ending) {
        return safe(clip.label()) + '/' + safe(clip.sourceId()) + '/' + safe(clip.eventId()) + ending;
    }

    /**
     * Whether Earshot may have written a file of that name: {@code label/source/event-id} with one of the endings, the
     * event id a UUID. Other people's files there are not ours to delete.
     *
     * @param name relative to the store, with {@code /}
     */
    static boolean isEvidence(String name) {
        return EVIDENCE.matcher(name).matches();
    }

    /** Whether Earshot may have made a folder of that name in a store. */
    static boolean isFolder(String name) {
        return FOLDER.matcher(name).matches();
    }

    /** Text of the marker, for whoever opens it. */
    static byte[] marker() {
        return "Earshot keeps the evidence of events here and deletes it after its retention.\n"
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A name that stays in its folder: anything but letters, digits, minus, underscore and inner dots becomes %XX. One that is too long
     * for file systems is cut, and ends with a part of a checksum of the whole.
     */
    static String safe(String name) {
        var safe = new StringBuilder();
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            char c = (char) (b & 0xff);
            boolean plain =
                    c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
            if (plain || c == '.' && safe.length() > 0) {
                safe.append(c);
            } else {
                safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        if (safe.length() > LONGEST) {
            return cut(safe.toString()) + '-' + sha256(bytes).substring(0, CHECKSUM);
        }
        return safe.length() == 0 ? "%" : safe.toString();
    }

    /** Its beginning, without a part of a %XX. */
    private static String cut(String safe) {
        int end = LONGEST - CHECKSUM - 1;
        int percent = safe.lastIndexOf('%', end - 1);
        return safe.substring(0, percent >= 0 && percent > end - 3 ? percent : end);
    }

    /** In hexadecimal. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
