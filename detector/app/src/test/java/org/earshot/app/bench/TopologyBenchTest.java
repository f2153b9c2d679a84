package org.earshot.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.streams.topology.DetectorStreams;
import org.earshot.streams.topology.EarshotTopology;
import org.earshot.streams.topology.Topics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class TopologyBenchTest {
    private static final String ID = "bench";

    @TempDir
    private Path folder;

    @Test
    void shouldMeasureAChangelogThatOnlyGrows() throws Exception {
        Topics topics = Topics.DEFAULT;
        try (EmbeddedBroker broker = EmbeddedBroker.start(0, folder.resolve("broker"));
                Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            topics.create(admin, 1, Optional.of((short) 1));
            Config config = config(broker.bootstrapServers(), topics);

            try (MaskNetwork network = ConfiguredNetwork.open(config);
                    DetectorStreams detector = DetectorStreams.start(
                            DetectorSetup.settings(config, network),
                            network,
                            new SimpleMeterRegistry(),
                            DetectorSetup.properties(config),
                            config.state().memoryBytes())) {
                assertThat(detector.awaitRunning(Duration.ofMinutes(2))).isTrue();
            }

            ConfigResource changelog =
                    new ConfigResource(ConfigResource.Type.TOPIC, ID + "-" + EarshotTopology.STORE + "-changelog");
            assertThat(admin.describeConfigs(List.of(changelog))
                            .all()
                            .get()
                            .get(changelog)
                            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                            .value())
                    .isEqualTo(TopicConfig.CLEANUP_POLICY_DELETE);
        }
    }

    private Config config(String bootstrapServers, Topics topics) {
        BenchSettings settings = new BenchSettings(
                "tiny",
                DeviceChoice.CPU,
                List.of("fp32"),
                List.of(10),
                List.of(1),
                1,
                1,
                true,
                Map.of(),
                Config.defaults());
        BenchRun.Setup setup = new BenchRun.Setup(BenchRun.Mode.TOPOLOGY, 10, 1, "fp32", "cpu", false);
        Map<String, String> sets = new HashMap<>();
        new TopologyBench(settings, bootstrapServers, folder, BenchSound.of(16_000, 1), 10)
                .arguments(setup, ID, topics).stream()
                        .filter(argument -> argument.contains("="))
                        .map(argument -> argument.split("=", 2))
                        .forEach(parts -> sets.put(parts[0], parts[1]));
        return Config.load(null, Map.of(), sets);
    }
}
