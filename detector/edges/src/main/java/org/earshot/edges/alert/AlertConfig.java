package org.earshot.edges.alert;

import jakarta.mail.internet.InternetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.earshot.edges.alert.rule.AlertEngine;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.rule.Schedule;
import org.earshot.edges.alert.rule.SourcePattern;
import org.earshot.edges.alert.sink.AlertSink;
import org.earshot.edges.alert.sink.AlertmanagerSink;
import org.earshot.edges.alert.sink.CommandSink;
import org.earshot.edges.alert.sink.EmailSink;
import org.earshot.edges.alert.sink.HttpPost;
import org.earshot.edges.alert.sink.WebhookSink;
import org.earshot.edges.yaml.YamlFile;
import org.earshot.edges.yaml.YamlMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rule file: rules and the sinks that deliver them, in YAML. Unknown keys are refused. {@code ${NAME}} in a value of a
 * sink is replaced by the environment variable, so that secrets stay out of the file.
 *
 * <p>Immutable.
 *
 * @param rules the rules, in the order of the file
 * @param sinks the sinks, by name
 */
public record AlertConfig(List<AlertRule> rules, Map<String, AlertSink> sinks) {
    static final List<String> KEYS = List.of("rules", "sinks");
    static final List<String> RULE_KEYS = List.of(
            "name",
            "severity",
            "labels",
            "sources",
            "min_score",
            "min_duration_ms",
            "schedule",
            "cooldown_ms",
            "escalate",
            "send");
    static final List<String> SCHEDULE_KEYS = List.of("zone", "days", "from", "to");
    static final List<String> ESCALATE_KEYS = List.of("sources", "within_ms");
    static final Map<String, List<String>> SINK_KEYS = Map.of(
            "webhook", List.of("type", "timeout_ms", "url", "secret", "headers"),
            "alertmanager", List.of("type", "timeout_ms", "url", "hold_ms"),
            "email", List.of("type", "timeout_ms", "host", "port", "starttls", "user", "password", "from", "to"),
            "command", List.of("type", "timeout_ms", "command"));

