package org.earshot.detector.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.earshot.detector.model.ConfigurationException;

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

    public AlertConfig {
        rules = List.copyOf(rules);
        sinks = Map.copyOf(sinks);
    }

    /** @throws ConfigurationException if the file cannot be read or says something that cannot work */
    public static AlertConfig read(Path file, Map<String, String> environment) {
        try {
            return parse(Files.readString(file), file.toString(), environment);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read (" + e + "); name a readable rule file", e);
        }
    }

    static AlertConfig parse(String yaml, String origin, Map<String, String> environment) {
        ObjectMapper mapper = JsonMapper.builder(new YAMLFactory())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        FileYaml file;
        try {
            file = mapper.readValue(yaml, FileYaml.class);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
            String what = e.getOriginalMessage().lines().findFirst().orElse("not YAML");
            throw new ConfigurationException(origin + where + ": " + what, e);
        }
        if (file == null || file.rules == null || file.rules.isEmpty()) {
            throw new ConfigurationException(origin + ": has no rules; give at least one under `rules:`");
        }
        Map<String, SinkYaml> sinkFiles = file.sinks == null ? Map.of() : file.sinks;
        Map<String, AlertSink> sinks = sinkFiles.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        e -> e.getValue().sink(e.getKey(), new Origin(origin + ": sink " + e.getKey()), environment)));
        List<AlertRule> rules = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (RuleYaml rule : file.rules) {
            Origin at = new Origin(origin + ": rule " + rule.name);
            at.require(rule.name != null && !rule.name.isBlank(), "has no name");
            at.require(names.add(rule.name), "stands twice; names must differ");
            rules.add(rule.rule(at, sinks.keySet()));
        }
        return new AlertConfig(rules, sinks);
    }

    private record Origin(String where) {
        void require(boolean holds, String otherwise) {
            if (!holds) {
                throw new ConfigurationException(where + " " + otherwise);
            }
        }

        <T> T parse(String what, String text, Function<String, T> parser) {
            try {
                return parser.apply(text);
            } catch (DateTimeException | IllegalArgumentException e) {
                throw new ConfigurationException(
                        where + ": " + what + " '" + text + "' is not valid (" + e.getMessage() + ")", e);
            }
        }
    }

    private static final class FileYaml {
        public List<RuleYaml> rules;
        public Map<String, SinkYaml> sinks;
    }

    private static final class RuleYaml {
        public String name;
        public String severity = "warning";
        public Set<String> labels = Set.of();
        public List<String> sources = List.of();
        public double minScore;
        public long minDurationMs;
        public ScheduleYaml schedule;
        public long cooldownMs;
        public EscalateYaml escalate;
        public List<String> send = List.of();

        AlertRule rule(Origin at, Set<String> sinks) {
            at.require(!send.isEmpty(), "sends to nobody; name sinks under `send:`");
            for (String sink : send) {
                at.require(sinks.contains(sink), "sends to '" + sink + "', which is not under `sinks:` " + sinks);
            }
            at.require(minScore >= 0 && minScore <= 1, "has min_score " + minScore + "; it must lie in 0..1");
            at.require(minDurationMs >= 0 && cooldownMs >= 0, "has a negative time");
            return new AlertRule(
                    name,
                    severity,
                    labels,
                    sources.stream().map(SourcePattern::new).toList(),
                    minScore,
                    Duration.ofMillis(minDurationMs),
                    schedule == null ? Schedule.ALWAYS : schedule.schedule(at),
                    Duration.ofMillis(cooldownMs),
                    escalate == null ? AlertRule.Escalation.NONE : escalate.escalation(at),
                    send);
        }
    }

    private static final class EscalateYaml {
        public int sources;
        public long withinMs;

        AlertRule.Escalation escalation(Origin at) {
            at.require(
                    sources >= 2 && withinMs > 0, "escalates without `sources` of 2 or more and `within_ms` above 0");
            return new AlertRule.Escalation(sources, Duration.ofMillis(withinMs));
        }
    }

    private static final class ScheduleYaml {
        public String zone;
        public List<String> days = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
        public String from = "00:00";
        public String to = "00:00";

        Schedule schedule(Origin at) {
            at.require(zone != null, "has a schedule without `zone`, e.g. Europe/Berlin");
            Set<DayOfWeek> on = EnumSet.noneOf(DayOfWeek.class);
            for (String day : days) {
                on.add(at.parse("day", day, ScheduleYaml::day));
            }
            return new Schedule(
                    at.parse("zone", zone, ZoneId::of),
                    on,
                    at.parse("from", from, LocalTime::parse),
                    at.parse("to", to, LocalTime::parse));
        }

        private static DayOfWeek day(String text) {
            for (DayOfWeek day : DayOfWeek.values()) {
                if (text.length() >= 2 && day.name().startsWith(text.toUpperCase(Locale.ROOT))) {
                    return day;
                }
            }
            throw new IllegalArgumentException("days are mon, tue, wed, thu, fri, sat, sun");
        }
    }

    private static final class SinkYaml {
        public String type = "";
        public String url = "";
        public String secret = "";
        public Map<String, String> headers = Map.of();
        public long timeoutMs = 10_000;
        public long holdMs = 300_000;
        public String host = "";
        public int port = 25;
        public String user = "";
        public String password = "";
        public boolean starttls;
        public String from = "";
        public List<String> to = List.of();
        public List<String> command = List.of();

        AlertSink sink(String name, Origin at, Map<String, String> env) {
            at.require(timeoutMs > 0, "has timeout_ms " + timeoutMs + "; it must be above 0");
            Duration timeout = Duration.ofMillis(timeoutMs);
            return switch (type) {
                case "webhook" ->
                    new WebhookSink(
                            name,
                            uri(at, env),
                            timeout,
                            headers.entrySet().stream()
                                    .collect(Collectors.toMap(Map.Entry::getKey, e -> fill(e.getValue(), at, env))),
                            fill(secret, at, env));
                case "alertmanager" -> new AlertmanagerSink(name, uri(at, env), timeout, Duration.ofMillis(holdMs));
                case "email" -> {
                    at.require(!host.isEmpty() && !from.isEmpty() && !to.isEmpty(), "needs `host`, `from` and `to`");
                    yield new EmailSink(
                            name,
                            new EmailSink.Server(
                                    host, port, fill(user, at, env), fill(password, at, env), starttls, timeout),
                            from,
                            to);
                }
                case "command" -> {
                    at.require(!command.isEmpty(), "needs `command: [program, argument, ...]`");
                    yield new CommandSink(name, command, timeout);
                }
                default ->
                    throw new ConfigurationException(
                            at.where + ": type '" + type + "' is none of webhook, alertmanager, email, command");
            };
        }

        private URI uri(Origin at, Map<String, String> env) {
            URI uri = at.parse("url", fill(url, at, env), URI::create);
            at.require(
                    uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())),
                    "needs a `url` that begins with http:// or https://");
            return uri;
        }

        private static String fill(String text, Origin at, Map<String, String> env) {
            return Pattern.compile("\\$\\{(\\w+)}").matcher(text).replaceAll(m -> {
                String value = env.get(m.group(1));
                at.require(value != null, "uses ${" + m.group(1) + "}, which is not set in the environment");
                return Matcher.quoteReplacement(value);
            });
        }
    }
}
