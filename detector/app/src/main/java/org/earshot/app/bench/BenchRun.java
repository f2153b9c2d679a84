package org.earshot.app.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * One measurement. Its arithmetic: {@code sources_per_core = 1 / cpu_s_per_audio_s} and {@code cpu_s_per_audio_s = cpuSeconds
 * / audioSeconds}.
 *
 * @param setup what was measured
 * @param audioSeconds sound that was scored
 * @param cpuSeconds processor time of the measured process over it, all threads
 * @param wallSeconds time that it took
 * @param changelogRatio bytes of changelog per byte of audio that sources send in real time, or null
 * @param rssMb resident memory of the measured process at the end, MiB
 * @param latency from sending a chunk to reading what it completed, at half load, or null
 * @param besideFlood the same latency beside one source that sends at 100 times its rate, or null
 * @param backlog what waited when all sound was sent at once, or null
 * @param events number of events found in the sound, or null where the mode finds none
 * @param eventsAgree whether they are those of the pipeline, or null
 */
record BenchRun(
        Setup setup,
        double audioSeconds,
        double cpuSeconds,
        double wallSeconds,
        Double changelogRatio,
        double rssMb,
        Latency latency,
        Latency besideFlood,
        Backlog backlog,
        Integer events,
        Boolean eventsAgree) {

    /** What is measured. */
    enum Mode {
        NETWORK(0),
        PIPELINE(0),
        /** The pipeline of sources at the rates that most cameras have, which must be resampled. */
        AT_48000(48_000),
        AT_44100(44_100),
        TOPOLOGY(0),
        SLIDING(0);

        private final int rateHz;

        Mode(int rateHz) {
            this.rateHz = rateHz;
        }

        /** Samples per second of its sources; 0 where that is the model's own rate. */
        int rateHz() {
            return rateHz;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param mode what is measured
     * @param blocks blocks of a clip
     * @param threads scoring threads, each with one core
     * @param precision of the model
     * @param device that it ran on
     * @param layerCache whether layers kept their last frames instead of seeing the context again
     */
    record Setup(Mode mode, int blocks, int threads, String precision, String device, boolean layerCache) {}

    /** Percentiles in milliseconds. */
    record Latency(double p50, double p95, double p99) {}

    /**
     * Sound that is sent faster than it can be processed, which the detector caught up with in {@code wallSeconds}.
     *
     * @param mostChunks chunks, of a second of sound each, that waited in Kafka at most
     * @param rssBeforeMb resident memory of the detector before, MiB
     * @param mostRssMb at most, MiB
     */
    record Backlog(long mostChunks, double rssBeforeMb, double mostRssMb) {}

    /** The same with the number of events that the sound holds. */
    BenchRun withEvents(int number) {
        return new BenchRun(
                setup,
                audioSeconds,
                cpuSeconds,
                wallSeconds,
                changelogRatio,
                rssMb,
                latency,
                besideFlood,
                backlog,
                number,
                eventsAgree);
    }

    /** The same measured twice, as one. */
    BenchRun and(BenchRun again) {
        return new BenchRun(
                setup,
                audioSeconds + again.audioSeconds,
                cpuSeconds + again.cpuSeconds,
                wallSeconds + again.wallSeconds,
                changelogRatio,
                again.rssMb,
                latency,
                besideFlood,
                backlog,
                events,
                eventsAgree);
    }

    double cpuPerAudio() {
        return cpuSeconds / audioSeconds;
    }

    double sourcesPerCore() {
        return audioSeconds / cpuSeconds;
    }

    /** Sources that the process kept up with on all of its threads together. */
    double sourcesSustained() {
        return audioSeconds / wallSeconds;
    }

    void writeTo(ObjectNode node) {
        node.put("mode", setup.mode().word())
                .put("blocks", setup.blocks())
                .put("threads", setup.threads())
                .put("precision", setup.precision())
                .put("device", setup.device())
                .put("sources_per_core", sourcesPerCore())
                .put("cpu_s_per_audio_s", cpuPerAudio())
                .put("changelog_ratio", changelogRatio)
                .put("rss_mb", rssMb);
        writeTo(node, "latency_ms", latency);
        writeTo(node, "latency_beside_flood_ms", besideFlood);
        if (backlog == null) {
            node.putNull("backlog");
        } else {
            node.putObject("backlog")
                    .put("most_chunks", backlog.mostChunks())
                    .put("rss_before_mb", backlog.rssBeforeMb())
                    .put("most_rss_mb", backlog.mostRssMb());
        }
        node.put("layer_cache", setup.layerCache())
                .put("sources_sustained", sourcesSustained())
                .put("audio_s", audioSeconds)
                .put("cpu_s", cpuSeconds)
                .put("wall_s", wallSeconds)
                .put("events", events)
                .put("events_agree", eventsAgree);
    }

    private static void writeTo(ObjectNode node, String name, Latency latency) {
        if (latency == null) {
            node.putNull(name);
        } else {
            node.putObject(name)
                    .put("p50", latency.p50())
                    .put("p95", latency.p95())
                    .put("p99", latency.p99());
        }
    }
}
