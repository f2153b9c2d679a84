package org.earshot.streams.level;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.earshot.core.level.MinuteLevel;

/**
 * Sound levels of the operator's groups of sources as gauges {@code earshot.level}: over the records of the last whole minute of
 * this machine's clock, in which each source that sends writes one; NaN if there were none.
 *
 * <pre>
 * laeq       level of the sources' mean power      l10, l90   mean of the sources' levels      loudest   highest LAeq of a source
 * </pre>
 *
 * <p>The configuration bounds the number of groups; a source in none counts for the group {@code none}. Safe for use by several threads.
 */
public final class GroupLevels {
    private static final long MINUTE_MS = 60_000;

    private final MeterRegistry registry;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();

    public GroupLevels(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes a minute of a source. */
    public void add(MinuteLevel level) {
        groups.computeIfAbsent(level.group().isEmpty() ? "none" : level.group(), this::register)
                .add(level);
    }

    private Group register(String name) {
        Group group = new Group();
        gauge(name, "laeq", group, sums -> 10 * Math.log10(sums.power / sums.sources));
        gauge(name, "l10", group, sums -> sums.l10 / sums.sources);
        gauge(name, "l90", group, sums -> sums.l90 / sums.sources);
        gauge(name, "loudest", group, sums -> sums.sources == 0 ? Double.NaN : sums.loudest);
        return group;
    }

    private void gauge(String name, String statistic, Group group, ToDoubleFunction<Sums> value) {
        Gauge.builder("earshot.level", group, its -> its.lastMinute(value))
                .description("A-weighted sound level of a group's sources over the last whole minute")
                .baseUnit("db")
                .tag("group", name)
                .tag("statistic", statistic)
                .strongReference(true)
                .register(registry);
    }

    private final class Group {
        private Sums last = new Sums();
        private Sums current = new Sums();
        private long minute;

        synchronized void add(MinuteLevel level) {
            turn();
            current.add(level);
        }

        synchronized double lastMinute(ToDoubleFunction<Sums> value) {
            turn();
            return value.applyAsDouble(last);
        }

        private void turn() {
            long now = registry.config().clock().wallTime() / MINUTE_MS;
            if (now != minute) {
                last = now == minute + 1 ? current : new Sums();
                current = new Sums();
                minute = now;
            }
        }
    }

    private static final class Sums {
        private int sources;
        private double power;
        private double l10;
        private double l90;
        private double loudest = Double.NEGATIVE_INFINITY;

        private void add(MinuteLevel level) {
            sources++;
            power += Math.pow(10, level.laeqDb() / 10);
            l10 += level.l10Db();
            l90 += level.l90Db();
            loudest = Math.max(loudest, level.laeqDb());
        }
    }
}
