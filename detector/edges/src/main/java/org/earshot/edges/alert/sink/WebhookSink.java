package org.earshot.edges.alert.sink;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.template.AlertFields;
import org.earshot.edges.alert.template.Clip;
import org.earshot.edges.alert.template.HttpMessage;
import org.earshot.edges.alert.template.MessageForm;
import org.earshot.edges.alert.template.Notice;
import org.earshot.edges.alert.template.TextTemplate;
import org.slf4j.LoggerFactory;

/**
 * Posts the alert in the form that the receiver wants. With a secret, {@code X-Earshot-Signature: sha256=<hex>} carries the
 * HMAC-SHA-256 of the body; {@code Idempotency-Key} is the same for every delivery of the same alert: its id, with {@code %XX} for what
 * is not ASCII.
 *
 * <p>A receiver that refuses an alert with a sound, because it is too large for instance, gets the alert without.
 */
public final class WebhookSink implements AlertSink {
    /**
     * What makes one receiver's messages its own.
     *
     * @param title of messages
     * @param text of messages
     * @param headers more headers
     * @param secret key of the signature; empty for none
     * @param clips where sounds come from
     */
    public record Options(
            TextTemplate title, TextTemplate text, Map<String, TextTemplate> headers, String secret, ClipReader clips) {
        public Options {
            headers = Map.copyOf(headers);
        }

        /** Everything as it comes. */
        public static Options plain() {
            return new Options(
                    TextTemplate.of("{{title}}"), TextTemplate.of("{{text}}"), Map.of(), "", ClipReader.NONE);
        }

        public Options withHeaders(Map<String, TextTemplate> other) {
            return new Options(title, text, other, secret, clips);
        }

        public Options withSecret(String other) {
            return new Options(title, text, headers, other, clips);
        }

        public Options withClips(ClipReader other) {
            return new Options(title, text, headers, secret, other);
        }
    }

    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(WebhookSink.class), Duration.ofMinutes(1));
    private final String name;
    private final MessageForm form;
    private final HttpPost post;
    private final Options options;

    public WebhookSink(String name, MessageForm form, Duration timeout, Options options) {
        this.name = name;
        this.form = form;
        this.post = new HttpPost(timeout);
        this.options = options;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Alert alert) throws DeliveryException, InterruptedException {
        Optional<Clip> clip = options.clips().of(alert);
        try {
            post.send(message(alert, clip));
        } catch (DeliveryException e) {
            if (clip.isEmpty() || e.isWorthRetrying()) {
                throw e;
            }
            log.warn(
                    name,
                    "alert " + alert.id() + " to " + name + " with its sound: " + e.getMessage() + "; sent without");
            post.send(message(alert, Optional.empty()));
        }
    }

    private HttpMessage message(Alert alert, Optional<Clip> clip) {
        Map<String, String> given = AlertFields.of(alert);
        Map<String, String> fields = new HashMap<>(given);
        fields.put("title", options.title().fill(given));
        fields.put("text", options.text().fill(given));
        HttpMessage bare = form.of(new Notice(alert, fields, clip));
        Map<String, String> headers = new HashMap<>(bare.headers());
        options.headers().forEach((header, value) -> headers.put(header, HeaderText.words(value.fill(fields))));
        headers.put("Idempotency-Key", HeaderText.ascii(alert.id()));
        if (!options.secret().isEmpty()) {
            headers.put("X-Earshot-Signature", "sha256=" + signature(bare.body()));
        }
        return new HttpMessage(bare.uri(), bare.type(), headers, bare.body());
    }

    private String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(options.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
