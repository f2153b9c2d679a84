package org.earshot.detector.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.earshot.detector.detect.Detection;
import org.earshot.detector.detect.DetectorSettings;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.stream.BandNetwork;

/** A live detector above a store in the heap, with a clock of its own, and all that it says. */
final class Listened implements LiveListener {
    static final Duration STALE = Duration.ofSeconds(8);

    final MaskNetwork network;
    final HeapStore store = new HeapStore();
    final List<LiveEvent> events = new ArrayList<>();
    final List<LiveStatus> statuses = new ArrayList<>();
    final List<String> forgotten = new ArrayList<>();
    final List<RejectReason> refusals = new ArrayList<>();
    final SessionBudget budget;
    LiveSettings settings;
    long now = 1_767_225_600_000L;
    private LiveDetector detector;

    Listened() {
        this(limits -> limits);
    }

    Listened(UnaryOperator<SourceLimits> limits) {
        this(new BandNetwork(), limits, new SessionBudget(1_000));
    }

    Listened(MaskNetwork network, UnaryOperator<SourceLimits> limits, SessionBudget budget) {
        this.network = network;
        this.budget = budget;
        this.settings = new LiveSettings(
                source -> DetectorSettings.of(network.manifest(), 10),
                false,
                Batches.of(8, Duration.ofMillis(20)),
                limits.apply(SourceLimits.of(Duration.ofSeconds(2), STALE)),
                Duration.ofSeconds(10));
        restart(network);
    }

    /** A detector of another process above the same store. */
    void restart(MaskNetwork other) {
        if (detector != null) {
            detector.close();
        }
        detector = new LiveDetector(other, settings, store, this, LiveMeters.NONE, budget, fault -> false);
        detector.restore(now);
    }

    LiveDetector detector() {
        return detector;
    }

    /** Sends a chunk that arrives now. */
    Listened send(Chunk chunk) {
        try {
            detector.accept(chunk, now, now);
        } catch (RejectedChunkException refusal) {
            refusals.add(refusal.reason());
        }
        return this;
    }

    /** Sends chunks, one each half second. */
    Listened send(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            send(chunk);
            pass(500);
        }
        return this;
    }

    Listened pass(long millis) {
        for (long left = millis; left > 0; left -= 20) {
            now += Math.min(20, left);
            detector.tick(now);
        }
        return this;
    }

    /** Lets the source fall silent. */
    Listened end() {
        return pass(STALE.toMillis() * 2);
    }

    List<LiveEvent> ended() {
        return events.stream()
                .filter(event -> event.phase() == Detection.Phase.ENDED)
                .toList();
    }

    @Override
    public void event(LiveEvent event) {
        events.add(event);
    }

    @Override
    public void status(LiveStatus status) {
        statuses.add(status);
    }

    @Override
    public void forgotten(String sourceId) {
        forgotten.add(sourceId);
    }

    @Override
    public void refused(Chunk chunk, RejectedChunkException refusal) {
        refusals.add(refusal.reason());
    }
}
