package org.earshot.detector.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.earshot.detector.infer.CachedMaskNetwork;
import org.earshot.detector.infer.MaskNetwork;
import org.earshot.detector.infer.Scores;

/**
 * Scores the ready blocks of a task's sources together. A batch takes one block of every source before it takes a second of
 * any, so a source that is far ahead uses only what the others leave.
 *
 * <p>What is ready is known from the pipelines alone; this class only remembers which to ask. For the task's thread.
 */
final class BlockScorer {
    /** Blocks that are worth a call even if one source has them all. */
    private static final int WORTH_A_CALL = 4;

    private final MaskNetwork network;
    private final StreamSettings.Batches batches;
    private final StreamMetrics metrics;
    private final Set<LiveSource> ready = new LinkedHashSet<>();
    private float[] input = new float[0];

    /** Takes the scores of a source's oldest ready block; none if the block is quiet and the network was not asked. */
    @FunctionalInterface
    interface ScoreSink {
        /** @param scores null if the block is quiet */
        void scored(LiveSource source, Scores scores, int batchIndex);
    }

    private record Place(LiveSource source, int ahead) {}

    BlockScorer(MaskNetwork network, StreamSettings.Batches batches, StreamMetrics metrics) {
        this.network = network;
        this.batches = batches;
        this.metrics = metrics;
    }

    /** Looks at a source again after its pipeline changed. */
    void refresh(LiveSource source, long nowMs) {
        if (source.readyBlocks() == 0) {
            ready.remove(source);
        } else if (ready.add(source)) {
            source.readySinceMs = nowMs;
        }
    }

    void forget(LiveSource source) {
        ready.remove(source);
    }

    /** Blocks that wait. */
    int backlog() {
        int blocks = 0;
        for (LiveSource source : ready) {
            blocks += source.readyBlocks();
        }
        return blocks;
    }

    /** True if a whole batch can be had with one block of each source, or too many blocks wait. */
    boolean isFull() {
        return ready.size() >= batches.maxBlocks() || ready.size() > 0 && backlog() > batches.maxBacklog();
    }

    /** True if some block has waited for as long as it may. */
    boolean isDue(long nowMs) {
        long lingerMs = batches.linger().toMillis();
        for (LiveSource source : ready) {
            if (nowMs - source.readySinceMs >= lingerMs) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    /** Scores one batch: blocks of the length that the source whose turn it is has ready. */
    void scoreSome(ScoreSink sink) {
        for (LiveSource source : List.copyOf(ready)) {
            spareQuiet(source, sink);
        }
        if (ready.isEmpty()) {
            return;
        }
        LiveSource first = ready.iterator().next();
        int frames = first.pipeline.nextBlockFrames();
        List<Place> places = new ArrayList<>();
        for (LiveSource source : ready) {
            if (places.size() < batches.maxBlocks() && source.pipeline.nextBlockFrames() == frames) {
                places.add(new Place(source, 0));
            }
        }
        fillUp(places, frames);
        score(places, frames, sink);
    }

    /** Scores all ready blocks of one source, whatever the others wait for. */
    void scoreAll(LiveSource source, ScoreSink sink) {
        while (source.readyBlocks() > 0) {
            if (source.pipeline.isNextQuiet()) {
                sink.scored(source, null, 0);
                continue;
            }
            int frames = source.pipeline.nextBlockFrames();
            List<Place> places = new ArrayList<>(List.of(new Place(source, 0)));
            for (int ahead = 1; ahead < Math.min(source.readyBlocks(), batches.maxBlocks()); ahead++) {
                if (source.pipeline.blockFrames(ahead) != frames) {
                    break;
                }
                places.add(new Place(source, ahead));
            }
            score(places, frames, sink);
        }
    }

    private void spareQuiet(LiveSource source, ScoreSink sink) {
        while (source.readyBlocks() > 0 && source.pipeline.isNextQuiet()) {
            sink.scored(source, null, 0);
        }
        if (source.readyBlocks() == 0) {
            ready.remove(source);
        }
    }

    private void fillUp(List<Place> places, int frames) {
        int most = Math.min(batches.maxBlocks(), Math.max(places.size(), WORTH_A_CALL));
        List<Place> firsts = List.copyOf(places);
        for (int ahead = 1; places.size() < most; ahead++) {
            int before = places.size();
            for (Place place : firsts) {
                if (places.size() < most && ahead < place.source.readyBlocks() && allOf(place.source, ahead, frames)) {
                    places.add(new Place(place.source, ahead));
                }
            }
            if (places.size() == before) {
                return;
            }
        }
    }

    /** Blocks must be applied in their order, so one of another length ends what can be taken of a source. */
    private static boolean allOf(LiveSource source, int ahead, int frames) {
        for (int a = 1; a <= ahead; a++) {
            if (source.pipeline.blockFrames(a) != frames) {
                return false;
            }
        }
        return true;
    }

    private void score(List<Place> places, int frames, ScoreSink sink) {
        places.sort(Comparator.comparingInt(Place::ahead));
        int mels = network.manifest().frontEnd().mels();
        int block = frames * mels;
        if (input.length < places.size() * block) {
            input = new float[batches.maxBlocks() * block];
        }
        for (int b = 0; b < places.size(); b++) {
            places.get(b).source.pipeline.copyBlock(places.get(b).ahead, input, b * block);
        }
        if (network instanceof CachedMaskNetwork cached) {
            scoreRemembered(cached, places, frames, sink);
        } else {
            long begin = System.nanoTime();
            Scores scores = network.score(input, places.size(), frames);
            metrics.scored(places.size(), System.nanoTime() - begin);
            for (int b = 0; b < places.size(); b++) {
                sink.scored(places.get(b).source, scores, b);
            }
        }
        Set<LiveSource> touched = new LinkedHashSet<>();
        places.forEach(place -> touched.add(place.source));
        for (LiveSource source : touched) {
            // To the end of the row, with the time since when it waits: a source that is far behind stays due.
            if (ready.remove(source) && source.readyBlocks() > 0) {
                ready.add(source);
            }
        }
    }

    /** One block at a time, each with what the layers remember of its source; the end of a sound has no whole look-ahead. */
    private void scoreRemembered(CachedMaskNetwork cached, List<Place> places, int frames, ScoreSink sink) {
        int block = frames * network.manifest().frontEnd().mels();
        for (int b = 0; b < places.size(); b++) {
            LiveSource source = places.get(b).source;
            long begin = System.nanoTime();
            Scores scores = source.pipeline.isFinished()
                    ? cached.score(Arrays.copyOfRange(input, b * block, (b + 1) * block), 1, frames)
                    : cached.score(source.id, input, b * block, frames);
            metrics.scored(1, System.nanoTime() - begin);
            sink.scored(source, scores, 0);
        }
    }
}
