package org.earshot.app.demo;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * When each moment of a microphone's sound was sent, so that an event's delay can be measured at any playing speed.
 *
 * <p>Safe for use by several threads.
 */
final class SendLog {
    private final Map<String, NavigableMap<Long, Long>> sent = new ConcurrentHashMap<>();

    /**
     * @param endSample sample after the last of the chunk
     * @param nanos when it was sent
     */
    void sent(String source, long endSample, long nanos) {
        sent.computeIfAbsent(source, id -> new ConcurrentSkipListMap<>()).put(endSample, nanos);
    }

    /**
     * Seconds from the sending of the chunk that holds the sample before {@code endSample} to a moment; 0 if none held it.
     */
    double secondsSince(String source, long endSample, long nanos) {
        NavigableMap<Long, Long> chunks = sent.get(source);
        Map.Entry<Long, Long> chunk = chunks == null ? null : chunks.ceilingEntry(endSample);
        return chunk == null ? 0 : Math.max(0, (nanos - chunk.getValue()) / 1e9);
    }
}
