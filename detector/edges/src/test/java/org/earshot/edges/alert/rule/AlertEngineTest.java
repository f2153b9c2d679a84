package org.earshot.edges.alert.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.ended;
import static org.earshot.edges.alert.Events.event;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.earshot.edges.alert.Rules;
import org.earshot.schema.SoundEvent;
import org.junit.jupiter.api.Test;

class AlertEngineTest {
    private static AlertEngine engine(String ruleYaml) {
        String yaml = "rules:\n- {name: r, send: [c], " + ruleYaml + "}\nsinks: {c: {type: command, command: [cat]}}";
        return new AlertEngine(Rules.parse(yaml).rules());
    }

    /** With a record that is written when the sound ends, by a clock that is right. */
    private static List<Alert> on(AlertEngine engine, SoundEvent event) {
        return engine.on(event, event.getOffset());
    }

    @Test
    void shouldFireOncePerEventHoweverManyRecordsItHas() {
        AlertEngine engine = engine("labels: [dog]");
        var started = event("mic", "dog", NOON);

        assertThat(on(engine, started)).hasSize(1);
        assertThat(on(engine, started)).isEmpty();
        assertThat(on(engine, ended(started, Duration.ofSeconds(3)))).isEmpty();
    }

    @Test
    void shouldPassOverOtherLabelsSourcesAndLowScores() {
        AlertEngine engine = engine("labels: [dog], sources: ['door-*'], min_score: 0.75");

        assertThat(on(engine, event("door-1", "siren", NOON))).isEmpty();
        assertThat(on(engine, event("hall-1", "dog", NOON))).isEmpty();
        var quiet = event("door-1", "dog", NOON);
        quiet.setScore(0.7f);
        assertThat(on(engine, quiet)).isEmpty();
        assertThat(on(engine, event("door-1", "dog", NOON.plusSeconds(1)))).hasSize(1);
    }

    @Test
    void shouldWaitUntilAnEventIsLongEnough() {
        AlertEngine engine = engine("min_duration_ms: 2000");
        var started = event("mic", "dog", NOON);

        assertThat(on(engine, started)).isEmpty();
        assertThat(on(engine, ended(started, Duration.ofMillis(1_999)))).isEmpty();
        assertThat(on(engine, ended(started, Duration.ofMillis(2_000)))).hasSize(1);
    }

    @Test
    void shouldWaitForTheEndWhereARuleIsAboutIt() {
        AlertEngine engine = engine("on: ended");
        var started = event("mic", "dog", NOON);

        assertThat(on(engine, started)).isEmpty();
        var ended = ended(started, Duration.ofSeconds(3));
        assertThat(on(engine, ended))
                .singleElement()
                .extracting(Alert::subject)
                .isEqualTo(new AlertSubject.Heard(ended));
        assertThat(on(engine, ended)).isEmpty();
    }

    @Test
    void shouldKeepQuietForTheCoolDownPerSourceAndLabel() {
        AlertEngine engine = engine("cooldown_ms: 60000");

        assertThat(on(engine, event("a", "dog", NOON))).hasSize(1);
        assertThat(on(engine, event("a", "dog", NOON.plusSeconds(59)))).isEmpty();
        assertThat(on(engine, event("b", "dog", NOON.plusSeconds(59)))).hasSize(1);
        assertThat(on(engine, event("a", "siren", NOON.plusSeconds(59)))).hasSize(1);
        assertThat(on(engine, event("a", "dog", NOON.plusSeconds(60)))).hasSize(1);
    }

    @Test
    void shouldNotMakeUpForAnEventOfTheCoolDownWhenItEndsLater() {
        AlertEngine engine = engine("cooldown_ms: 1000");
        on(engine, event("a", "dog", NOON));
        var second = event("a", "dog", NOON.plusMillis(500));
        on(engine, second);

        assertThat(on(engine, ended(second, Duration.ofSeconds(30)))).isEmpty();
    }

    @Test
    void shouldEscalateWhenEnoughSourcesHearTheLabelInTime() {
        AlertEngine engine = engine("escalate: {sources: 3, within_ms: 10000}, cooldown_ms: 60000");

        assertThat(on(engine, event("a", "gun_shot", NOON))).isEmpty();
        assertThat(on(engine, event("b", "gun_shot", NOON.plusSeconds(11)))).isEmpty();
        assertThat(on(engine, event("b", "gun_shot", NOON.plusSeconds(12)))).isEmpty();
        assertThat(on(engine, event("c", "siren", NOON.plusSeconds(12)))).isEmpty();
        assertThat(on(engine, event("c", "gun_shot", NOON.plusSeconds(13)))).isEmpty();
        List<Alert> alerts = on(engine, event("a", "gun_shot", NOON.plusSeconds(14)));

        assertThat(alerts).singleElement().extracting(Alert::sources).isEqualTo(List.of("b", "c", "a"));
        assertThat(on(engine, event("d", "gun_shot", NOON.plusSeconds(15)))).isEmpty();
    }

    @Test
    void shouldNotForgetForALongSoundWhoHeardWhatBeganLater() {
        AlertEngine engine = engine("escalate: {sources: 2, within_ms: 5000}");

        assertThat(heard(engine, "a", 99, 100)).isEmpty();
        assertThat(heard(engine, "c", 92.5, 100.5)).isEmpty();
        assertThat(heard(engine, "b", 100, 101))
                .singleElement()
                .extracting(Alert::sources)
                .isEqualTo(List.of("a", "b"));
    }

