package org.earshot.app.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.earshot.core.model.ConfigurationException;

/**
 * Sources that send in real time to a detector, and how long their sound takes to its results.
 *
 * @param feed sends
 * @param reader reads what the detector writes
 * @param expected what each source's sound gives, and after which chunk
 * @param sources number of them
 * @param blockSeconds length of a block; sources begin spread over one, for microphones know nothing of each other, so their
 *     blocks end at different times
 */
record LiveSources(
        ChunkFeed feed, ResultReader reader, PipelineBench.Expected expected, int sources, double blockSeconds) {
    private static final long LAST_RESULTS_NANOS = 3_000_000_000L;

    /**
     * Lets them send.
     *
     * @param prefix of their ids, not used before
     * @param seconds for which each sends
     * @return from sending the chunk that completes a result to reading the result
     * @throws ConfigurationException if no result came
     */
    BenchRun.Latency latency(String prefix, int seconds) {
        reader.follow();
        feed.sendInRealTime(prefix, sources, seconds, blockSeconds);
        LockSupport.parkNanos(LAST_RESULTS_NANOS);
        List<ResultReader.Received> results = reader.followed();
        Map<String, Integer> clips = new HashMap<>();
        double[] millis = results.stream()
                .filter(result -> result.source().startsWith(prefix))
                .mapToDouble(result -> {
                    Integer chunk = result.event() == null
                            ? at(expected.clips(), clips.merge(result.source(), 1, Integer::sum) - 1)
                            : expected.told().get(result.event());
                    long sent = chunk == null ? 0 : feed.sentAt(result.source(), chunk);
                    return sent == 0 ? -1 : (result.atNanos() - sent) / 1e6;
                })
                .filter(latency -> latency >= 0)
                .sorted()
                .toArray();
        if (millis.length == 0) {
            throw new ConfigurationException(
                    "bench: no result came within " + seconds + " s at half load; raise --latency-seconds");
        }
        return new BenchRun.Latency(percentile(millis, 0.5), percentile(millis, 0.95), percentile(millis, 0.99));
    }

    private static Integer at(List<Integer> clips, int index) {
        return index < clips.size() ? clips.get(index) : null;
    }

    /** The nearest rank. */
    static double percentile(double[] ascending, double share) {
        return ascending[(int) Math.min(ascending.length - 1.0, Math.ceil(share * ascending.length) - 1)];
    }
}
