package org.earshot.app.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.earshot.app.config.DetectionSection;
import org.earshot.app.config.HttpSection;
import org.earshot.app.config.ModelSection;
import org.earshot.app.config.TopicsSection;
import org.earshot.streams.topology.Topics;

/**
 * The whole detector in a process of its own, beside a broker in another: how much processor time the sound of many sources
 * costs it when sent at once, and how long a sound takes to its event when half as many sources as it can bear send in real
 * time.
 */
final class TopologyBench {
    /** Pieces that the sound sent at once is cut into, something else being measured before and after each. */
    private static final int ROUNDS = 4;

    /** Beside a flood; what is sent at once is as long as a source may send at once. */
    private static final int SPEED_MAX = 2;

    private static final int MIN_PARTITIONS = 4;
    private static final int MAX_SOURCES = 2_000;

    private final BenchSettings settings;
    private final String bootstrapServers;
    private final Path folder;
    private final BenchSound sound;
    private final double clipSeconds;

    TopologyBench(BenchSettings settings, String bootstrapServers, Path folder, BenchSound sound, double clipSeconds) {
        this.clipSeconds = clipSeconds;
        this.settings = settings;
        this.bootstrapServers = bootstrapServers;
        this.folder = folder;
        this.sound = sound;
    }

    /**
     * Measures one configuration.
     *
     * @param sourcesPerCore what the network alone allows, from which the amount of sound is chosen
     * @param expected what each source's sound gives in the pipeline
     * @param meanwhile is called before, between and after the pieces of the measurement, when the detector rests
     */
    BenchRun run(BenchRun.Setup setup, double sourcesPerCore, PipelineBench.Expected expected, Runnable meanwhile)
            throws InterruptedException {
        String id = "bench-" + setup.precision() + "-" + setup.blocks() + "-" + setup.threads()
                + (setup.layerCache() ? "-cached" : "");
        Topics topics =
                new Topics(id + ".audio", id + ".events", id + ".tags", id + ".status", id + ".levels", id + ".dead");
        int sources = sources(sourcesPerCore * setup.threads() * settings.seconds() / sound.seconds() / ROUNDS);
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrapServers))) {
            topics.create(admin, Math.max(MIN_PARTITIONS, setup.threads()), Optional.of((short) 1));
            Watch watch = new Watch(admin, id, topics.audio());
            try (ChildProcess detector = ChildProcess.start(arguments(setup, id, topics), folder);
                    ChunkFeed feed = new ChunkFeed(bootstrapServers, topics.audio(), sound);
                    ResultReader reader = new ResultReader(bootstrapServers, topics.events(), topics.tags())) {
                // Short chunks, so that what is done a chunk is done often.
                BenchSound shortly = sound.inChunksOf(sound.rateHz() / 10);
                new WarmUp(detector::use).run(round -> {
                    feed.sendAll("warm" + round + "-", ROUNDS * sources, shortly);
                    watch.untilDone(detector);
                });
                reader.readToEnd();
                double rss = detector.use().rssMb();
                Rounds rounds = new Rounds();
                meanwhile.run();
                for (int round = 0; round < ROUNDS; round++) {
                    Watch.Mark begin = watch.now(detector);
                    feed.sendAll("s" + round + "-", sources);
                    rounds.add(begin, watch.untilDone(detector));
                    meanwhile.run();
                }
                List<ResultReader.Received> results = reader.readToEnd();
                double audio = ROUNDS * sources * sound.seconds();
                // At the pace of live sources: sent at once, many states of a source would fall into one commit.
                long changelog = watch.changelogBytes();
                long bytes = feed.bytes();
                int half = sources(audio / rounds.wallSeconds / 2);
                LiveSources live = new LiveSources(feed, reader, expected, half, clipSeconds / setup.blocks());
                BenchRun.Latency latency = live.latency("live", settings.latencySeconds());
                double ratio = (double) (watch.changelogBytes() - changelog) / (feed.bytes() - bytes);
                BenchRun.Latency besideFlood = settings.flood() ? besideFlood(live, topics.audio()) : null;
                return new BenchRun(
                        setup,
                        audio,
                        rounds.cpuSeconds,
                        rounds.wallSeconds,
                        ratio,
                        detector.use().rssMb(),
                        latency,
                        besideFlood,
                        new BenchRun.Backlog(rounds.mostChunks, rss, rounds.mostRssMb),
                        expected.ended().size(),
                        agree(results, sources, expected));
            }
        }
    }

    /** What the pieces cost together. */
    private static final class Rounds {
        private double cpuSeconds;
        private double wallSeconds;
        private long mostChunks;
        private double mostRssMb;

        void add(Watch.Mark begin, Watch.CaughtUp caughtUp) {
            cpuSeconds += caughtUp.end().cpuSeconds() - begin.cpuSeconds();
            wallSeconds += (caughtUp.end().atNanos() - begin.atNanos()) / 1e9;
            mostChunks = Math.max(mostChunks, caughtUp.mostChunks());
            mostRssMb = Math.max(mostRssMb, caughtUp.mostRssMb());
        }
    }

    /** How the detector that is measured is started. */
    List<String> arguments(BenchRun.Setup setup, String id, Topics topics) {
        Map<String, Object> values = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                bootstrapServers,
                "streams.application.id",
                id,
                "streams.num.stream.threads",
                setup.threads(),
                "streams.state.dir",
                folder.resolve(id).toString(),
                ModelSection.MODEL,
                settings.model(),
                ModelSection.PRECISION,
                setup.precision(),
                ModelSection.DEVICE,
                settings.device().toString(),
                DetectionSection.CLIP_BLOCKS,
                setup.blocks(),
                DetectionSection.TAGS_ENABLED,
                true,
                HttpSection.ENABLED,
                false));
        // A machine that is measured may be busy; that must not end the measurement.
        values.put("kafka.default.api.timeout.ms", 120_000);
        values.put("kafka.request.timeout.ms", 60_000);
        // Compacted while it is measured, a changelog can be smaller at the end than it was before.
        values.put(
                "streams." + StreamsConfig.topicPrefix(TopicConfig.CLEANUP_POLICY_CONFIG),
                TopicConfig.CLEANUP_POLICY_DELETE);
        values.put(TopicsSection.AUDIO, topics.audio());
        values.put(TopicsSection.EVENTS, topics.events());
        values.put(TopicsSection.TAGS, topics.tags());
        values.put(TopicsSection.SOURCE_STATUS, topics.sourceStatus());
        values.put(TopicsSection.LEVELS, topics.levels());
        values.put(TopicsSection.DEAD_LETTERS, topics.deadLetters());
        List<String> arguments = new ArrayList<>(List.of("run"));
        values.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        if (settings.flood()) {
            arguments.addAll(List.of("--set", DetectionSection.SOURCE_SPEED_MAX + "=" + SPEED_MAX));
        }
        settings.overrides().forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return arguments;
    }

    private BenchRun.Latency besideFlood(LiveSources live, String audio) {
        try (ChunkFeed feed = new ChunkFeed(bootstrapServers, audio, sound);
                Flood flood = new Flood(feed)) {
            return live.latency("beside-flood", settings.latencySeconds());
        }
    }

    private static Boolean agree(List<ResultReader.Received> results, int sources, PipelineBench.Expected expected) {
        Map<String, List<PipelineBench.EventKey>> ended = new HashMap<>();
        for (ResultReader.Received result : results) {
            if (result.event() != null && result.event().phase().equals("ENDED")) {
                ended.computeIfAbsent(result.source(), s -> new ArrayList<>()).add(result.event());
            }
        }
        List<String> wanted = sorted(expected.ended());
        for (int round = 0; round < ROUNDS; round++) {
            for (int s = 0; s < sources; s++) {
                if (!sorted(ended.getOrDefault("s" + round + "-" + s, List.of()))
                        .equals(wanted)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<String> sorted(List<PipelineBench.EventKey> events) {
        return events.stream().map(PipelineBench.EventKey::toString).sorted().toList();
    }

    private static int sources(double wanted) {
        return (int) Math.max(1, Math.min(MAX_SOURCES, Math.round(wanted)));
    }
}
