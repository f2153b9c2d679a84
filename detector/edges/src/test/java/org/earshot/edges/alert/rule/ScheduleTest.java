package org.earshot.edges.alert.rule;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.SATURDAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void shouldCountTheHoursAfterMidnightToTheDayBefore() {
        var fridayNight = new Schedule(BERLIN, Set.of(FRIDAY), LocalTime.of(22, 0), LocalTime.of(6, 0));

        assertThat(fridayNight.covers(Instant.parse("2026-07-03T20:00:00Z"))).isTrue();
        assertThat(fridayNight.covers(Instant.parse("2026-07-04T03:59:59Z"))).isTrue();
        assertThat(fridayNight.covers(Instant.parse("2026-07-04T04:00:00Z"))).isFalse();
        assertThat(fridayNight.covers(Instant.parse("2026-07-02T23:00:00Z"))).isFalse();
    }

    @Test
    void shouldFollowTheZonesDaylightSaving() {
        var office = new Schedule(BERLIN, Schedule.ALWAYS.days(), LocalTime.of(9, 0), LocalTime.of(17, 0));

        assertThat(office.covers(Instant.parse("2026-07-01T07:00:00Z"))).isTrue();
        assertThat(office.covers(Instant.parse("2026-12-01T07:59:00Z"))).isFalse();
        assertThat(office.covers(Instant.parse("2026-12-01T08:00:00Z"))).isTrue();
    }

    @Test
    void shouldLastTheWholeDayWhenItEndsWhereItBegins() {
        var saturday = new Schedule(BERLIN, Set.of(SATURDAY), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

        assertThat(saturday.covers(Instant.parse("2026-07-03T22:00:00Z"))).isTrue();
        assertThat(saturday.covers(Instant.parse("2026-07-04T22:00:00Z"))).isFalse();
        assertThat(Schedule.ALWAYS.covers(Instant.EPOCH)).isTrue();
    }
}
