package org.earshot.detector.app.bench;

import java.util.Locale;
import java.util.Random;
import org.earshot.detector.infer.DeviceChoice;
import org.earshot.detector.infer.InferenceSettings;
import org.earshot.detector.infer.OnnxMaskNetwork;
import org.earshot.detector.model.ModelFile;

/** Scores blocks of changing shapes for a long time and watches the resident memory of the process. */
final class SoakBench {
    private static final double MOST_GROWTH_MB = 100;
    /** The Java heap has reached its working size by then: seen to grow after a twentieth still, and no more later. */
    private static final double WARM_UP_SHARE = 0.2;

    private static final int MAX_BATCH = 8;
    private static final int FRAMES = 55;

    private final ModelFile model;
    private final long blocks;

    SoakBench(ModelFile model, long blocks) {
        this.model = model;
        this.blocks = blocks;
    }

    /**
     * What a soak showed.
     *
     * @param blocks scored
     * @param seconds that they took
     * @param warmMb resident memory after the first fifth, MiB
     * @param endMb at the end
     */
    record Result(long blocks, double seconds, double warmMb, double endMb) {
        boolean isSteady() {
            return endMb - warmMb <= MOST_GROWTH_MB;
        }

        String describe() {
            return String.format(
                    Locale.ROOT,
                    "%d blocks in %.0f s: resident memory %.0f MiB after warm-up, %.0f MiB at the end, %+.0f MiB (%s)",
                    blocks,
                    seconds,
                    warmMb,
                    endMb,
                    endMb - warmMb,
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
        double warm = Double.NaN;
        long begin = System.nanoTime();
        long done = 0;
        try (OnnxMaskNetwork network =
                OnnxMaskNetwork.open(model, DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            for (long call = 0; done < blocks; call++) {
                int batch = (int) Math.min(blocks - done, 1 + call % MAX_BATCH);
                network.score(input, batch, FRAMES + (int) (call % 2));
                done += batch;
                if (Double.isNaN(warm) && done >= WARM_UP_SHARE * blocks) {
                    warm = use.rssMb();
                }
                if (call % 512 == 0) {
                    progress.update((double) done / blocks, String.format("%.0f MiB", use.rssMb()));
                }
            }
            return new Result(done, (System.nanoTime() - begin) / 1e9, warm, use.rssMb());
        }
    }

    /** Takes how far it is. */
    interface ProgressSink {
        void update(double share, String note);
    }
}
