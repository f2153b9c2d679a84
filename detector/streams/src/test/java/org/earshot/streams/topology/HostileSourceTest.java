package org.earshot.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.earshot.core.live.BandNetwork;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.ClipTags;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.LocalRegistry;
import org.earshot.streams.framing.RecordFormat;
import org.earshot.streams.framing.RegistryException;
import org.earshot.streams.framing.SchemaRegistry;
import org.junit.jupiter.api.Test;

/** Source ids that want to be more than a name, and records in a foreign frame, through the whole topology. */
class HostileSourceTest {
    private static final int RATE = 16_000;
    private static final String HTML = "img src=x onerror=\"alert('../../etc')\" & co";

    @Test
    void shouldCarryAnIdThatLooksLikeCodeAsATextAndNothingElse() {
        try (TopologyFixture topology = new TopologyFixture()) {
            topology.send(chunks(HTML)).pass(Duration.ofSeconds(10));

            var events = topology.eventRecords();

            assertThat(events).isNotEmpty().allSatisfy(event -> {
                assertThat(event.getValue().getSourceId()).isEqualTo(HTML);
                Header source = event.headers().lastHeader("ce_source");
                assertThat(new String(source.value(), UTF_8)).matches("/earshot/[A-Za-z0-9%._*~-]+");
                assertThat(event.getValue().getEventId()).matches("[0-9a-f-]+");
            });
            assertThat(topology.registry.getMeters())
                    .allSatisfy(meter -> assertThat(meter.getId().toString())
                            .doesNotContain("img")
                            .doesNotContain("etc"));
        }
    }

    @Test
    void shouldRefuseIdsThatAreNoNames() {
        try (TopologyFixture topology = new TopologyFixture()) {
            for (String id : List.of("line\nbreak", "nul\0", " ", "x".repeat(257), "\u001b[31mred", "<b>", "\u202e")) {
                topology.send(chunks(id).get(0));
            }

            assertThat(topology.reasons()).hasSize(7).containsOnly("bad_field");
        }
    }

    @Test
    void shouldReadBothFramingsAndWriteForTheRegistry() {
        try (LocalRegistry server = new LocalRegistry()) {
            Optional<SchemaRegistry> registry = SchemaRegistry.of(server.settings());
            StreamSettings plain = TopologyFixture.settings(new BandNetwork());
            var settings = new StreamSettings(plain.topics(), plain.live(), registry);
            RecordFormat<AudioChunk> framed =
                    RecordFormat.of(new AudioChunk(), registry, plain.topics().audio());
            try (TopologyFixture topology = new TopologyFixture(settings);
                    TopologyFixture without = new TopologyFixture()) {
                List<AudioChunk> chunks = chunks("door");
                for (int n = 0; n < chunks.size(); n++) {
                    if (n % 2 == 0) {
                        topology.sendBytes("door", framed.encode(chunks.get(n)));
                    } else {
                        topology.send(chunks.get(n));
                    }
                }
                topology.sendBytes("door", new byte[] {0, 0, 0, 0, 99, 1});
                topology.pass(Duration.ofSeconds(10));
                without.send(chunks).pass(Duration.ofSeconds(10));

                assertThat(topology.events())
                        .isNotEmpty()
                        .extracting(SoundEvent::getEventId)
                        .isEqualTo(without.events().stream()
                                .map(SoundEvent::getEventId)
                                .toList());
                assertThat(topology.reasons()).containsExactly("undecodable");
                assertThat(server.compatibility).containsKeys("earshot.events-value", "earshot.audio-value");
            }
        }
    }

    @Test
    void shouldNotAskTheRegistryForADeadLetterOfAChunkThatWaited() {
        try (LocalRegistry server = new LocalRegistry()) {
            StreamSettings plain = TopologyFixture.settings(new BandNetwork());
            var settings = new StreamSettings(plain.topics(), plain.live(), SchemaRegistry.of(server.settings()));
            try (TopologyFixture topology = new TopologyFixture(settings)) {
                Microphone door = new Microphone("door", "e", Sound.noise(RATE, 3, 1));
                AudioChunk last = door.chunk(RATE + RATE / 2, 2 * RATE);
                last.setEndOfStream(true);

                topology.send(List.of(door.chunk(0, RATE), last, door.chunk(2 * RATE, 3 * RATE)));
                topology.pass(Duration.ofSeconds(5));

                assertThat(topology.reasons()).containsExactly("late");
                assertThat(server.requests).isNotEmpty().noneMatch(request -> request.contains("audio-value"));
            }
        }
    }

    @Test
    void shouldPassOverNoRecordWhileTheRegistryIsAway() {
        try (LocalRegistry server = new LocalRegistry()) {
            StreamSettings plain = TopologyFixture.settings(new BandNetwork());
            var settings = new StreamSettings(plain.topics(), plain.live(), SchemaRegistry.of(server.settings()));
            try (TopologyFixture topology = new TopologyFixture(settings)) {
                server.failures.set(100);

                // No dead letter can have been written: the record is read again by the thread that takes this one's
                // place.
                assertThatThrownBy(() -> topology.sendBytes("door", new byte[] {0, 0, 0, 0, 7, 1}))
                        .hasRootCauseInstanceOf(RegistryException.class)
                        .rootCause()
                        .hasMessageContaining("does not answer");
            }
        }
    }

    @Test
    void shouldWriteEventsWhileTheRegistryIsAwayIfItKnowsTheirSchemas() {
        try (LocalRegistry server = new LocalRegistry()) {
            StreamSettings plain = TopologyFixture.settings(new BandNetwork());
            Optional<SchemaRegistry> registry = SchemaRegistry.of(server.settings());
            var settings = new StreamSettings(plain.topics(), plain.live(), registry);
            RecordFormat.of(new SoundEvent(), registry, plain.topics().events()).register();
            RecordFormat.of(new SourceStatus(), registry, plain.topics().sourceStatus())
                    .register();
            RecordFormat.of(new SourceLevel(), registry, plain.topics().levels())
                    .register();
            RecordFormat.of(new ClipTags(), registry, plain.topics().tags()).register();
            server.failures.set(1_000);
            try (TopologyFixture topology = new TopologyFixture(settings)) {
                topology.send(chunks("door")).pass(Duration.ofSeconds(10));

                assertThat(topology.events()).isNotEmpty();
                assertThat(topology.reasons()).isEmpty();
            }
        }
    }

    @Test
    void shouldForgetNoSourceBecauseTheRegistryIsAwayWhenItIsToldOfFirst() {
        try (LocalRegistry server = new LocalRegistry()) {
            StreamSettings plain = TopologyFixture.settings(new BandNetwork());
            var settings = new StreamSettings(plain.topics(), plain.live(), SchemaRegistry.of(server.settings()));
            try (TopologyFixture topology = new TopologyFixture(settings)) {
                server.failures.set(1_000);

                // The thread ends and nothing is committed, so that the one in its place reads the same records.
                assertThatThrownBy(() -> topology.send(chunks("door")).pass(Duration.ofSeconds(10)))
                        .hasRootCauseInstanceOf(RegistryException.class);
            }
        }
    }

    private static List<AudioChunk> chunks(String source) {
        Sound sound = Sound.noise(RATE, 14, 3).tone(700, 2, 4).burst(6, 8);
        return new Microphone(source, "e", sound).chunks(RATE / 2);
    }
}
