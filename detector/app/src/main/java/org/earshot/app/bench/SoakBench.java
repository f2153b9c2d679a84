package org.earshot.app.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Random;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ModelFile;

/**
 * Scores blocks of changing shapes for a long time and watches the memory of the process: what is resident, and what lives
 * in the Java heap. Meant for a process whose heap has its full size from the start: a heap that grows to its working size
 * is resident memory that grows, and no leak.
 */
final class SoakBench {
    private static final double MOST_GROWTH_MB = 100;
    private static final double MIB = 1 << 20;
    /** Compiled code and the buffers of all shapes are there by then. */
    private static final double WARM_UP_SHARE = 0.1;

    private static final int MAX_BATCH = 8;
    private static final int FRAMES = 55;

    private final ModelFile model;
    private final DeviceChoice device;
    private final long blocks;

    SoakBench(ModelFile model, DeviceChoice device, long blocks) {
        this.model = model;
        this.device = device;
        this.blocks = blocks;
    }

    /**
     * Memory at one moment, after a collection.
     *
     * @param residentMb of the process, MiB
     * @param liveMb of it what lives in the Java heap, MiB
     */
    record Mark(double residentMb, double liveMb) {
        static Mark now() {
            System.gc();
            double live =
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MIB;
            return new Mark(ProcessUse.ofThis().rssMb(), live);
        }
    }

    /**
     * What a soak showed.
     *
     * @param blocks scored
     * @param seconds that they took
     * @param warm after the first tenth
     * @param end at the end
     */
    record Result(long blocks, double seconds, Mark warm, Mark end) {
        /** A heap of fixed size hides what piles up in it, so both count. */
        double growthMb() {
            return Math.max(end.residentMb - warm.residentMb, end.liveMb - warm.liveMb);
        }

        boolean isSteady() {
            return growthMb() <= MOST_GROWTH_MB;
        }

        String describe() {
            return String.format(
                    Locale.ROOT,
                    "%d blocks in %.0f s: resident memory %.0f MiB after warm-up, %.0f MiB at the end, %+.0f MiB; "
                            + "live in the Java heap %.0f MiB, %.0f MiB (%s)",
                    blocks,
                    seconds,
                    warm.residentMb,
                    end.residentMb,
                    end.residentMb - warm.residentMb,
                    warm.liveMb,
                    end.liveMb,
                    isSteady() ? "steady" : "grows by more than " + (int) MOST_GROWTH_MB + " MiB");
        }
    }

    Result run(ProgressSink progress) {
        int mels = model.manifest().frontEnd().mels();
        float[] input = new float[MAX_BATCH * (FRAMES + 1) * mels];
        Random random = new Random(1);
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) (-7 + 2 * random.nextGaussian());
        }
        ProcessUse use = ProcessUse.ofThis();
        Mark warm = null;
        long begin = System.nanoTime();
        long done = 0;
        try (OnnxMaskNetwork network = OnnxMaskNetwork.open(model, device, InferenceSettings.singleThreaded())) {
            for (long call = 0; done < blocks; call++) {
                int batch = (int) Math.min(blocks - done, 1 + call % MAX_BATCH);
                network.score(input, batch, FRAMES + (int) (call % 2));
                done += batch;
                if (warm == null && done >= WARM_UP_SHARE * blocks) {
                    warm = Mark.now();
                }
                if (call % 512 == 0) {
                    progress.update((double) done / blocks, String.format("%.0f MiB", use.rssMb()));
                }
            }
            return new Result(done, (System.nanoTime() - begin) / 1e9, warm, Mark.now());
        }
    }

    /** Takes how far it is. */
    interface ProgressSink {
        void update(double share, String note);
    }
}