    private static final Logger LOG = LoggerFactory.getLogger(AlertConfig.class);
    private static final long MAX_MS = Duration.ofDays(366).toMillis();
    private static final long MAX_TIMEOUT_MS = Duration.ofHours(1).toMillis();
    private static final int MAX_PORT = 65_535;
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}._-]+|[0-9A-Fa-f:]+(%[\\w.-]+)?");

    public AlertConfig {
        rules = List.copyOf(rules);
        sinks = Map.copyOf(sinks);
    }

    /**
     * Reads a rule file.
     *
     * @param environment what {@code ${NAME}} stands for
     * @param labels that rules may name
     * @throws ConfigurationException with file, line and key if the file cannot be read or says something that cannot work
     */
    public static AlertConfig read(Path file, Map<String, String> environment, KnownLabels labels) {
        return of(YamlFile.read(file, environment), labels);
    }

    static AlertConfig parse(String yaml, String origin, Map<String, String> environment, KnownLabels labels) {
        return of(YamlFile.parse(yaml, origin, environment), labels);
    }

    private static AlertConfig of(YamlMap file, KnownLabels known) {
        file.only(KEYS);
        Map<String, AlertSink> sinks = new LinkedHashMap<>();
        YamlMap sinkFiles = file.map("sinks");
        for (String name : sinkFiles.names(Naming.NAME)) {
            sinks.put(name, sink(name, sinkFiles.map(name)));
        }
        List<AlertRule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMap yaml : file.maps("rules")) {
            AlertRule rule = rule(yaml, sinks.keySet(), known);
            require(names.add(rule.name()), yaml, "name", "stands twice; names of rules must differ");
            rules.add(rule);
        }
        require(!rules.isEmpty(), file, "rules", "there are no rules; give at least one");
        return new AlertConfig(rules, sinks);
    }

    private static AlertRule rule(YamlMap yaml, Set<String> sinks, KnownLabels known) {
        yaml.only(RULE_KEYS);
        String name = yaml.name("name", Naming.NAME);
        List<String> labels = yaml.names("labels", Naming.LABEL);
        for (int i = 0; i < labels.size(); i++) {
            if (!known.has(labels.get(i))) {
                ConfigurationException complaint = yaml.error("labels", i, known.complaint(labels.get(i)));
                if (known.binding()) {
                    throw complaint;
                }
                LOG.warn(complaint.getMessage());
            }
        }
        List<String> send = yaml.texts("send");
        require(!send.isEmpty(), yaml, "send", "the rule sends to nobody; name sinks");
        for (int i = 0; i < send.size(); i++) {
            if (!sinks.contains(send.get(i))) {
                throw yaml.error("send", i, "there is no such sink under `sinks:`; there are " + sinks);
            }
        }
        return new AlertRule(
                name,
                yaml.name("severity", "warning", Naming.NAME),
                Set.copyOf(labels),
                yaml.allParsed("sources", SourcePattern::new),
                yaml.decimal("min_score", 0, 0, 1),
                Duration.ofMillis(yaml.whole("min_duration_ms", 0, 0, MAX_MS)),
                yaml.has("schedule") ? schedule(yaml.map("schedule")) : Schedule.ALWAYS,
                Duration.ofMillis(yaml.whole("cooldown_ms", 0, 0, MAX_MS)),
                yaml.has("escalate") ? escalation(yaml.map("escalate")) : AlertRule.Escalation.NONE,
                send.stream().distinct().toList());
    }

    private static AlertRule.Escalation escalation(YamlMap yaml) {
        yaml.only(ESCALATE_KEYS);
        requireKey(yaml, "sources", "say how many sources, 2 or more");
        requireKey(yaml, "within_ms", "say within what time");
        return new AlertRule.Escalation(
                yaml.integer("sources", 0, 2, AlertEngine.MAX_SOURCES),
                Duration.ofMillis(yaml.whole("within_ms", 0, 1, MAX_MS)));
    }

    private static Schedule schedule(YamlMap yaml) {
        yaml.only(SCHEDULE_KEYS);
        requireKey(yaml, "zone", "say whose clock it is, e.g. Europe/Berlin");
        List<DayOfWeek> days = yaml.allParsed("days", AlertConfig::day);
        require(!yaml.has("days") || !days.isEmpty(), yaml, "days", "there is no day; name some, or remove the key");
        return new Schedule(
                yaml.parsed("zone", null, ZoneId::of),
                days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : EnumSet.copyOf(days),
                yaml.parsed("from", LocalTime.MIDNIGHT, LocalTime::parse),
                yaml.parsed("to", LocalTime.MIDNIGHT, LocalTime::parse));
    }

    private static DayOfWeek day(String text) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (text.length() >= 2 && day.name().startsWith(text.toUpperCase(Locale.ROOT))) {
                return day;
            }
        }
        throw new IllegalArgumentException("days are mon, tue, wed, thu, fri, sat, sun");
    }

    private static AlertSink sink(String name, YamlMap yaml) {
        String type = yaml.text("type");
        if (!SINK_KEYS.containsKey(type)) {
            throw yaml.error("type", "must be webhook, alertmanager, email or command");
        }
        yaml.only(SINK_KEYS.get(type));
        Duration timeout = Duration.ofMillis(yaml.whole("timeout_ms", 10_000, 1, MAX_TIMEOUT_MS));
        return switch (type) {
            case "webhook" -> webhook(name, yaml, timeout);
            case "alertmanager" ->
                new AlertmanagerSink(
                        name, hostOnly(yaml), timeout, Duration.ofMillis(yaml.whole("hold_ms", 300_000, 0, MAX_MS)));
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

    private static AlertSink webhook(String name, YamlMap yaml, Duration timeout) {
        YamlMap headers = yaml.map("headers");
        Map<String, String> values = new LinkedHashMap<>();
        for (String header : headers.names(Naming.NAME)) {
            String value = headers.filled(header, "");
            require(HttpPost.takes(header, value), headers, header, "is no header that can be sent");
            values.put(header, value);
        }
        return new WebhookSink(name, uri(yaml), timeout, values, yaml.filled("secret", ""));
    }

    private static AlertSink email(String name, YamlMap yaml, Duration timeout) {
        List<InternetAddress> to = yaml.allParsed("to", EmailSink::address);
        require(!to.isEmpty(), yaml, "to", "there is no receiver; write `to: [somebody@example.org]`");
        requireKey(yaml, "from", "say who sends");
        requireKey(yaml, "host", "name the mail server");
        return new EmailSink(
                name,
                new EmailSink.Server(
                        yaml.parsed("host", null, AlertConfig::host),
                        yaml.integer("port", 25, 1, MAX_PORT),
                        yaml.filled("user", ""),
                        yaml.filled("password", ""),
                        yaml.flag("starttls", false),
                        timeout),
                yaml.parsed("from", null, EmailSink::address),
                to);
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
