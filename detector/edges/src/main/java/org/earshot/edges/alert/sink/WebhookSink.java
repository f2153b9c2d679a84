package org.earshot.edges.alert.sink;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertJson;

/**
 * Posts the alert as JSON. With a secret, {@code X-Earshot-Signature: sha256=<hex>} carries the HMAC-SHA-256 of the
 * body; {@code Idempotency-Key} is the same for every delivery of the same alert: its id, with {@code %XX} for what is not ASCII.
 */
public final class WebhookSink implements AlertSink {
    private final String name;
    private final HttpPost post;
    private final Map<String, String> headers;
    private final byte[] secret;

    /** @param secret key of the signature; empty for none */
    public WebhookSink(String name, URI uri, Duration timeout, Map<String, String> headers, String secret) {
        this.name = name;
        this.post = new HttpPost(uri, timeout);
        this.headers = Map.copyOf(headers);
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Alert alert) throws DeliveryException, InterruptedException {
        byte[] body = AlertJson.bytes(AlertJson.of(alert));
        Map<String, String> all = new HashMap<>(headers);
        all.put("Idempotency-Key", headerOf(alert.id()));
        if (secret.length > 0) {
            all.put("X-Earshot-Signature", "sha256=" + signature(body));
        }
        post.send(body, all);
    }

    /** Headers hold ASCII only, rules have names in every language: other characters become %XX of their UTF-8, as in a URL. */
    private static String headerOf(String id) {
        StringBuilder header = new StringBuilder();
        for (byte b : id.getBytes(StandardCharsets.UTF_8)) {
            header.append(b >= ' ' && b <= '~' && b != '%' ? String.valueOf((char) b) : String.format("%%%02X", b));
        }
        return header.toString();
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
