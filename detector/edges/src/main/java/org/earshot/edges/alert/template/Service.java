package org.earshot.edges.alert.template;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.earshot.edges.alert.rule.AlertJson;

/**
 * Services whose form of a message Earshot knows. Values from outside go into JSON strings, percent-encoded parameters and form
 * fields only, and none is read as markup: Telegram gets no {@code parse_mode}, Apprise {@code format=text}, Slack's three control
 * characters are escaped, and its marks for bold and the like are off.
 */
public enum Service {
    /** <a href="https://docs.ntfy.sh/publish/">ntfy</a>; the address is that of the topic. */
    NTFY(true, false) {
        @Override
        public MessageForm form(URI uri, String token, String chat) {
            return notice -> {
                boolean critical = isCritical(notice);
                String query = "title=" + encoded(notice.title()) + "&priority=" + (critical ? "urgent" : "default")
                        + "&tags=" + (critical ? "rotating_light" : "ear");
                Map<String, String> headers = token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
                return notice.clip()
                        .map(clip -> new HttpMessage(
                                withQuery(
                                        uri,
                                        query + "&message=" + encoded(notice.text()) + "&filename="
                                                + encoded(clip.fileName())),
                                Clip.TYPE,
                                headers,
                                clip.flac()))
                        .orElseGet(() -> new HttpMessage(
                                withQuery(uri, query),
                                "text/plain; charset=utf-8",
                                headers,
                                notice.text().getBytes(StandardCharsets.UTF_8)));
            };
        }
    },
    /** <a href="https://core.telegram.org/bots/api#sendmessage">Telegram's bots</a>; the address is that of the interface. */
    TELEGRAM(true, true) {
        @Override
        public MessageForm form(URI uri, String token, String chat) {
            return notice -> {
                String text = notice.title() + "\n" + notice.text();
                return notice.clip()
                        .map(clip -> {
                            FormData form = new FormData()
                                    .field("chat_id", chat)
                                    .field("caption", cut(text, TELEGRAM_CAPTION_CHARS))
                                    .file("document", clip);
                            return new HttpMessage(
                                    below(uri, "/bot" + token + "/sendDocument"), form.type(), Map.of(), form.bytes());
                        })
                        .orElseGet(() -> json(
                                below(uri, "/bot" + token + "/sendMessage"),
                                Map.of(),
                                object().put("chat_id", chat).put("text", cut(text, TELEGRAM_TEXT_CHARS))));
            };
        }
    },
    /** <a href="https://gotify.net/docs/pushmsg">Gotify</a>; the address is that of the server. */
    GOTIFY(false, true) {
        @Override
        public MessageForm form(URI uri, String token, String chat) {
            return notice -> json(
                    below(uri, "/message"),
                    Map.of("X-Gotify-Key", token),
                    object().put("title", notice.title())
                            .put("message", notice.text())
                            .put("priority", isCritical(notice) ? 8 : 5));
        }
    },
    /** <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/">Slack's incoming webhooks</a>. */
    SLACK(false, false) {
        @Override
        public MessageForm form(URI uri, String token, String chat) {
            return notice -> {
                String text = notice.title() + "\n" + notice.text();
                return json(
                        uri,
                        Map.of(),
                        object().put(
                                        "text",
                                        text.replace("&", "&amp;")
                                                .replace("<", "&lt;")
                                                .replace(">", "&gt;"))
                                .put("mrkdwn", false));
            };
        }
    },
    /** <a href="https://github.com/caronc/apprise-api">Apprise's server</a>; the address ends with {@code /notify/KEY}. */
    APPRISE(true, false) {
        @Override
        public MessageForm form(URI uri, String token, String chat) {
            return notice -> {
                String type = isCritical(notice) ? "failure" : "warning";
                return notice.clip()
                        .map(clip -> {
                            FormData form = new FormData()
                                    .field("title", notice.title())
                                    .field("body", notice.text())
                                    .field("type", type)
                                    .field("format", "text")
                                    .file("attachment", clip);
                            return new HttpMessage(uri, form.type(), Map.of(), form.bytes());
                        })
                        .orElseGet(() -> json(
                                uri,
                                Map.of(),
                                object().put("title", notice.title())
                                        .put("body", notice.text())
                                        .put("type", type)
                                        .put("format", "text")));
            };
        }
    },
    /** <a href="https://www.home-assistant.io/docs/automation/trigger/#webhook-trigger">Home Assistant's webhooks</a>. */
    HOME_ASSISTANT(false, false) {
        @Override
        public MessageForm form(URI uri, String token, String chat) {
            return notice -> json(
                    uri,
                    Map.of(),
                    AlertJson.of(notice.alert()).put("title", notice.title()).put("text", notice.text()));
        }
    };

    private static final int TELEGRAM_TEXT_CHARS = 4_096;
    private static final int TELEGRAM_CAPTION_CHARS = 1_024;

    private final boolean takesFiles;
    private final boolean needsToken;

    Service(boolean takesFiles, boolean needsToken) {
        this.takesFiles = takesFiles;
        this.needsToken = needsToken;
    }

    /**
     * How that service wants to be told.
     *
     * @param uri its address
     * @param token empty where there is none
     * @param chat empty where there is none
     */
    public abstract MessageForm form(URI uri, String token, String chat);

    /** Names as rule files have them, e.g. {@code home-assistant}. */
    public static List<String> names() {
        return Arrays.stream(values()).map(Service::word).toList();
    }

    public static Optional<Service> of(String name) {
        return Arrays.stream(values())
                .filter(service -> service.word().equals(name))
                .findFirst();
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a sound can go with the message. */
    public boolean takesFiles() {
        return takesFiles;
    }

    /** Whether its address is one that the paths of the interface are added to. */
    public boolean takesBase() {
        return this == TELEGRAM || this == GOTIFY;
    }

    /** Whether nothing goes without a token. */
    public boolean needsToken() {
        return needsToken;
    }

    /** Whether a token is of use. */
    public boolean takesToken() {
        return needsToken || this == NTFY;
    }

    private static boolean isCritical(Notice notice) {
        return "critical".equals(notice.alert().rule().severity());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static HttpMessage json(URI uri, Map<String, String> headers, ObjectNode body) {
        return new HttpMessage(uri, "application/json", headers, AlertJson.bytes(body));
    }

    private static URI below(URI uri, String path) {
        return URI.create(uri.toString().replaceAll("/+$", "") + path);
    }

    private static URI withQuery(URI uri, String query) {
        return URI.create(uri + (uri.getRawQuery() == null ? "?" : "&") + query);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars);
    }
}
