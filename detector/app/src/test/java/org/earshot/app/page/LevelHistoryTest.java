package org.earshot.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.earshot.schema.SourceLevel;
import org.junit.jupiter.api.Test;

class LevelHistoryTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private final LevelHistory history = new LevelHistory();

    @Test
    void shouldTellTheLastHourOfTheSourcesThatAreAskedFor() {
        for (int minute = 0; minute < 70; minute++) {
            history.add(level("yard", minute, -40 - minute));
        }
        history.add(level("hall", 0, -50));

        JsonNode told = history.of(List.of("yard", "nobody"));

        assertThat(told).hasSize(1);
        assertThat(told.at("/0/source").asText()).isEqualTo("yard");
        assertThat(told.at("/0/minutes")).hasSize(LevelHistory.MINUTES);
        assertThat(told.at("/0/minutes/0/start_ms").asLong())
                .isEqualTo(START.plusSeconds(600).toEpochMilli());
        assertThat(told.at("/0/minutes/59/laeq").asDouble()).isEqualTo(-109);
    }

    @Test
    void shouldGoOnWithASourceWhoseClockWasAhead() {
        history.add(level("yard", 600, -40));
        history.add(level("yard", 601, -41));

        history.add(level("yard", 0, -50));
        history.add(level("yard", 1, -51));

        assertThat(history.of(List.of("yard")).at("/0/minutes")).hasSize(2);
        assertThat(history.of(List.of("yard")).at("/0/minutes/1/laeq").asDouble())
                .isEqualTo(-51);
    }

    @Test
    void shouldTakeTheLaterOfTwoRecordsOfAMinute() {
        history.add(level("yard", 0, -40));
        history.add(level("yard", 0, -42));

        assertThat(history.of(List.of("yard")).at("/0/minutes")).hasSize(1);
        assertThat(history.of(List.of("yard")).at("/0/minutes/0/laeq").asDouble())
                .isEqualTo(-42);
    }

    @Test
    void shouldLeaveOutTheSourceThatToldNothingForTheLongestTime() {
        for (int n = 0; n <= LevelHistory.SOURCES; n++) {
            history.add(level("s" + n, 0, -40));
        }

        assertThat(history.of(List.of("s0"))).isEmpty();
        assertThat(history.of(List.of("s1"))).hasSize(1);
    }

    private static SourceLevel level(String source, int minute, float laeq) {
        return SourceLevel.newBuilder()
                .setSourceId(source)
                .setMinuteStart(START.plusSeconds(60L * minute))
                .setHeardSeconds(60)
                .setLaeqDb(laeq)
                .setL10Db(laeq)
                .setL90Db(laeq)
                .setBandwidthHz(8_000)
                .setEmittedAt(START)
                .build();
    }
}
