package org.earshot.edges.alert;

import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.core.model.Naming;
import org.earshot.core.model.NearestName;
import org.earshot.edges.alert.sink.AlertSink;
import org.earshot.edges.alert.sink.AlertmanagerSink;
import org.earshot.edges.alert.sink.ClipReader;
import org.earshot.edges.alert.sink.CommandSink;
import org.earshot.edges.alert.sink.EmailSink;
import org.earshot.edges.alert.sink.HttpPost;
import org.earshot.edges.alert.sink.WebhookSink;
import org.earshot.edges.alert.template.BodyTemplate;
import org.earshot.edges.alert.template.MessageForm;
import org.earshot.edges.alert.template.OwnForm;
import org.earshot.edges.alert.template.Service;
import org.earshot.edges.alert.template.TextTemplate;
import org.earshot.edges.evidence.EvidenceStore;
import org.earshot.edges.yaml.YamlMap;

/**
 * The sinks of a rule file. Messages show no value in which an environment variable was filled in.
 *
 * <p>Immutable.
 *
 * @param evidence where the sound of events lies, if the file says so
 */
record SinkConfig(Optional<EvidenceStore> evidence) {
    static final Map<String, List<String>> KEYS = Map.of(
            "webhook",
                    List.of(
                            "type",
                            "timeout_ms",
                            "url",
                            "secret",
                            "template",
                            "token",
                            "chat",
                            "title",
                            "text",
                            "body",
                            "headers",
                            "attach"),
            "alertmanager", List.of("type", "timeout_ms", "url", "hold_ms"),
            "email",
                    List.of(
                            "type",
                            "timeout_ms",
                            "host",
                            "port",
                            "starttls",
                            "user",
                            "password",
                            "from",
                            "to",
                            "attach"),
            "command", List.of("type", "timeout_ms", "command"));

