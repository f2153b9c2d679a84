package org.earshot.streams.level;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.earshot.core.level.MinuteLevel;
import org.junit.jupiter.api.Test;

class GroupLevelsTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final GroupLevels levels = new GroupLevels(registry);

    @Test
    void shouldReportTheLastWholeMinuteOfEachGroup() {
        levels.add(level("a", "yard", -20, -10, -40));
        levels.add(level("b", "yard", -30, -20, -60));
        levels.add(level("c", "", -50, -50, -50));

        clock.add(Duration.ofMinutes(1));

        assertThat(value("yard", "laeq")).as("10 log10((0.01 + 0.001) / 2)").isCloseTo(-22.596, within(0.001));
        assertThat(value("yard", "l10")).isEqualTo(-15);
        assertThat(value("yard", "l90")).isEqualTo(-50);
        assertThat(value("yard", "loudest")).isEqualTo(-20);
        assertThat(value("none", "laeq")).isCloseTo(-50, within(0.001));
    }

    @Test
    void shouldSayNothingOfAMinuteInWhichNobodyReported() {
        levels.add(level("a", "yard", -20, -10, -40));
        assertThat(value("yard", "loudest")).as("the minute is not over").isNaN();

        clock.add(Duration.ofMinutes(2));

        assertThat(value("yard", "laeq")).isNaN();
        assertThat(value("yard", "l10")).isNaN();
        assertThat(value("yard", "loudest")).isNaN();
    }

    private double value(String group, String statistic) {
        return registry.get("earshot.level")
                .tags("group", group, "statistic", statistic)
                .gauge()
                .value();
    }

    private static MinuteLevel level(String source, String group, float laeq, float l10, float l90) {
        return new MinuteLevel(source, 0, 60, laeq, l10, l90, 0, 8_000, group);
    }
}
