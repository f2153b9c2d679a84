package org.earshot.core.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.level.MinuteLevel;

/** A live detector above a store in the heap, with a clock of its own, and all that it says. It is saved after every step. */
public final class Listened implements LiveListener {
    public static final Duration STALE = Duration.ofSeconds(8);

    public final MaskNetwork network;
    public final SourceStore store;
    public final List<LiveEvent> events = new ArrayList<>();
    public final List<LiveStatus> statuses = new ArrayList<>();
    public final List<MinuteLevel> levels = new ArrayList<>();
    public final List<String> forgotten = new ArrayList<>();
    public final List<RejectReason> refusals = new ArrayList<>();
    public final SessionBudget budget;
    public LiveSettings settings;
    public long now = 1_767_225_600_000L;
    /** Sources of which it takes neither events nor statuses, but fails. */
    public Predicate<String> failsOn = source -> false;

    private LiveDetector detector;

    public Listened() {
        this(limits -> limits);
    }

    public Listened(UnaryOperator<SourceLimits> limits) {
        this(new BandNetwork(), limits, new SessionBudget(1_000));
    }

    public Listened(MaskNetwork network, UnaryOperator<SourceLimits> limits, SessionBudget budget) {
        this(network, limits, budget, new HeapStore());
    }

    public Listened(MaskNetwork network, UnaryOperator<SourceLimits> limits, SessionBudget budget, SourceStore store) {
        this.network = network;
        this.budget = budget;
        this.store = store;
        this.settings = new LiveSettings(
                source -> DetectorSettings.of(network.manifest(), 10),
                false,
                Batches.of(8, Duration.ofMillis(20)),
                limits.apply(SourceLimits.of(Duration.ofSeconds(2), STALE)),
                Duration.ofSeconds(10));
        restart(network);
    }

    /** A detector of another process above the same store. */
    public void restart(MaskNetwork other) {
        if (detector != null) {
            detector.close();
        }
        detector = new LiveDetector(other, settings, store, this, LiveMeters.NONE, budget, fault -> false);
        detector.restore(now);
    }

    public LiveDetector detector() {
        return detector;
    }

    /** Sends a chunk that arrives now. */
    public Listened send(Chunk chunk) {
        return send(chunk, now);
    }

    /** Sends a chunk that arrived earlier and is read now. */
    public Listened send(Chunk chunk, long arrivedMs) {
        try {
            detector.accept(chunk, arrivedMs, now);
        } catch (RejectedChunkException refusal) {
            refusals.add(refusal.reason());
        }
        detector.save();
        return this;
    }

    /** Sends chunks, one each half second. */
    public Listened send(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            send(chunk);
            pass(500);
        }
        return this;
    }

    public Listened pass(long millis) {
        for (long left = millis; left > 0; left -= 20) {
            now += Math.min(20, left);
            detector.tick(now);
            detector.save();
        }
        return this;
    }

    /** Lets the source fall silent. */
    public Listened end() {
        return pass(STALE.toMillis() * 2);
    }

    public List<LiveEvent> ended() {
        return events.stream()
                .filter(event -> event.phase() == Detection.Phase.ENDED)
                .toList();
    }

    @Override
    public void event(LiveEvent event) {
        failOn(event.sourceId());
        events.add(event);
    }

    @Override
    public void status(LiveStatus status) {
        failOn(status.sourceId());
        statuses.add(status);
    }

    @Override
    public void level(MinuteLevel level) {
        levels.add(level);
    }

    private void failOn(String source) {
        if (failsOn.test(source)) {
            throw new IllegalStateException("nothing is taken of " + source);
        }
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
