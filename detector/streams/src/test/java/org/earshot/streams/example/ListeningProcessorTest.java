package org.earshot.streams.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.earshot.core.Earshot;
import org.earshot.schema.AudioChunk;
import org.earshot.streams.framing.SingleObjectSerde;
import org.earshot.streams.topology.Microphone;
import org.earshot.streams.topology.Sound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the processor that docs/embedding.md shows. */
class ListeningProcessorTest {
    private static final int RATE = 16_000;

    @TempDir
    private Path folder;

    @Test
    void shouldHearInATopologyOfSomebodyElse() {
        try (Earshot earshot = Earshot.open("tiny")) {
            Topology topology = new Topology()
                    .addSource("in", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "earshot.audio")
                    .addProcessor("listen", () -> new ListeningProcessor(earshot), "in")
                    .addStateStore(ListeningProcessor.store(), "listen")
                    .addSink("out", "labels", new StringSerializer(), new StringSerializer(), "listen");
            Properties properties = new Properties();
            properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "embedded");
            properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
            properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
            try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties, Microphone.START)) {
                var in = driver.createInputTopic(
                        "earshot.audio",
                        new ByteArraySerializer(),
                        SingleObjectSerde.audioChunk().serializer());
                var out = driver.createOutputTopic("labels", new StringDeserializer(), new StringDeserializer());

                for (AudioChunk chunk :
                        new Microphone("door", "e", Sound.noise(RATE, 20, 1).tone(600, 5, 8)).chunks(RATE)) {
                    in.pipeInput("door".getBytes(), chunk);
                }
                driver.advanceWallClockTime(Duration.ofSeconds(1));

                assertThat(out.readKeyValuesToList()).isNotEmpty().allSatisfy(label -> {
                    assertThat(label.key).isEqualTo("door");
                    assertThat(earshot.model().labels()).contains(label.value);
                });
            }
        }
    }
}
