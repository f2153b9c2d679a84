package org.earshot.streams.replay;

import java.util.Map;
import java.util.TreeMap;

/** A set of sample indexes, kept as ranges that neither touch nor overlap: one more than there are holes. For one thread. */
final class SampleRanges {
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    /** Adds the samples [from, to); those that are there already change nothing. */
    void add(long from, long to) {
        long begin = from;
        long end = to;
        for (Map.Entry<Long, Long> last = ranges.floorEntry(end);
                last != null && last.getValue() >= begin;
                last = ranges.floorEntry(end)) {
            begin = Math.min(begin, last.getKey());
            end = Math.max(end, last.getValue());
            ranges.remove(last.getKey());
        }
        ranges.put(begin, end);
    }

    /** How many of [from, to) there are. */
    long count(long from, long to) {
        return ranges.headMap(to).entrySet().stream()
                .mapToLong(range -> Math.max(0, Math.min(range.getValue(), to) - Math.max(range.getKey(), from)))
                .sum();
    }
}
