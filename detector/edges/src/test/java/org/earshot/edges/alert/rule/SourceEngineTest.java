package org.earshot.edges.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.earshot.edges.alert.Rules;
import org.earshot.schema.SourceState;
import org.junit.jupiter.api.Test;

class SourceEngineTest {
    private static final SourceState SILENT = SourceState.SILENT;
    private static final SourceState HEALTHY = SourceState.HEALTHY;

    private static SourceEngine engine(String ruleYaml) {
        String yaml = "rules:\n- {name: r, send: [c], " + ruleYaml + "}\nsinks: {c: {type: command, command: [cat]}}";
        return new SourceEngine(Rules.parse(yaml).rules());
    }

    private static Instant at(long seconds) {
        return NOON.plusSeconds(seconds);
    }

    private static List<Alert> on(SourceEngine engine, String source, SourceState state, long seconds) {
        return engine.on(status(source, state, at(seconds)), at(seconds));
    }

    @Test
    void shouldTellOnceWhenAStateHasLasted() {
        SourceEngine engine = engine("source_is: silent for 10m");

        assertThat(on(engine, "a", SILENT, 0)).isEmpty();
        assertThat(engine.due(at(599))).isEmpty();
        assertThat(engine.due(at(601))).singleElement().satisfies(alert -> {
            assertThat(alert.arrived()).isEqualTo(at(600));
            assertThat(alert.sources()).containsExactly("a");
            assertThat(alert.id()).isEqualTo("a/2026-07-01T12:00:00Z/r");
            assertThat(AlertText.subject(alert)).isEqualTo("r: a is silent, since 2026-07-01T12:00:00Z");
        });
        assertThat(engine.due(at(700))).isEmpty();
        assertThat(on(engine, "a", SILENT, 800)).isEmpty();
    }

    @Test
    void shouldTellAtOnceWhereNoTimeIsGiven() {
        SourceEngine engine = engine("source_is: stale");

        assertThat(on(engine, "a", SourceState.STALE, 0)).hasSize(1);
        assertThat(on(engine, "a", SILENT, 1)).isEmpty();
        assertThat(on(engine, "a", SourceState.STALE, 2)).hasSize(1);
    }

    @Test
    void shouldBeginAnewAfterABreak() {
        SourceEngine engine = engine("source_is: silent for 10m");

        on(engine, "a", SILENT, 0);
        assertThat(on(engine, "a", HEALTHY, 500)).isEmpty();
        on(engine, "a", SILENT, 501);
        assertThat(engine.due(at(1_100))).isEmpty();
        assertThat(engine.due(at(1_101))).hasSize(1);
    }

    @Test
    void shouldTellOfWhatPassedBeforeItsRecordsWereRead() {
        SourceEngine engine = engine("source_is: clipped for 1m");

        on(engine, "a", SourceState.CLIPPED, 0);
        assertThat(on(engine, "a", HEALTHY, 90)).hasSize(1);
        on(engine, "a", SourceState.CLIPPED, 100);
        assertThat(on(engine, "a", HEALTHY, 159)).isEmpty();
    }

    @Test
    void shouldTellTheEndOnlyOfAStateThatLasted() {
        SourceEngine engine = engine("source_is: silent for 10m, on: ended");

        on(engine, "a", SILENT, 0);
        assertThat(engine.due(at(2_000))).isEmpty();
        assertThat(on(engine, "a", HEALTHY, 2_001)).singleElement().satisfies(alert -> {
            assertThat(alert.arrived()).isEqualTo(at(2_001));
            assertThat(alert.subject().isOver()).isTrue();
            assertThat(AlertText.subject(alert)).isEqualTo("r: a is no longer silent, since 2026-07-01T12:00:00Z");
        });
        on(engine, "a", SILENT, 3_000);
        assertThat(on(engine, "a", HEALTHY, 3_599)).isEmpty();
    }

    @Test
    void shouldKeepQuietForTheCoolDownPerSource() {
        SourceEngine engine = engine("source_is: clipped, cooldown_ms: 60000");

        assertThat(on(engine, "a", SourceState.CLIPPED, 0)).hasSize(1);
        on(engine, "a", HEALTHY, 10);
        assertThat(on(engine, "a", SourceState.CLIPPED, 59)).isEmpty();
        assertThat(on(engine, "b", SourceState.CLIPPED, 59)).hasSize(1);
        on(engine, "a", HEALTHY, 60);
        assertThat(on(engine, "a", SourceState.CLIPPED, 61)).hasSize(1);
    }

    @Test
    void shouldPassOverOtherSources() {
        SourceEngine engine = engine("source_is: stale, sources: ['door-*']");

        assertThat(on(engine, "hall", SourceState.STALE, 0)).isEmpty();
        assertThat(engine.isOpen("hall")).isFalse();
        assertThat(on(engine, "door-1", SourceState.STALE, 0)).hasSize(1);
        assertThat(engine.isOpen("door-1")).isTrue();
    }

    @Test
    void shouldGiveTheAlertOfAStateThatLastsTheSameIdAfterARestart() {
        String rule = "source_is: silent for 10m, cooldown_ms: 3600000";
        SourceEngine before = engine(rule);
        on(before, "a", SILENT, 0);
        Alert sent = before.due(at(600)).get(0);

        SourceEngine after = engine(rule);
        after.remember(SentAlert.of(sent, "c"));
        after.observe(status("a", SILENT, at(86_400)), at(86_400));
        after.forgetUnseen();

        assertThat(after.due(at(86_401))).extracting(Alert::id).containsExactly(sent.id());
    }

    @Test
    void shouldForgetAStateThatPassedWhileNobodyLooked() {
        SourceEngine before = engine("source_is: silent for 10m");
        on(before, "a", SILENT, 0);
        Alert sent = before.due(at(600)).get(0);

        SourceEngine after = engine("source_is: silent for 10m");
        after.remember(SentAlert.of(sent, "c"));
        after.forgetUnseen();
        on(after, "a", SILENT, 90_000);

        assertThat(after.due(at(90_600))).extracting(Alert::arrived).containsExactly(at(90_600));
    }

    @Test
    void shouldRememberNoMoreThanItMustOfTheSourcesOfAStranger() {
        SourceEngine engine = engine("source_is: silent for 10m");

        for (int i = 0; i < 30_000; i++) {
            on(engine, "mic-" + i, SILENT, 0);
        }

        assertThat(engine.due(at(Duration.ofHours(1).toSeconds()))).hasSize(20_000);
    }
}
