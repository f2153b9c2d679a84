package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.earshot.core.live.BandNetwork;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.evidence.ClipMemory;
import org.earshot.streams.evidence.EvidenceArchive;
import org.earshot.streams.evidence.EvidenceClip;
import org.earshot.streams.evidence.EvidenceMode;
import org.earshot.streams.evidence.EvidenceSettings;
import org.earshot.streams.evidence.Stored;
import org.junit.jupiter.api.Test;

/** More evidence than there is room for. */
class EvidenceListenerTest {
    private static final int RATE = 16_000;

    private final SlowArchive archive = new SlowArchive();

    @Test
    void shouldHandOverClipsOneAfterTheOtherAsThereIsRoom() {
        try (TopologyFixture topology = withFourEvents()) {
            List<SoundEvent> ended = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                assertThat(archive.clips).as("room for one alone").hasSize(n + 1);
                EvidenceClip clip = archive.clips.get(n);
                archive.kept.get(n).complete(new Stored(URI.create("memory:" + clip.eventId()), "-"));
                topology.pass(Duration.ofMillis(500));
                ended.addAll(topology.ended());
            }

            assertThat(ended)
                    .hasSize(4)
                    .isSortedAccordingTo((a, b) -> a.getOffset().compareTo(b.getOffset()))
                    .allSatisfy(event -> assertThat(event.getEvidenceUri()).isEqualTo("memory:" + event.getEventId()));
        }
    }

    @Test
    void shouldEmitEventsWithoutEvidenceThatWaitedForRoomTooLong() {
        try (TopologyFixture topology = withFourEvents()) {
            topology.pass(Duration.ofMinutes(3));

            assertThat(topology.ended())
                    .hasSize(4)
                    .allSatisfy(event -> assertThat(event.getEvidenceUri()).isNull());
        }
    }

    @Test
    void shouldLetGoOfItsClipsWhenTheTaskLeaves() {
        withFourEvents().close();

        assertThat(archive.clips).hasSize(1);
        assertThat(archive.kept.get(0)).isCancelled();
        assertThat(archive.memory.take(Long.MAX_VALUE / 16))
                .as("all room is free")
                .isTrue();
    }

    @Test
    void shouldGiveRoomBackForAClipThatCouldNotBeHandedOver() {
        archive.fault = new IllegalStateException("no disk");

        try (TopologyFixture topology =
                new TopologyFixture(TopologyFixture.settings(new BandNetwork()), Optional.of(archive))) {
            topology.send(new Microphone("door", "e", Sound.noise(RATE, 20, 1).tone(600, 3, 5)).chunks(RATE));

            assertThat(archive.asked).isPositive();
            assertThat(archive.memory.take(1)).isTrue();
        }
    }

    @Test
    void shouldCountALongClipAsHalfOfTheRoom() {
        ClipMemory memory = new ClipMemory(1_000);

        assertThat(memory.take(60)).isTrue();
        assertThat(memory.take(1_000_000)).isTrue();
        assertThat(memory.take(60)).isFalse();
        memory.give(1_000_000);
        assertThat(memory.take(60)).isTrue();
    }

    private TopologyFixture withFourEvents() {
        Sound sound = Sound.noise(RATE, 40, 1)
                .tone(600, 3, 5)
                .tone(600, 11, 13)
                .tone(600, 19, 21)
                .tone(600, 27, 29);
        TopologyFixture topology =
                new TopologyFixture(TopologyFixture.settings(new BandNetwork()), Optional.of(archive));
        topology.send(new Microphone("door", "e", sound).chunks(RATE));
        assertThat(topology.ended()).isEmpty();
        return topology;
    }

    private static final class SlowArchive implements EvidenceArchive {
        private final ClipMemory memory = new ClipMemory(1);
        private final List<EvidenceClip> clips = new ArrayList<>();
        private final List<CompletableFuture<Stored>> kept = new ArrayList<>();
        private RuntimeException fault;
        private int asked;

        @Override
        public EvidenceSettings settings() {
            return new EvidenceSettings(
                    EvidenceMode.FULL,
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    List.of());
        }

        @Override
        public ClipMemory memory() {
            return memory;
        }

        @Override
        public CompletableFuture<Stored> keep(EvidenceClip clip) {
            asked++;
            if (fault != null) {
                throw fault;
            }
            clips.add(clip);
            kept.add(new CompletableFuture<>());
            return kept.get(kept.size() - 1);
        }
    }
}
