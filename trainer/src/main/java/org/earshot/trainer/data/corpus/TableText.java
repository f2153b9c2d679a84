package org.earshot.trainer.data.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.earshot.core.model.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The text of a table, in whichever encoding a spreadsheet saved it: UTF-8 with or without a byte order mark, UTF-16,
 * or otherwise Windows-1252, the most common of the others, with a warning in the log. A first line {@code sep=;} is
 * not part of the text.
 *
 * @param text without byte order mark
 * @param separator of the cells: a tab if the first row has one, a semicolon if it has one and no comma, else a comma
 */
record TableText(String text, char separator) {
    private static final Logger LOG = LoggerFactory.getLogger(TableText.class);
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final int PROBED_BYTES = 512;

    /** @throws DataException if the file cannot be read */
    static TableText read(Path file) {
        String text;
        try {
            text = decode(Files.readAllBytes(file), file);
        } catch (NoSuchFileException e) {
            throw new DataException(file + ": no such file", e);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        if (first.matches("(?i)\"?sep=.\"?\\s*")) {
            int at = text.indexOf(first) + first.length();
            return new TableText(
                    text.substring(at), first.charAt(first.toLowerCase().indexOf("sep=") + 4));
        }
        return new TableText(text, separator(first));
    }

    private static char separator(String first) {
        if (first.indexOf('\t') >= 0) {
            return '\t';
        }
        return first.indexOf(';') >= 0 && first.indexOf(',') < 0 ? ';' : ',';
    }

    private static String decode(byte[] bytes, Path file) {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        if (zeros(bytes, 1) > 0.25) {
            return new String(bytes, StandardCharsets.UTF_16LE);
        }
        if (zeros(bytes, 0) > 0.25) {
            return new String(bytes, StandardCharsets.UTF_16BE);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            LOG.warn("{}: not UTF-8, read as Windows-1252; save it as UTF-8 if names look wrong", file);
            return new String(bytes, WINDOWS);
        }
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** Share of zeros among every second byte at the beginning, starting at the given one. */
    private static double zeros(byte[] bytes, int from) {
        int probed = Math.min(bytes.length, PROBED_BYTES);
        int zeros = 0;
        for (int i = from; i < probed; i += 2) {
            zeros += bytes[i] == 0 ? 1 : 0;
        }
        return probed == 0 ? 0 : 2.0 * zeros / probed;
    }
}