    @Test
    void shouldKnowBothALongAndAShortSoundOfASource() {
        AlertEngine engine = engine("escalate: {sources: 2, within_ms: 5000}");

        heard(engine, "a", 99, 100);
        heard(engine, "a", 92, 100.5);
        assertThat(heard(engine, "b", 100, 101)).hasSize(1);
        assertThat(heard(engine, "c", 91, 101.5))
                .singleElement()
                .extracting(Alert::sources)
                .isEqualTo(List.of("a", "c"));
    }

    @Test
    void shouldCountNoSourcesThatAreFurtherApartThanTheRuleSays() {
        AlertEngine engine = engine("escalate: {sources: 3, within_ms: 5000}");

        heard(engine, "a", 96, 101);
        heard(engine, "b", 104, 105);
        assertThat(heard(engine, "c", 100, 105.5)).isEmpty();
        assertThat(heard(engine, "d", 98, 106))
                .singleElement()
                .extracting(Alert::sources)
                .isEqualTo(List.of("a", "c", "d"));
    }

    /** A dog that began and ended at these seconds after noon, and was written when it ended. */
    private static List<Alert> heard(AlertEngine engine, String source, double began, double ended) {
        Instant onset = NOON.plusMillis((long) (began * 1_000));
        Duration length = Duration.ofMillis((long) ((ended - began) * 1_000));
        return on(engine, ended(event(source, "dog", onset), length));
    }

    @Test
    void shouldGoOnAfterARestartAsIfNothingHadHappened() {
        String rule = "cooldown_ms: 60000";
        AlertEngine before = engine(rule);
        Alert sent = on(before, event("a", "dog", NOON)).get(0);
        var suppressed = event("a", "dog", NOON.plusSeconds(30));
        on(before, suppressed);

        AlertEngine after = engine(rule);
        after.remember(SentAlert.of(sent, "c"));
        after.observe(event("a", "dog", NOON), NOON);
        after.observe(suppressed, NOON.plusSeconds(30));

        assertThat(on(after, ended(suppressed, Duration.ofSeconds(5)))).isEmpty();
        assertThat(on(after, event("a", "dog", NOON.plusSeconds(59)))).isEmpty();
        assertThat(on(after, event("a", "dog", NOON.plusSeconds(60)))).hasSize(1);
    }

    @Test
    void shouldSleepOutsideItsSchedule() {
        AlertEngine engine = engine("schedule: {zone: Europe/Berlin, from: '22:00', to: '06:00'}");

        assertThat(on(engine, event("a", "dog", NOON))).isEmpty();
        assertThat(on(engine, event("a", "dog", NOON.plusSeconds(8 * 3600)))).hasSize(1);
    }

    @Test
    void shouldMeasureTheCoolDownByTheArrivalWhateverTheSendersClockSays() {
        AlertEngine engine = engine("cooldown_ms: 60000");
        Instant future = Instant.parse("2099-01-01T00:00:00Z");

        assertThat(engine.on(event("a", "dog", NOON), NOON)).hasSize(1);
        assertThat(engine.on(event("a", "dog", future), NOON.plusSeconds(1))).isEmpty();
        assertThat(engine.on(event("a", "dog", Instant.EPOCH), NOON.plusSeconds(2)))
                .isEmpty();
        assertThat(engine.on(event("a", "dog", NOON.plusSeconds(3)), NOON.plusSeconds(60)))
                .hasSize(1);
    }

    @Test
    void shouldHoldScheduleAndEscalationAgainstTheTimeOfArrivalLessTheLengthOfTheSound() {
        AlertEngine night = engine("schedule: {zone: UTC, from: '22:00', to: '06:00'}, min_duration_ms: 3000");
        AlertEngine several = engine("escalate: {sources: 2, within_ms: 10000}");
        Instant ten = Instant.parse("2026-07-01T22:00:00Z");
        var long1 = ended(event("a", "dog", Instant.EPOCH), Duration.ofSeconds(5));
        var long2 = ended(event("a", "siren", Instant.EPOCH), Duration.ofSeconds(5));

        assertThat(night.on(long1, ten.plusSeconds(4))).isEmpty();
        assertThat(night.on(long2, ten.plusSeconds(6))).hasSize(1);
        assertThat(several.on(event("a", "dog", Instant.EPOCH), NOON)).isEmpty();
        assertThat(several.on(event("b", "dog", NOON.plusSeconds(500)), NOON.plusSeconds(5)))
                .hasSize(1);
    }

    @Test
    void shouldGiveAnAlertAgainWhoseEventComesAgainThoughOthersAreQuieted() {
        AlertEngine before = engine("cooldown_ms: 60000");
        Alert sent = before.on(event("a", "dog", NOON), NOON).get(0);

        AlertEngine after = engine("cooldown_ms: 60000");
        after.remember(SentAlert.of(sent, "c"));

        assertThat(after.on(event("a", "dog", NOON), NOON))
                .extracting(Alert::id)
                .containsExactly(sent.id());
        assertThat(after.on(event("a", "dog", NOON.plusSeconds(1)), NOON.plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void shouldRememberABoundedNumberOfSources() {
        AlertEngine engine = engine("cooldown_ms: 60000, escalate: {sources: 2, within_ms: 60000}");

        for (int i = 0; i < 3_000; i++) {
            engine.on(event("mic-" + i, "dog", NOON), NOON);
        }
        engine.on(event("last", "siren", NOON), NOON);
        List<Alert> alerts = engine.on(event("very last", "dog", NOON), NOON.plusSeconds(60));

        assertThat(alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.sources()).hasSize(1_000));
    }
}
