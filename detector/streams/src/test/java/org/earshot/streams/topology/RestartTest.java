package org.earshot.streams.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.earshot.core.live.BandNetwork;
import org.earshot.core.live.Batches;
import org.earshot.core.live.LiveSettings;
import org.earshot.core.live.SessionBudget;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.evidence.EvidenceMode;
import org.earshot.streams.evidence.EvidenceSettings;
import org.earshot.streams.framing.SingleObjectSerde;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processors that come and go above one store, as tasks do that another process takes over after a commit. */
@Tag("integration")
class RestartTest {
    private static final int RATE = 16_000;
    private static final long TICK_MS = 20;

    private final BandNetwork network = new BandNetwork();
    private final StreamSettings settings = TopologyFixture.settings(network);
    private final SingleObjectSerde<AudioChunk> serde = SingleObjectSerde.audioChunk();
    private final KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(EarshotTopology.STORE), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    private final CommitStore committed = new CommitStore(store);
    private final List<SoundEvent> events = new ArrayList<>();
    private MockProcessorContext<byte[], byte[]> context;
    private ChunkProcessor processor;
    private Optional<HashedArchive> keeper = Optional.empty();
    private long now = Microphone.START.toEpochMilli();

    @Test
    void shouldTellTheSameEventsHoweverOftenItIsRestarted() {
        List<AudioChunk> chunks = chunks();
        List<SoundEvent> calm = run(chunks, new Random(0), 0);

        for (int seed = 1; seed <= 5; seed++) {
            assertThat(run(chunks, new Random(seed), 0.3)).containsExactlyInAnyOrderElementsOf(calm);
        }
        assertThat(calm).hasSize(8);
    }

    @Test
    void shouldTellTheSameEventsHoweverOftenItDiesBetweenCommits() {
        List<AudioChunk> chunks = chunks();
        List<SoundEvent> calm = run(chunks, new Random(0), 0);

        for (int seed = 1; seed <= 5; seed++) {
            assertThat(dying(chunks, new Random(seed))).containsExactlyInAnyOrderElementsOf(calm);
        }
    }

    @Test
    void shouldTellTheSameEventsWithTheSameEvidenceHoweverOftenItIsRestarted() {
        var kept = new EvidenceSettings(
                EvidenceMode.FULL,
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofMinutes(1),
                Duration.ofHours(10),
                List.of());
        keeper = Optional.of(new HashedArchive(kept));
        List<AudioChunk> chunks = chunks();
        run(chunks, new Random(0), 0);
        List<SoundEvent> calm = awaitEvents(8);

        for (int seed = 1; seed <= 3; seed++) {
            run(chunks, new Random(seed), 0.3);
            assertThat(awaitEvents(8)).containsExactlyInAnyOrderElementsOf(calm);
        }
        assertThat(calm.stream().filter(event -> event.getEvidenceUri() != null))
                .hasSize(4);
    }

    /** Ticks until so many events are told; then none is left in the store that waits for its evidence. */
    private List<SoundEvent> awaitEvents(int count) {
        Instant deadline = Instant.now().plusSeconds(30);
        while (collected().size() < count && Instant.now().isBefore(deadline)) {
            tick(TICK_MS);
        }
        try (var waiting = store.range(StateKeys.firstEvidence(), StateKeys.lastEvidence())) {
            assertThat(waiting).toIterable().isEmpty();
        }
        List<SoundEvent> all = new ArrayList<>(events);
        all.forEach(event -> event.setEmittedAt(Instant.EPOCH));
        return all;
    }

    @Test
    void shouldFinishASourceThatNeverSendsAgain() {
        List<AudioChunk> chunks =
                new Microphone("door", "e", Sound.noise(RATE, 6, 1).tone(600, 2, 5)).chunks(RATE);
        restart();
        chunks.forEach(this::process);
        assertThat(collected()).isEmpty();

        restart();
        tick(100);

        assertThat(collected()).hasSize(2);
        try (var left = store.all()) {
            assertThat(left).toIterable().as("only the source's own record").hasSize(1);
        }
    }

    @Test
    void shouldGiveASourceItsWholeTimeAgainAfterARestart() {
        restart();
        process(new Microphone("door", "e", Sound.noise(RATE, 6, 1).tone(600, 0, 6)).chunk(0, RATE));

        now += Duration.ofMinutes(10).toMillis();
        restart();
        tick(100);

        assertThat(StateKeysProbe.open(store)).isOne();
    }

