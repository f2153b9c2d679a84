package org.earshot.edges.alert.template;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A body of {@code multipart/form-data} (RFC 7578): text fields and a file. The boundary is drawn at random, so that no value can
 * hold it. For one thread.
 */
final class FormData {
    private final String boundary = "earshot-" + UUID.randomUUID();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    String type() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** @param name of the field, ASCII without quotes */
    FormData field(String name, String value) {
        return part(
                "form-data; name=\"" + name + "\"",
                "text/plain; charset=utf-8",
                value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param name of the field, ASCII without quotes */
    FormData file(String name, Clip clip) {
        return part("form-data; name=\"" + name + "\"; filename=\"" + clip.fileName() + "\"", Clip.TYPE, clip.flac());
    }

    private FormData part(String disposition, String type, byte[] bytes) {
        text("--" + boundary + "\r\nContent-Disposition: " + disposition + "\r\nContent-Type: " + type + "\r\n\r\n");
        body.writeBytes(bytes);
        text("\r\n");
        return this;
    }

    byte[] bytes() {
        text("--" + boundary + "--\r\n");
        return body.toByteArray();
    }

    private void text(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
