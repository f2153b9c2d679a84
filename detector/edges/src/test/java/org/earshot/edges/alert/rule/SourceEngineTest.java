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
    private static final SourceState STALE = SourceState.STALE;
    private static final SourceState HEALTHY = SourceState.HEALTHY;
    private static final Duration MONTH = Duration.ofDays(30);

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
        after.rebuilt(NOON.minusSeconds(86_400));

        assertThat(after.due(at(86_401))).extracting(Alert::id).containsExactly(sent.id());
    }

    @Test
    void shouldForgetAStateThatPassedWhileNobodyLooked() {
        SourceEngine before = engine("source_is: silent for 10m");
        on(before, "a", SILENT, 0);
        Alert sent = before.due(at(600)).get(0);

        SourceEngine after = engine("source_is: silent for 10m");
        after.remember(SentAlert.of(sent, "c"));
        after.rebuilt(NOON.minusSeconds(86_400));
        on(after, "a", SILENT, 90_000);

        assertThat(after.due(at(90_600))).extracting(Alert::arrived).containsExactly(at(90_600));
    }

    @Test
    void shouldLookFarBackOnlyWhereARuleIsAboutStaleSources() {
        assertThat(engine("source_is: silent for 10m, cooldown_ms: 600000").memory())
                .isEqualTo(Duration.ofMinutes(80));
        assertThat(engine("source_is: stale for 10m").memory()).isEqualTo(MONTH);
        assertThat(engine("source_is: stale for 40d").memory()).isEqualTo(Duration.ofHours(40 * 24 + 1));
    }

    @Test
    void shouldTellNothingAgainOfAStaleSourceWithWhichAllSinksAreDone() {
        SourceEngine before = engine("source_is: stale for 10m");
        on(before, "a", STALE, 0);
        Alert sent = before.due(at(600)).get(0);

        SourceEngine after = engine("source_is: stale for 10m");
        after.rememberDone(SentAlert.of(sent, "c"));
        after.observe(status("a", STALE, at(0)), at(0));
        after.rebuilt(at(0).minus(MONTH));

        assertThat(after.due(at(1_000_000))).isEmpty();
        assertThat(on(after, "a", STALE, 1_000_001)).isEmpty();
        on(after, "a", HEALTHY, 1_000_002);
        on(after, "a", STALE, 1_000_003);
        assertThat(after.due(at(1_001_000))).hasSize(1);
    }

    @Test
    void shouldTellOfASourceThatIsStaleAgainThoughNoRecordSaysThatItCameBack() {
        SourceEngine before = engine("source_is: stale for 10m");
        on(before, "a", STALE, 0);
        Alert sent = before.due(at(600)).get(0);

        SourceEngine after = engine("source_is: stale for 10m");
        after.rememberDone(SentAlert.of(sent, "c"));
        after.observe(status("a", STALE, at(90_000)), at(90_000));
        after.rebuilt(at(0).minus(MONTH));

        assertThat(after.due(at(90_599))).isEmpty();
        assertThat(after.due(at(90_600)))
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject().since()).isEqualTo(at(90_000)));
    }

    @Test
    void shouldTakeAsToldWhatTheAlertsThatAreRememberedMayNotReach() {
        SourceEngine engine = engine("source_is: stale for 10m");
        engine.observe(status("long", STALE, at(60)), at(60));
        engine.observe(status("new", STALE, at(90_000)), at(90_000));
        engine.rebuilt(at(0));

        assertThat(engine.due(at(100_000))).extracting(Alert::sources).containsExactly(List.of("new"));
    }

    @Test
    void shouldTellNothingLateOfASourceThatWasForgotten() {
        SourceEngine engine = engine("source_is: stale for 10m");
        engine.observe(status("gone", STALE, at(0)), at(0));
        engine.observe(status("going", STALE, at(21_500)), at(21_500));
        engine.observeForgotten("gone", at(21_600));
        engine.observeForgotten("going", at(21_600));
        engine.observeForgotten("unknown", at(21_600));
        engine.rebuilt(at(0).minus(MONTH));

        assertThat(engine.due(at(22_100))).extracting(Alert::sources).containsExactly(List.of("going"));
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