    @Test
    void shouldLookForReadyBlocksOftenHoweverLongTheyMayWait() {
        LiveSettings live = settings.live();
        LiveSettings patient = new LiveSettings(
                live.detector(),
                live.tags(),
                Batches.of(16, Duration.ofSeconds(3)),
                live.limits(),
                live.statusInterval());
        context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(now);
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(committed);

        new ChunkProcessor(
                        TopologyFixture.settings(patient),
                        network,
                        new StreamMetrics(new SimpleMeterRegistry(), network),
                        keeper,
                        SessionBudget.ofHeap())
                .init(context);

        assertThat(context.scheduledPunctuators())
                .allSatisfy(
                        punctuator -> assertThat(punctuator.getInterval()).isLessThanOrEqualTo(Duration.ofMillis(50)));
    }

    private List<AudioChunk> chunks() {
        List<AudioChunk> chunks = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            Sound sound = Sound.noise(RATE, 14, n).tone(n % 2 == 0 ? 600 : 4_000, 2 + n, 6 + n);
            chunks.addAll(new Microphone("mic-" + n, "e", sound).chunks(3_000 + 500 * n));
        }
        chunks.sort(java.util.Comparator.comparing(AudioChunk::getCapturedAt));
        return chunks;
    }

    /** What it told since the last commit is undone, and the chunks since then come again. */
    private List<SoundEvent> dying(List<AudioChunk> chunks, Random random) {
        begin();
        int deaths = 0;
        for (int next = 0, done = 0; next < chunks.size(); ) {
            process(chunks.get(next++));
            if (random.nextInt(4) == 0) {
                tick(TICK_MS);
            }
            if (random.nextInt(6) == 0) {
                collected();
                committed.flushCache();
                done = next;
            } else if (random.nextInt(8) == 0) {
                committed.beforeCommit(() -> {});
                restart();
                next = done;
                deaths++;
            }
        }
        assertThat(deaths).isPositive();
        return told();
    }

    private List<SoundEvent> run(List<AudioChunk> chunks, Random random, double restarts) {
        begin();
        for (AudioChunk chunk : chunks) {
            process(chunk);
            if (random.nextDouble() < restarts) {
                collected();
                restart();
            }
            if (random.nextInt(4) == 0) {
                tick(TICK_MS);
            }
        }
        return told();
    }

    /** With an empty store. */
    private void begin() {
        events.clear();
        restart();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> store.delete(entry.key));
        }
        restart();
    }

    private List<SoundEvent> told() {
        tick(1_000);
        List<SoundEvent> all = new ArrayList<>(collected());
        all.forEach(event -> event.setEmittedAt(Instant.EPOCH));
        return all;
    }

    private void restart() {
        committed.flushCache();
        committed.beforeCommit(() -> {});
        context = new MockProcessorContext<>();
        context.setCurrentSystemTimeMs(now);
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(committed);
        processor = new ChunkProcessor(
                settings,
                network,
                new StreamMetrics(new SimpleMeterRegistry(), network),
                keeper,
                SessionBudget.ofHeap());
        processor.init(context);
    }

    private void process(AudioChunk chunk) {
        context.setRecordMetadata("earshot.audio", 0, 0);
        processor.process(new Record<>(chunk.getSourceId().getBytes(UTF_8), serde.encode(chunk), now));
    }

    private void tick(long millis) {
        for (long passed = 0; passed < millis; passed += TICK_MS) {
            now += TICK_MS;
            context.setCurrentSystemTimeMs(now);
            context.scheduledPunctuators()
                    .forEach(punctuator -> punctuator.getPunctuator().punctuate(now));
        }
    }

    private List<SoundEvent> collected() {
        var records = SingleObjectSerde.soundEvent();
        context.forwarded(EarshotTopology.EVENTS)
                .forEach(captured ->
                        events.add(records.decode((byte[]) captured.record().value())));
        context.resetForwards();
        return events;
    }

    /** Looks into the store: the second byte of a source's record says whether a stretch is open. */
    private static final class StateKeysProbe {
        static int open(KeyValueStore<Bytes, byte[]> store) {
            int open = 0;
            try (var all = store.range(StateKeys.firstEnvelope(), StateKeys.lastEnvelope())) {
                while (all.hasNext()) {
                    open += all.next().value[1];
                }
            }
            return open;
        }
    }
}
