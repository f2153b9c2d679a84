package org.earshot.edges.alert;

import java.nio.file.InvalidPathException;
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
import java.util.Optional;
import java.util.Set;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.earshot.edges.alert.rule.AlertEngine;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.rule.Schedule;
import org.earshot.edges.alert.rule.SourceCondition;
import org.earshot.edges.alert.rule.SourcePattern;
import org.earshot.edges.alert.sink.AlertSink;
import org.earshot.edges.evidence.EvidenceBucket;
import org.earshot.edges.evidence.EvidenceStore;
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
    static final List<String> KEYS = List.of("rules", "sinks", "evidence");
    static final List<String> EVIDENCE_KEYS = List.of("store", "s3_endpoint", "s3_region");
    static final List<String> RULE_KEYS = List.of(
            "name",
            "severity",
            "on",
            "source_is",
            "labels",
            "sources",
            "min_score",
            "min_duration_ms",
            "schedule",
            "cooldown_ms",
            "escalate",
            "send");
    private static final List<String> KEYS_OF_EVENT_RULES =
            List.of("labels", "min_score", "min_duration_ms", "escalate");
    static final List<String> SCHEDULE_KEYS = List.of("zone", "days", "from", "to");
    static final List<String> ESCALATE_KEYS = List.of("sources", "within_ms");
    private static final Logger LOG = LoggerFactory.getLogger(AlertConfig.class);
    private static final long MAX_MS = Duration.ofDays(366).toMillis();

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
        SinkConfig sinkConfig = new SinkConfig(evidence(file));
        YamlMap sinkFiles = file.map("sinks");
        for (String name : sinkFiles.names(Naming.NAME)) {
            sinks.put(name, sinkConfig.sink(name, sinkFiles.map(name)));
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

    private static Optional<EvidenceStore> evidence(YamlMap file) {
        if (!file.has("evidence")) {
            return Optional.empty();
        }
        YamlMap yaml = file.map("evidence").only(EVIDENCE_KEYS);
        String endpoint = yaml.parsed("s3_endpoint", "", EvidenceBucket::endpoint);
        try {
            return Optional.of(EvidenceStore.open(yaml.text("store"), endpoint, yaml.text("s3_region", "")));
        } catch (ConfigurationException | InvalidPathException e) {
            throw yaml.error("store", e.getMessage());
        }
    }

    private static AlertRule rule(YamlMap yaml, Set<String> sinks, KnownLabels known) {
        yaml.only(RULE_KEYS);
        String name = yaml.name("name", Naming.NAME);
        Optional<SourceCondition> condition =
                Optional.ofNullable(yaml.parsed("source_is", null, SourceCondition::parse));
        for (String key : KEYS_OF_EVENT_RULES) {
            require(
                    condition.isEmpty() || !yaml.has(key),
                    yaml,
                    key,
                    "is for rules over events; remove it, or `source_is`");
        }
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
                yaml.parsed("on", AlertRule.Moment.STARTED, AlertConfig::moment),
                condition,
                Set.copyOf(labels),
                yaml.allParsed("sources", SourcePattern::new),
                yaml.decimal("min_score", 0, 0, 1),
                Duration.ofMillis(yaml.whole("min_duration_ms", 0, 0, MAX_MS)),
                yaml.has("schedule") ? schedule(yaml.map("schedule")) : Schedule.ALWAYS,
                Duration.ofMillis(yaml.whole("cooldown_ms", 0, 0, MAX_MS)),
                yaml.has("escalate") ? escalation(yaml.map("escalate")) : AlertRule.Escalation.NONE,
                send.stream().distinct().toList());
    }

    private static AlertRule.Moment moment(String text) {
        return switch (text) {
            case "started" -> AlertRule.Moment.STARTED;
            case "ended" -> AlertRule.Moment.ENDED;
            default -> throw new IllegalArgumentException("write started or ended");
        };
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

    private static void requireKey(YamlMap yaml, String key, String otherwise) {
        require(yaml.has(key), yaml, key, "is missing; " + otherwise);
    }

    private static void require(boolean holds, YamlMap yaml, String key, String otherwise) {
        if (!holds) {
            throw yaml.error(key, otherwise);
        }
    }
}
