package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.rule.Schedule;
import org.earshot.edges.alert.rule.SourceCondition;
import org.earshot.edges.alert.template.AlertFields;
import org.earshot.edges.yaml.Guide;
import org.earshot.edges.yaml.YamlFuzz;
import org.earshot.edges.yaml.YamlSchema;
import org.earshot.schema.SourceState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertConfigTest {
    private static final String SINKS = "\nsinks: {c: {type: command, command: [cat]}}";

    private static AlertConfig parse(String yaml) {
        return Rules.parse(yaml);
    }

    @Test
    void shouldReadEveryKeyOfARule() {
        AlertRule rule = parse("""
                        rules:
                        - name: night glass
                          severity: critical
                          on: ended
                          labels: [glass_breaking]
                          sources: ["door-*"]
                          min_score: 0.5
                          min_duration_ms: 300
                          schedule: {zone: Europe/Berlin, days: [fri, sat], from: "22:00", to: "06:00"}
                          cooldown_ms: 60000
                          escalate: {sources: 2, within_ms: 5000}
                          send: [c]
                        """ + SINKS.strip()).rules().get(0);

        assertThat(rule.name()).isEqualTo("night glass");
        assertThat(rule.severity()).isEqualTo("critical");
        assertThat(rule.moment()).isEqualTo(AlertRule.Moment.ENDED);
        assertThat(rule.listensTo("glass_breaking", "door-7")).isTrue();
        assertThat(rule.listensTo("glass_breaking", "hall-7")).isFalse();
        assertThat(rule.minScore()).isEqualTo(0.5);
        assertThat(rule.minDuration()).isEqualTo(Duration.ofMillis(300));
        assertThat(rule.schedule().days()).hasSize(2);
        assertThat(rule.coolDown()).isEqualTo(Duration.ofMinutes(1));
        assertThat(rule.escalation()).isEqualTo(new AlertRule.Escalation(2, Duration.ofSeconds(5)));
        assertThat(rule.sinks()).containsExactly("c");
    }

    @Test
    void shouldListenToEverythingByDefault() {
        AlertRule rule =
                parse("rules: [{name: all, send: [c]}]" + SINKS).rules().get(0);

        assertThat(rule.listensTo("anything", "anywhere")).isTrue();
        assertThat(rule.coolDown()).isZero();
        assertThat(rule.schedule()).isEqualTo(Schedule.ALWAYS);
        assertThat(rule.escalation()).isEqualTo(AlertRule.Escalation.NONE);
    }

    @Test
    void shouldReadARuleOverSources() {
        AlertRule rule = parse("rules: [{name: mics, source_is: silent for 10m, sources: [door-*], send: [c]}]" + SINKS)
                .rules()
                .get(0);

        assertThat(rule.condition()).contains(new SourceCondition(SourceState.SILENT, Duration.ofMinutes(10)));
        assertThat(rule.moment()).isEqualTo(AlertRule.Moment.STARTED);
        assertThat(rule.concerns("door-1")).isTrue();
        assertThat(rule.concerns("hall")).isFalse();
    }

    @Test
    void shouldBuildEverySink() {
        AlertConfig config = parse("""
                        rules: [{name: all, send: [w, a, e, c]}]
                        sinks:
                          w: {type: webhook, url: "http://127.0.0.1:1/x", secret: "${HOOK_KEY}", headers: {A: b}}
                          a: {type: alertmanager, url: "http://127.0.0.1:9093"}
                          e: {type: email, host: localhost, port: 2525, from: a@b.c, to: [d@e.f]}
                          c: {type: command, command: [cat]}
                        """);

        assertThat(config.sinks()).containsOnlyKeys("w", "a", "e", "c");
    }

    @Test
    void shouldReadTheExampleOfTheGuide() throws IOException {
        Guide guide = Guide.read("alerts.md");

        AlertConfig config = AlertConfig.parse(
                guide.example(),
                "docs/alerts.md",
                Map.of(
                        "HOOK_SECRET",
                        "s3cret",
                        "MAIL_PASSWORD",
                        "s3cret",
                        "NTFY_TOPIC",
                        "s3cret",
                        "TELEGRAM_TOKEN",
                        "s3cret"),
                Rules.LABELS);

        assertThat(config.rules()).hasSize(4);
        assertThat(config.sinks()).hasSize(7);
        assertThat(AlertFields.NAMES)
                .allSatisfy(field -> assertThat(guide.text()).contains("`{{" + field + "}}`"));
        guide.requireEveryKey(AlertConfig.EVIDENCE_KEYS);
        guide.requireEveryKey(AlertConfig.KEYS);
        guide.requireEveryKey(AlertConfig.RULE_KEYS);
        guide.requireEveryKey(AlertConfig.SCHEDULE_KEYS);
        guide.requireEveryKey(AlertConfig.ESCALATE_KEYS);
        SinkConfig.KEYS.values().forEach(guide::requireEveryKey);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: []|1: rules: there are no rules",
                "rules:|1: rules: has no value",
                "rules: [{name: r, send: [c], colour: red}]|1: rules[0].colour: unknown key",
                "rules: [{name: r, send: [x]}]|1: rules[0].send: there is no such sink",
                "rules: [{name: r, send: []}]|1: rules[0].send: the rule sends to nobody",
                "rules: [{name: r, send: [~]}]|1: rules[0].send: has no value",
                "rules: [{name: r, send: [c]}, {name: r, send: [c]}]|1: rules[1].name: stands twice",
                "rules: [{name: 'a<b', send: [c]}]|1: rules[0].name: has the character U+003C",
                "rules: [{name: r, send: [c], min_score: 2}]|1: rules[0].min_score: must lie in 0.0..1.0",
                "rules: [{name: r, send: [c], schedule: {zone: Mars/Base}}]|schedule.zone: 'Mars/Base' is not valid",
                "rules: [{name: r, send: [c], schedule: {zone: UTC, days: [noday]}}]|schedule.days: 'noday'",
                "rules: [{name: r, send: [c], schedule: {days: [mon]}}]|schedule.zone: is missing",
                "rules: [{name: r, send: [c], escalate: {sources: 1, within_ms: 5}}]|escalate.sources: must lie in 2..",
                "rules: [{name: r, send: [c], labels: [dgo]}]|labels: 'dgo' is no label of model tiny, did you mean dog? (it has dog, ",
                "rules: [{name: r, send: [c], sources: ['']}]|1: rules[0].sources: '' is not valid (is blank; no source matches it, write",
                "rules: [{name: r, send: [c], sources: ['gate<1']}]|1: rules[0].sources: 'gate<1' is not valid (has the character",
                "rules: [{name: r, send: [c], on: noon}]|rules[0].on: 'noon' is not valid (write started or ended)",
                "rules: [{name: r, send: [c], source_is: loud}]|rules[0].source_is: 'loud' is not valid (write silent, stale",
                "rules: [{name: r, send: [c], source_is: stale for ever}]|rules[0].source_is: 'stale for ever' is not valid",
                "rules: [{name: r, send: [c], source_is: stale, min_score: 0.5}]|rules[0].min_score: is for rules over events",
                "rules: [{name: r, send: [c], labels: [&a]}]|1: rules[0].labels: has no value",
                "rules: ]|1: not valid YAML"
            })
    void shouldSayInOneLineWhatIsWrong(String rules, String message) {
        assertThatThrownBy(() -> parse(rules + SINKS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("rules.yaml:1: ")
                .hasMessageContaining(message)
                .extracting(e -> e.getMessage().lines().count())
                .isEqualTo(1L);
    }

    @Test
    void shouldNameTheVariableThatIsNotSet() {
        String yaml = "rules: [{name: r, send: [w]}]\n"
                + "sinks: {w: {type: webhook, url: 'http://h/', secret: '${NO_SUCH_KEY}'}}";

        assertThatThrownBy(() -> parse(yaml))
                .hasMessageStartingWith("rules.yaml:2: sinks.w.secret: uses ${NO_SUCH_KEY}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{type: webhook}|sinks.w.url: is missing",
                "{type: carrier-pigeon}|sinks.w.type: must be webhook",
                "{type: webhook, url: 'http://h/', hold_ms: 5}|sinks.w.hold_ms: unknown key",
                "{type: webhook, url: 'ftp://h/${HOOK_KEY}'}|sinks.w.url: must begin with http",
                "{type: webhook, url: 'http://h/ ${HOOK_KEY}'}|sinks.w.url: is no address",
                "{type: webhook, url: 'http://h:70000/'}|sinks.w.url: must begin with http",
                "{type: webhook, url: 'http://h/', headers: {Host: x}}|sinks.w.headers.Host: is no header",
                "{type: webhook, url: 'http://h/', headers: {A: \"${HOOK_KEY}\\n\"}}|sinks.w.headers.A: is no header",
                "{type: webhook, url: 'http://h/#${HOOK_KEY}'}|sinks.w.url: has a #",
                "{type: webhook, template: gotify, token: t, url: 'http://h/?x=1'}|sinks.w.url: must end before any ?",
                "{type: email, host: h, from: nobody, to: [d@e.f]}|sinks.w.from: 'nobody' is not valid",
                "{type: email, host: h, from: a@b.c, to: [~]}|sinks.w.to: has no value",
                "{type: command, command: []}|sinks.w.command: write",
                "{type: command, command: [no-such-program, x]}|sinks.w.command: there is no such program on the PATH; install it",
                "{type: command, command: [/etc/passwd]}|sinks.w.command: there is no program here that this user may run",
                "{type: alertmanager, url: 'http://h:9093/api/v2/alerts'}|sinks.w.url: must end behind host and port",
                "{type: alertmanager, url: 'http://h:9093/#/alerts'}|sinks.w.url: must end behind host and port",
                "{type: email, host: 'smtp://h', from: a@b.c, to: [d@e.f]}|sinks.w.host: 'smtp://h' is not valid (write the name",
                "{type: email, host: 'h:25', from: a@b.c, to: [d@e.f]}|sinks.w.host: 'h:25' is not valid (write the name",
                "~|sinks.w: has no value"
            })
    void shouldSayWhatIsWrongWithASinkAndKeepItsSecret(String sink, String message) {
        assertThatThrownBy(() -> parse("rules: [{name: r, send: [w]}]\nsinks:\n  w: " + sink))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("rules.yaml:")
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void shouldOnlyWarnOfALabelThatAnotherModelMayHave() {
        var presumed = new KnownLabels("the shipped model", List.of("dog"), false);

        AlertConfig config = AlertConfig.parse(
                "rules: [{name: r, labels: [owl], send: [c]}]" + SINKS, "rules.yaml", Map.of(), presumed);

        assertThat(config.rules().get(0).listensTo("owl", "a")).isTrue();
    }

    @Test
    void shouldRefuseWhateverElseStandsInTheFileInOneLine() throws IOException {
        Map<String, String> environment = Map.of(
                "HOOK_SECRET", "s3cret", "MAIL_PASSWORD", "s3cret", "NTFY_TOPIC", "s3cret", "TELEGRAM_TOKEN", "s3cret");

        new YamlFuzz(
                        Guide.read("alerts.md").example(),
                        yaml -> AlertConfig.parse(yaml, "fuzz.yaml", environment, Rules.LABELS))
                .run();
    }

    @Test
    void shouldHaveASchemaForEditors() throws IOException {
        YamlSchema schema = YamlSchema.read("alerts");

        schema.requireToTake(Guide.read("alerts.md").example());
        schema.requireKeys("/properties", AlertConfig.KEYS);
        schema.requireKeys("/definitions/rule/properties", AlertConfig.RULE_KEYS);
        schema.requireKeys("/definitions/rule/properties/schedule/properties", AlertConfig.SCHEDULE_KEYS);
        schema.requireKeys("/definitions/rule/properties/escalate/properties", AlertConfig.ESCALATE_KEYS);
        schema.requireKeys("/properties/evidence/properties", AlertConfig.EVIDENCE_KEYS);
        SinkConfig.KEYS.forEach((type, keys) -> schema.requireKeys("/definitions/" + type + "/properties", keys));
        assertThat(schema.faults("rules: [{name: all, send: [log]}]\nsinks: {log: {type: fax}}"))
                .isNotEmpty();
    }
}
