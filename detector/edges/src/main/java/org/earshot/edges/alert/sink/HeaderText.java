package org.earshot.edges.alert.sink;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import org.earshot.core.model.Naming;

/** Text from outside in a header, which is one line of ASCII: no character of it can end the header or begin another. Stateless. */
public final class HeaderText {
    private HeaderText() {}

    /** For machines: characters that are not ASCII become %XX of their UTF-8, as in a URL. */
    static String ascii(String text) {
        StringBuilder header = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            header.append(b >= ' ' && b <= '~' && b != '%' ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return header.toString();
    }

    /** For people: as encoded words of RFC 2047 where the text is not ASCII. */
    public static String words(String text) {
        try {
            return MimeUtility.encodeText(Naming.printable(text), StandardCharsets.UTF_8.name(), "B")
                    .replaceAll("\\s*[\\r\\n]+\\s*", " ");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java has UTF-8", e);
        }
    }
}
