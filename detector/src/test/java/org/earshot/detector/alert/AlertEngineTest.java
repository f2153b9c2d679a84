package org.earshot.detector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.detector.alert.Events.NOON;
import static org.earshot.detector.alert.Events.ended;
import static org.earshot.detector.alert.Events.event;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertEngineTest {
    private static AlertEngine engine(String ruleYaml) {
        String yaml = "rules:\n- {name: r, send: [c], " + ruleYaml + "}\nsinks: {c: {type: command, command: [cat]}}";
        return new AlertEngine(Rules.parse(yaml).rules());
    }

    @Test
    void shouldFireOncePerEventHoweverManyRecordsItHas() {
        AlertEngine engine = engine("labels: [dog]");
        var started = event("mic", "dog", NOON);

        assertThat(engine.on(started)).hasSize(1);
        assertThat(engine.on(started)).isEmpty();
        assertThat(engine.on(ended(started, Duration.ofSeconds(3)))).isEmpty();
    }

    @Test
    void shouldPassOverOtherLabelsSourcesAndLowScores() {
        AlertEngine engine = engine("labels: [dog], sources: ['door-*'], min_score: 0.75");

        assertThat(engine.on(event("door-1", "siren", NOON))).isEmpty();
        assertThat(engine.on(event("hall-1", "dog", NOON))).isEmpty();
        var quiet = event("door-1", "dog", NOON);
        quiet.setScore(0.7f);
        assertThat(engine.on(quiet)).isEmpty();
        assertThat(engine.on(event("door-1", "dog", NOON.plusSeconds(1)))).hasSize(1);
    }

    @Test
    void shouldWaitUntilAnEventIsLongEnough() {
        AlertEngine engine = engine("min_duration_ms: 2000");
        var started = event("mic", "dog", NOON);

        assertThat(engine.on(started)).isEmpty();
        assertThat(engine.on(ended(started, Duration.ofMillis(1_999)))).isEmpty();
        assertThat(engine.on(ended(started, Duration.ofMillis(2_000)))).hasSize(1);
    }

    @Test
    void shouldKeepQuietForTheCoolDownPerSourceAndLabel() {
        AlertEngine engine = engine("cooldown_ms: 60000");

        assertThat(engine.on(event("a", "dog", NOON))).hasSize(1);
        assertThat(engine.on(event("a", "dog", NOON.plusSeconds(59)))).isEmpty();
        assertThat(engine.on(event("b", "dog", NOON.plusSeconds(59)))).hasSize(1);
        assertThat(engine.on(event("a", "siren", NOON.plusSeconds(59)))).hasSize(1);
        assertThat(engine.on(event("a", "dog", NOON.plusSeconds(60)))).hasSize(1);
    }

    @Test
    void shouldNotMakeUpForAnEventOfTheCoolDownWhenItEndsLater() {
        AlertEngine engine = engine("cooldown_ms: 1000");
        engine.on(event("a", "dog", NOON));
        var second = event("a", "dog", NOON.plusMillis(500));
        engine.on(second);

        assertThat(engine.on(ended(second, Duration.ofSeconds(30)))).isEmpty();
    }

    @Test
    void shouldEscalateWhenEnoughSourcesHearTheLabelInTime() {
        AlertEngine engine = engine("escalate: {sources: 3, within_ms: 10000}, cooldown_ms: 60000");

        assertThat(engine.on(event("a", "gun_shot", NOON))).isEmpty();
        assertThat(engine.on(event("b", "gun_shot", NOON.plusSeconds(11)))).isEmpty();
        assertThat(engine.on(event("b", "gun_shot", NOON.plusSeconds(12)))).isEmpty();
        assertThat(engine.on(event("c", "siren", NOON.plusSeconds(12)))).isEmpty();
        assertThat(engine.on(event("c", "gun_shot", NOON.plusSeconds(13)))).isEmpty();
        List<Alert> alerts = engine.on(event("a", "gun_shot", NOON.plusSeconds(14)));

        assertThat(alerts).singleElement().extracting(Alert::sources).isEqualTo(List.of("b", "c", "a"));
        assertThat(engine.on(event("d", "gun_shot", NOON.plusSeconds(15)))).isEmpty();
    }

    @Test
    void shouldGoOnAfterARestartAsIfNothingHadHappened() {
        String rule = "cooldown_ms: 60000";
        AlertEngine before = engine(rule);
        Alert sent = before.on(event("a", "dog", NOON)).get(0);
        var suppressed = event("a", "dog", NOON.plusSeconds(30));
        before.on(suppressed);

        AlertEngine after = engine(rule);
        after.remember(SentAlert.of(sent));
        after.observe(event("a", "dog", NOON));
        after.observe(suppressed);

        assertThat(after.on(ended(suppressed, Duration.ofSeconds(5)))).isEmpty();
        assertThat(after.on(event("a", "dog", NOON.plusSeconds(59)))).isEmpty();
        assertThat(after.on(event("a", "dog", NOON.plusSeconds(60)))).hasSize(1);
    }

    @Test
    void shouldSleepOutsideItsSchedule() {
        AlertEngine engine = engine("schedule: {zone: Europe/Berlin, from: '22:00', to: '06:00'}");

        assertThat(engine.on(event("a", "dog", NOON))).isEmpty();
        assertThat(engine.on(event("a", "dog", NOON.plusSeconds(8 * 3600)))).hasSize(1);
    }
}
