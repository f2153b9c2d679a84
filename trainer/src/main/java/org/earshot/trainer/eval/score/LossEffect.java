package org.earshot.trainer.eval.score;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.earshot.core.capture.Chunk;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.Detection;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.live.Batches;
import org.earshot.core.live.HeapStore;
import org.earshot.core.live.LiveDetector;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.live.LiveSettings;

/**
 * What a live detector makes of sound with lost chunks. The lost chunks are drawn for each sound from a seed.
 *
 * <p>For one thread.
 */
public final class LossEffect {
    private final MaskNetwork network;
    private final long seed;
    private int sounds;

    /**
     * A pattern of loss.
     *
     * @param chunkMs length of the chunks
     * @param share share of the chunks that are lost, 0..1; the first and the last never are
     */
    public record Loss(int chunkMs, double share) {
        /** Nothing is lost. */
        public static final Loss NONE = new Loss(500, 0);
    }

    public LossEffect(MaskNetwork network, long seed) {
        this.network = network;
        this.seed = seed;
    }

    /** Restarts the sequence of seeds, so that the next pattern of loss uses the same ones. */
    public void restart() {
        sounds = 0;
    }

    /**
     * The events that are detected in a sound.
     *
     * @param mono samples, full scale 1
     * @param rateHz samples per second
     */
    public List<LiveEvent> events(float[] mono, int rateHz, Loss loss) {
        Random random = new Random(seed * 1_000_003L + sounds++);
        LiveSettings settings = new LiveSettings(
                source -> DetectorSettings.of(network.manifest(), 10),
                false,
                Batches.of(1, Duration.ZERO),
                SourceLimits.of(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                Duration.ofDays(1));
        List<LiveEvent> ended = new ArrayList<>();
        try (LiveDetector detector = new LiveDetector(network, settings, new HeapStore(), event -> {
            if (event.phase() == Detection.Phase.ENDED) {
                ended.add(event);
            }
        })) {
            int samples = Math.max(1, rateHz * loss.chunkMs() / 1000);
            for (int from = 0; from < mono.length; from += samples) {
                int to = Math.min(mono.length, from + samples);
                boolean last = to == mono.length;
                boolean lost = random.nextDouble() < loss.share();
                if (!lost || from == 0 || last) {
                    long nowMs = 1000L * to / rateHz;
                    float[] chunk = Arrays.copyOfRange(mono, from, to);
                    detector.accept(
                            new Chunk("s", "e", rateHz, from, 1_000_000L * from / rateHz, chunk, to - from, last),
                            nowMs,
                            nowMs);
                    detector.tick(nowMs);
                }
            }
            for (long left = 0; left < 5; left++) {
                detector.tick(1000L * mono.length / rateHz + 1000 * left);
            }
        }
        return ended;
    }
}
