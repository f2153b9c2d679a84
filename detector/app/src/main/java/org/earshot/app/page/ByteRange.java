package org.earshot.app.page;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that the header {@code Range} asks for (RFC 9110, section 14), which players do that jump:
 *
 * <pre>
 * of 10 bytes   bytes=2-5    2, 3, 4, 5          bytes=-3     the last 3
 *               bytes=2-     all from 2 on       bytes=10-    none: there is no such part
 * </pre>
 *
 * @param from first byte
 * @param to byte behind the last
 */
record ByteRange(int from, int to) {
    private static final Pattern ONE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** @return empty if the whole file is to be sent: for no header, one that is none, and one that asks for several parts */
    static Optional<ByteRange> of(String header, int length) {
        Matcher asked = ONE.matcher(header == null ? "" : header.strip());
        if (!asked.matches() || asked.group(1).isEmpty() && asked.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (asked.group(1).isEmpty()) {
            return Optional.of(new ByteRange(length - within(asked.group(2), length), length));
        }
        int from = within(asked.group(1), length);
        int to = asked.group(2).isEmpty() ? length : within(asked.group(2), length - 1) + 1;
        return from < length && to <= from ? Optional.empty() : Optional.of(new ByteRange(from, to));
    }

    /** Whether the file has nothing of it. */
    boolean isEmpty() {
        return from >= to;
    }

    private static int within(String digits, int most) {
        return (int) Math.min(Long.parseLong(digits), most);
    }
}
