package org.earshot.core.live;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.earshot.core.detect.SourcePipeline;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;

/**
 * Scores the ready blocks of a detector's sources together. A batch takes one block of every source before it takes a second
 * of any, so a source that is far ahead uses only what the others leave. What is left of sources that have ended is scored
 * between the batches of those that go on, one call to {@value #LIVE_CALLS}: nobody waits for its beginning, and a crowd of
 * sources that come and go delays no other.
 *
 * <pre>
 * ready     A: a0 a1 a2    B: b0    C: c0          batches of 4
 * batches   a0 b0 c0 a1 | a2
 * </pre>
 *
 * <p>What is ready is known from the sessions alone; this class remembers only which to ask. For one thread.
 */
final class BlockScheduler {
    /** Blocks that are worth a call even if one source has them all. */
    private static final int WORTH_A_CALL = 4;

    private static final int LIVE_CALLS = 4;

    /** Sources that are tried for each block of a batch; those whose blocks have another length are skipped. */
    static final int LOOKED_AT_PER_BLOCK = 2;

    private final MaskNetwork network;
    private final Batches batches;
    private final LiveMeters meters;
    private final Sessions sessions;
    /** Sources of another detector may have the same names, and the network remembers the streams of all. */
    private final String streamsOf;

    private final Map<String, Ready> live = new LinkedHashMap<>();
    private final Map<String, Ready> ending = new LinkedHashMap<>();
    private float[] input = new float[0];
    private int backlog;
    private int liveCalls;

    /** Where sessions are, and what becomes of scores. */
    interface Sessions {
        /** The session of a source that has ready blocks; null if it is gone. */
        SourceSession get(String sourceId);

        /** Hands the scores of a session's oldest ready block over; null if the network need not be asked. */
        void scored(SourceSession session, Scores scores, int batchIndex);
    }

    private static final class Ready {
        private long sinceMs;
        private int blocks;

        private Ready(long sinceMs) {
            this.sinceMs = sinceMs;
        }
    }

    private record Place(SourceSession session, int ahead) {}

    /** @param run identifies this detector among those that use the network */
    BlockScheduler(MaskNetwork network, Batches batches, LiveMeters meters, Sessions sessions, long run) {
        this.network = network;
        this.batches = batches;
        this.meters = meters;
        this.sessions = sessions;
        this.streamsOf = Long.toHexString(run) + "/";
    }

    /** Looks at a session again after it changed. */
    void refresh(SourceSession session, long nowMs) {
        refresh(session.id, session.stretch().readyBlocks(), session.stretch().isOpen(), nowMs);
    }

    /** The same of a source that is not in memory. @param open true if more sound of it may come */
    void refresh(String sourceId, int readyBlocks, boolean open, long nowMs) {
        Map<String, Ready> its = open ? live : ending;
        Ready other = (open ? ending : live).remove(sourceId);
        if (other != null) {
            backlog -= other.blocks;
        }
        if (readyBlocks == 0) {
            Ready gone = its.remove(sourceId);
            backlog -= gone == null ? 0 : gone.blocks;
            return;
        }
        Ready ready = its.computeIfAbsent(sourceId, id -> new Ready(other == null ? nowMs : other.sinceMs));
        backlog += readyBlocks - ready.blocks;
        ready.blocks = readyBlocks;
    }

    void forget(String sourceId) {
        refresh(sourceId, 0, true, 0);
        refresh(sourceId, 0, false, 0);
    }

    /** Blocks that wait. */
    int backlog() {
        return backlog;
    }

    /** Sources that have ended and have blocks to be scored. */
    int ending() {
        return ending.size();
    }

    /** True if one block of each source makes a whole batch, or too many blocks wait. */
    boolean isFull() {
        return live.size() >= batches.maxBlocks() || backlog > batches.maxBacklog();
    }

    /** True if some block has waited for as long as it may. */
    boolean isDue(long nowMs) {
        return isDue(live, nowMs) || isDue(ending, nowMs);
    }

    /** Sources are ordered by how long they wait, except those that were scored meanwhile. */
    private boolean isDue(Map<String, Ready> waiting, long nowMs) {
        for (Ready ready : waiting.values()) {
            // The clock may have been set back.
            ready.sinceMs = Math.min(ready.sinceMs, nowMs);
            if (nowMs - ready.sinceMs >= batches.linger().toMillis()) {
                return true;
            }
        }
        return false;
    }