    private static final long MAX_HOLD_MS = Duration.ofDays(366).toMillis();
    private static final long MAX_TIMEOUT_MS = Duration.ofHours(1).toMillis();
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._-]+|[0-9A-Fa-f:]+(%[\\w.-]+)?");
    private static final String TELEGRAM = "https://api.telegram.org";

    AlertSink sink(String name, YamlMap yaml) {
        String type = yaml.text("type");
        if (!KEYS.containsKey(type)) {
            throw yaml.error("type", "must be webhook, alertmanager, email or command");
        }
        yaml.only(KEYS.get(type));
        Duration timeout = Duration.ofMillis(yaml.whole("timeout_ms", 10_000, 1, MAX_TIMEOUT_MS));
        return switch (type) {
            case "webhook" -> webhook(name, yaml, timeout);
            case "alertmanager" ->
                new AlertmanagerSink(
                        name,
                        hostOnly(yaml),
                        timeout,
                        Duration.ofMillis(yaml.whole("hold_ms", 300_000, 0, MAX_HOLD_MS)),
                        InstantSource.system());
            case "email" -> email(name, yaml, timeout);
            default -> {
                List<String> command = yaml.texts("command");
                require(!command.isEmpty(), yaml, "command", "write `command: [program, argument, ...]`");
                CommandSink.faultOf(command.get(0)).ifPresent(fault -> {
                    throw yaml.error("command", 0, fault);
                });
                yield new CommandSink(name, command, timeout);
            }
        };
    }

    private AlertSink webhook(String name, YamlMap yaml, Duration timeout) {
        Optional<Service> service = service(yaml);
        MessageForm form = service.isPresent() ? form(service.get(), yaml) : ownForm(yaml);
        require(
                !yaml.has("attach") || service.isPresent() && service.get().takesFiles(),
                yaml,
                "attach",
                "no sound goes with this message; it does with `template:` ntfy, telegram or apprise");
        YamlMap headers = yaml.map("headers");
        Map<String, TextTemplate> values = new LinkedHashMap<>();
        for (String header : headers.names(Naming.NAME)) {
            String value = headers.filled(header, "");
            require(HttpPost.takes(header, value), headers, header, "is no header that can be sent");
            values.put(header, template(headers, header, value));
        }
        return new WebhookSink(
                name,
                form,
                timeout,
                new WebhookSink.Options(
                        template(yaml, "title", yaml.text("title", "{{title}}")),
                        template(yaml, "text", yaml.text("text", "{{text}}")),
                        values,
                        yaml.filled("secret", ""),
                        clips(yaml)));
    }

    private static Optional<Service> service(YamlMap yaml) {
        if (!yaml.has("template")) {
            for (String key : List.of("token", "chat")) {
                require(!yaml.has(key), yaml, key, "is for `template`; remove it, or name the service");
            }
            return Optional.empty();
        }
        require(!yaml.has("body"), yaml, "body", "is given by `template`; keep one of them");
        String name = yaml.text("template");
        Optional<Service> service = Service.of(name);
        require(
                service.isPresent(),
                yaml,
                "template",
                "no such service"
                        + NearestName.of(name, Service.names())
                                .map(near -> ", did you mean " + near + "?")
                                .orElse("")
                        + "; there are " + String.join(", ", Service.names()) + "; for another write its `body`");
        return service;
    }

    private static MessageForm form(Service service, YamlMap yaml) {
        require(
                service.takesToken() || !yaml.has("token"),
                yaml,
                "token",
                service.word() + " has none; its secret is in the address");
        require(
                !service.needsToken() || yaml.has("token"),
                yaml,
                "token",
                "is missing; " + service.word() + " needs it");
        require(yaml.has("chat") || service != Service.TELEGRAM, yaml, "chat", "is missing; say which chat gets it");
        require(!yaml.has("chat") || service == Service.TELEGRAM, yaml, "chat", "is for telegram alone");
        String token = yaml.filled("token", "");
        require(
                token.matches("[\\x21-\\x7E&&[^/?#%\\\\]]*"),
                yaml,
                "token",
                "has a character that no token has; check what it is filled with");
        URI uri = service == Service.TELEGRAM && !yaml.has("url") ? URI.create(TELEGRAM) : hook(yaml);
        require(
                uri.getRawQuery() == null || !service.takesBase(),
                yaml,
                "url",
                "must end before any ?, since " + service.word() + "'s own paths are added to it");
        return service.form(uri, token, yaml.filled("chat", ""));
    }

    private static MessageForm ownForm(YamlMap yaml) {
        for (String key : List.of("title", "text")) {
            require(
                    !yaml.has(key) || yaml.has("body"),
                    yaml,
                    key,
                    "is for `template` and `body`; without them the alert goes out as JSON, which has none");
        }
        Optional<BodyTemplate> body = Optional.empty();
        if (yaml.has("body")) {
            try {
                body = Optional.of(BodyTemplate.of(yaml.filled("body", "")));
            } catch (IllegalArgumentException e) {
                throw yaml.error("body", e.getMessage());
            }
        }
        return new OwnForm(hook(yaml), body);
    }

    private static TextTemplate template(YamlMap yaml, String key, String text) {
        try {
            return TextTemplate.of(text);
        } catch (IllegalArgumentException e) {
            throw yaml.error(key, e.getMessage());
        }
    }

    private ClipReader clips(YamlMap yaml) {
        if (!yaml.flag("attach", false)) {
            return ClipReader.NONE;
        }
        require(
                evidence.isPresent(),
                yaml,
                "attach",
                "needs to know where the sound is; write `evidence: {store: ...}` at the top of the file");
        return new ClipReader(evidence.get());
    }

    private AlertSink email(String name, YamlMap yaml, Duration timeout) {
        List<InternetAddress> to = yaml.allParsed("to", EmailSink::address);
        require(!to.isEmpty(), yaml, "to", "there is no receiver; write `to: [somebody@example.org]`");
        requireKey(yaml, "from", "say who sends");
        requireKey(yaml, "host", "name the mail server");
        return new EmailSink(
                name,
                new EmailSink.Server(
                        yaml.parsed("host", null, SinkConfig::host),
                        yaml.integer("port", 25, 1, MAX_PORT),
                        yaml.filled("user", ""),
                        yaml.filled("password", ""),
                        yaml.flag("starttls", false),
                        timeout),
                new EmailSink.Letter(yaml.parsed("from", null, EmailSink::address), to, clips(yaml)));
    }

    /** Alertmanager's own addresses are added to it. */
    private static URI hostOnly(YamlMap yaml) {
        URI uri = uri(yaml);
        boolean only = (uri.getRawPath() == null || uri.getRawPath().matches("/*"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        require(
                only,
                yaml,
                "url",
                "must end behind host and port, as http://alertmanager:9093 does; /api/v2/alerts is added to it");
        return uri;
    }

    private static String host(String text) {
        if (!HOST.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "write the name or address of the mail server alone, the port under `port`");
        }
        return text;
    }

    /** What stands behind a # stays with the client. */
    private static URI hook(YamlMap yaml) {
        URI uri = uri(yaml);
        require(uri.getRawFragment() == null, yaml, "url", "has a #, behind which nothing is sent; write that as %23");
        return uri;
    }

    /** The address is never shown: for many receivers it is the secret. */
    private static URI uri(YamlMap yaml) {
        yaml.text("url");
        try {
            URI uri = URI.create(yaml.filled("url", ""));
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getPort() <= MAX_PORT) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw yaml.error("url", "is no address; write http://... or https://..., other signs as %XX");
        }
        throw yaml.error("url", "must begin with http:// or https:// and name a host");
    }

    private static void requireKey(YamlMap yaml, String key, String otherwise) {
        require(yaml.has(key), yaml, key, "is missing; " + otherwise);
    }

    private static void require(boolean holds, YamlMap yaml, String key, String otherwise) {
        if (!holds) {
            throw yaml.error(key, otherwise);
        }
    }
}
