package org.earshot.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.earshot.detector.Guide;
import org.earshot.detector.model.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertConfigTest {
    private static final String SINKS = "\nsinks: {c: {type: command, command: [cat]}}";

    private static AlertConfig parse(String yaml) {
        return AlertConfig.parse(yaml, "rules.yaml", Map.of("HOOK_KEY", "s3cret"));
    }

    @Test
    void shouldReadEveryKeyOfARule() {
        AlertRule rule = parse("""
                        rules:
                        - name: night glass
                          severity: critical
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
                guide.example(), "docs/alerts.md", Map.of("HOOK_SECRET", "s3cret", "MAIL_PASSWORD", "s3cret"));

        assertThat(config.rules()).hasSize(2);
        assertThat(config.sinks()).hasSize(4);
        guide.requireEveryKeyOf(AlertConfig.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rules: []|has no rules",
                "rules: [{name: r, send: [c], colour: red}]|colour",
                "rules: [{name: r, send: [x]}]|sends to 'x'",
                "rules: [{name: r, send: []}]|sends to nobody",
                "rules: [{name: r, send: [c]}, {name: r, send: [c]}]|stands twice",
                "rules: [{name: r, send: [c], min_score: 2}]|min_score 2.0",
                "rules: [{name: r, send: [c], schedule: {zone: Mars/Base}}]|zone 'Mars/Base'",
                "rules: [{name: r, send: [c], schedule: {zone: UTC, days: [noday]}}]|day 'noday'",
                "rules: [{name: r, send: [c], escalate: {sources: 1, within_ms: 5}}]|escalates without",
                "rules: ]|rules.yaml:1"
            })
    void shouldSayInOneLineWhatIsWrong(String rules, String message) {
        assertThatThrownBy(() -> parse(rules + SINKS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("rules.yaml")
                .hasMessageContaining(message)
                .extracting(e -> e.getMessage().lines().count())
                .isEqualTo(1L);
    }

    @Test
    void shouldNameTheVariableThatIsNotSet() {
        String yaml = "rules: [{name: r, send: [w]}]\n"
                + "sinks: {w: {type: webhook, url: 'http://h/', secret: '${NO_SUCH_KEY}'}}";

        assertThatThrownBy(() -> parse(yaml)).hasMessageContaining("sink w").hasMessageContaining("${NO_SUCH_KEY}");
    }
}