    /** Scores one batch. */
    void scoreSome() {
        boolean endingIsDue = !ending.isEmpty() && (live.isEmpty() || liveCalls >= LIVE_CALLS);
        liveCalls = endingIsDue ? 0 : liveCalls + 1;
        scoreSome(endingIsDue ? ending : live);
    }

    private void scoreSome(Map<String, Ready> waiting) {
        List<SourceSession> chosen = new ArrayList<>();
        int frames = 0;
        int looked = 0;
        for (String id : List.copyOf(waiting.keySet())) {
            if (chosen.size() == batches.maxBlocks() || looked++ == LOOKED_AT_PER_BLOCK * batches.maxBlocks()) {
                break;
            }
            SourceSession session = sessions.get(id);
            passUnheard(session);
            if (session == null || session.stretch().readyBlocks() == 0) {
                forget(id);
                continue;
            }
            int its = session.stretch().pipeline().nextBlockFrames();
            if (chosen.isEmpty()) {
                frames = its;
            }
            if (its == frames) {
                chosen.add(session);
            }
        }
        if (!chosen.isEmpty()) {
            List<Place> places = new ArrayList<>();
            chosen.forEach(session -> places.add(new Place(session, 0)));
            fillUp(places, frames);
            score(places, frames);
            moveBack(chosen, waiting);
        }
    }

    /** Scores all ready blocks of one source at once. */
    void drain(SourceSession session) {
        for (passUnheard(session); session.stretch().readyBlocks() > 0; passUnheard(session)) {
            int frames = session.stretch().pipeline().nextBlockFrames();
            List<Place> places = new ArrayList<>(List.of(new Place(session, 0)));
            while (places.size() < Math.min(session.stretch().readyBlocks(), batches.maxBlocks())
                    && session.stretch().pipeline().blockFrames(places.size()) == frames) {
                places.add(new Place(session, places.size()));
            }
            score(places, frames);
        }
        forget(session.id);
    }

    private void passUnheard(SourceSession session) {
        while (session != null
                && session.stretch().readyBlocks() > 0
                && session.stretch().pipeline().isNextUnheard()) {
            sessions.scored(session, null, 0);
        }
    }

    private void fillUp(List<Place> places, int frames) {
        int most = Math.min(batches.maxBlocks(), Math.max(places.size(), WORTH_A_CALL));
        List<Place> firsts = List.copyOf(places);
        for (int ahead = 1; places.size() < most; ahead++) {
            int before = places.size();
            for (Place place : firsts) {
                if (places.size() < most && allOf(place.session, ahead, frames)) {
                    places.add(new Place(place.session, ahead));
                }
            }
            if (places.size() == before) {
                return;
            }
        }
    }

    /** Blocks must be applied in their order, so one of another length ends what can be taken of a source. */
    private static boolean allOf(SourceSession session, int ahead, int frames) {
        if (ahead >= session.stretch().readyBlocks()) {
            return false;
        }
        for (int a = 1; a <= ahead; a++) {
            if (session.stretch().pipeline().blockFrames(a) != frames) {
                return false;
            }
        }
        return true;
    }

    private void score(List<Place> places, int frames) {
        places.sort(Comparator.comparingInt(Place::ahead));
        int block = frames * network.manifest().frontEnd().mels();
        if (input.length < places.size() * block) {
            input = new float[batches.maxBlocks() * block];
        }
        List<String> streams = new ArrayList<>();
        for (int b = 0; b < places.size(); b++) {
            Place place = places.get(b);
            SourcePipeline pipeline = place.session.stretch().pipeline();
            pipeline.copyBlock(place.ahead, input, b * block);
            // The end of a sound has no whole look-ahead, so nothing can follow it. Its beginning follows nothing: not
            // the stretch before, though silence resembles silence.
            streams.add(pipeline.isWhole(place.ahead) ? streamsOf + place.session.id : null);
        }
        long begin = System.nanoTime();
        Scores scores = network.score(Collections.unmodifiableList(streams), input, frames);
        meters.scored(places.size(), System.nanoTime() - begin);
        for (int b = 0; b < places.size(); b++) {
            sessions.scored(places.get(b).session, scores, b);
        }
    }

    /** To the end of the row, with the time since when it waits: a source that is far behind stays due. */
    private static void moveBack(List<SourceSession> scored, Map<String, Ready> waiting) {
        Set<SourceSession> once = new LinkedHashSet<>(scored);
        for (SourceSession session : once) {
            Ready ready = waiting.remove(session.id);
            if (ready != null) {
                waiting.put(session.id, ready);
            }
        }
    }
}
