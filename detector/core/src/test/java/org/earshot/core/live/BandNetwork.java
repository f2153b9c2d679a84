package org.earshot.core.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.FrontEnd;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.Thresholds;

/**
 * A network of two labels, each of which hears one half of the mel bands: {@code low} up to about 1.7 kHz, {@code high}
 * above. Every frame speaks for itself; the network only claims to see twelve to each side.
 */
public final class BandNetwork implements MaskNetwork {
    private static final int CLASSES = 2;
    private static final float LOUD = -5;

    private final Manifest manifest = new Manifest(
            "bands",
            "1",
            List.of("low", "high"),
            FrontEnd.wide16k(),
            ActivityCurve.graph(),
            12,
            "fap",
            true,
            List.of(new Thresholds(0.1f, 0.6f, 0.4f), new Thresholds(0.1f, 0.5f, 0.3f)),
            10,
            10,
            List.of(),
            Map.of(),
            List.of(),
            0);

    /** Size of each batch that was scored. */
    public final List<Integer> batches = new ArrayList<>();
    /** What the streams were called of which blocks were scored, one a block; null for a block of none. */
    public final List<String> streams = new ArrayList<>();

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public String sha256() {
        return "ab".repeat(32);
    }

    @Override
    public String device() {
        return "cpu";
    }

    @Override
    public synchronized Scores score(List<String> names, float[] logMel, int frames) {
        streams.addAll(names);
        return score(logMel, names.size(), frames);
    }

    @Override
    public synchronized Scores score(float[] logMel, int batch, int frames) {
        batches.add(batch);
        int mels = manifest.frontEnd().mels();
        float[] tags = new float[batch * CLASSES];
        float[] activity = new float[batch * CLASSES * frames];
        float[] numerator = new float[activity.length];
        float[] denominator = new float[activity.length];
        for (int b = 0; b < batch; b++) {
            for (int k = 0; k < CLASSES; k++) {
                for (int t = 0; t < frames; t++) {
                    int from = (b * frames + t) * mels + k * mels / 2;
                    float loudest = Float.NEGATIVE_INFINITY;
                    for (int m = from; m < from + mels / 2; m++) {
                        loudest = Math.max(loudest, logMel[m]);
                    }
                    int at = (b * CLASSES + k) * frames + t;
                    activity[at] = (float) (1 / (1 + Math.exp(-2 * (loudest - LOUD))));
                    numerator[at] = activity[at] * activity[at];
                    denominator[at] = activity[at] + 1e-3f;
                }
            }
        }
        return new Scores(batch, frames, CLASSES, tags, activity, numerator, denominator);
    }

    @Override
    public float[] masks(float[] logMel, int frames) {
        int mels = manifest.frontEnd().mels();
        float[] masks = new float[CLASSES * frames * mels];
        for (int t = 0; t < frames; t++) {
            for (int m = 0; m < mels; m++) {
                int label = m < mels / 2 ? 0 : 1;
                masks[(label * frames + t) * mels + m] =
                        (float) (1 / (1 + Math.exp(-2 * (logMel[t * mels + m] - LOUD))));
            }
        }
        return masks;
    }

    @Override
    public void close() {}
}
