package org.earshot.edges.alert.rule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

/**
 * The hours in which a rule is awake, in the wall-clock time of one zone. A schedule that ends before it begins runs
 * over midnight and belongs to the day on which it began; one that ends when it begins lasts the whole day.
 *
 * <p>Immutable.
 *
 * @param zone whose clock the hours are read from, daylight saving included
 * @param days days on which the hours begin
 * @param from first moment of the hours, inclusive
 * @param to end of the hours, exclusive
 */
public record Schedule(ZoneId zone, Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    /** Day and night, every day. */
    public static final Schedule ALWAYS =
            new Schedule(ZoneId.of("UTC"), EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    public Schedule {
        days = Set.copyOf(days);
    }

    public boolean covers(Instant moment) {
        ZonedDateTime local = moment.atZone(zone);
        LocalTime time = local.toLocalTime();
        DayOfWeek day = local.getDayOfWeek();
        if (from.equals(to)) {
            return days.contains(day);
        }
        if (from.isBefore(to)) {
            return days.contains(day) && !time.isBefore(from) && time.isBefore(to);
        }
        return days.contains(day) && !time.isBefore(from) || days.contains(day.minus(1)) && time.isBefore(to);
    }
}
