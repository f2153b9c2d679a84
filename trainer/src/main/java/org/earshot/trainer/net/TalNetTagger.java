package org.earshot.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.OnnxGraph;
import org.earshot.trainer.net.PlainConv.Extras;

/**
 * The TALNet baseline (Wang et al. 2019): convolutions that pool frequency and, in two places, time, a bidirectional
 * recurrent layer, a sigmoid per class and time step, and linear softmax pooling, y = sum of p^2 / sum of p. Each time step
 * stands for four frames; the last one also for what is left of the clip.
 *
 * <p>The small form is the authors' network for DCASE 2017: three 5x5 convolutions without batch normalisation.
 *
 * <p>Needs 64 mel bands and at least four frames. Not safe for use by several threads.
 */
public final class TalNetTagger implements TaggingNetwork {
    static final String NAME = "talnet";
    static final String SMALL = "talnet-small";
    private static final int MELS = 64;
    private static final int FRAMES_PER_STEP = 4;
    private static final float CLAMP = 1e-7f;

    private final int labels;
    private final WeightStore weights;
    private final Normalisation normalisation;
    private final List<Stage> stages;
    private final TanhRecurrence recurrence;
    private final Dense head;

    /** A convolution with ReLU and the max pooling after it, 1 x 1 for none. */
    private record Stage(PlainConv conv, int channels, int poolFrames, int poolMels) {}

    private TalNetTagger(List<Stage> stages, int units, float headBias, int labels, WeightStore weights) {
        this.labels = labels;
        this.weights = weights;
        this.stages = stages;
        this.normalisation = new Normalisation(MELS, weights);
        int mels = MELS;
        for (Stage stage : stages) {
            mels /= stage.poolMels();
        }
        int features = mels * stages.get(stages.size() - 1).channels();
        this.recurrence = new TanhRecurrence("recurrence", features, units, weights);
        this.head = new Dense("head", 2 * units, labels, headBias, weights);
    }

    static TalNetTagger large(TalNetSettings settings, float headBias, int labels, int mels, WeightStore weights) {
        NetworkLimits.requireMels(NAME, mels, MELS);
        List<Stage> stages = new ArrayList<>();
        int in = 1;
        for (int pair = 0; pair < TalNetSettings.PAIRS; pair++) {
            int out = settings.channels().get(pair);
            for (int i = 0; i < 2; i++) {
                String name = "conv" + (2 * pair + i + 1);
                PlainConv conv = new PlainConv(name, ConvShape.dense(in, out, 3), new Extras(true, true), weights);
                stages.add(new Stage(conv, out, i == 1 && pair < 2 ? 2 : 1, i == 1 ? 2 : 1));
                in = out;
            }
        }
        return new TalNetTagger(stages, settings.units(), headBias, labels, weights);
    }

    static TalNetTagger small(float headBias, int labels, int mels, WeightStore weights) {
        NetworkLimits.requireMels(SMALL, mels, MELS);
        int[] channels = {32, 64, 128};
        List<Stage> stages = new ArrayList<>();
        int in = 1;
        for (int i = 0; i < channels.length; i++) {
            ConvShape shape = ConvShape.dense(in, channels[i], 5);
            PlainConv conv = new PlainConv("conv" + (i + 1), shape, new Extras(true, false), weights);
            stages.add(new Stage(conv, channels[i], i == 0 ? 1 : 2, 2));
            in = channels[i];
        }
        return new TalNetTagger(stages, 100, headBias, labels, weights);
    }

    @Override
    public NDArray tags(NDArray logMel, boolean training) {
        return pooled(steps(logMel, training));
    }

    @Override
    public Outputs outputs(NDArray logMel) {
        NDArray steps = steps(logMel, false);
        int frames = Math.toIntExact(logMel.getShape().get(1));
        return new Outputs(pooled(steps), perFrame(steps.transpose(0, 2, 1), frames), null);
    }

    @Override
    public String poolingName() {
        return "linear-softmax";
    }

    @Override
    public List<float[]> alpha() {
        return List.of();
    }

    @Override
    public Normalisation normalisation() {
        return normalisation;
    }

    @Override
    public WeightStore weights() {
        return weights;
    }

    @Override
    public List<LayerInfo> layers(int frames) {
        List<LayerInfo> layers = new ArrayList<>();
        int mels = MELS;
        int steps = frames;
        for (Stage stage : stages) {
            mels /= stage.poolMels();
            steps /= stage.poolFrames();
            String pool =
                    stage.poolMels() == 1 ? "relu" : "relu, max pool " + stage.poolFrames() + "x" + stage.poolMels();
            layers.add(stage.conv().info(pool, stage.channels() + " x " + steps + " x " + mels));
        }
        layers.add(recurrence.info(steps));
        layers.add(head.info("sigmoid", steps));
        layers.add(new LayerInfo("pooling", "linear softmax over time", Integer.toString(labels), 0));
        return layers;
    }

    @Override
    public NetworkExport export() {
        return new WholeClipExport(MELS, labels, this::addTo);
    }

    /** Class probabilities per time step, [batch, steps, labels]. */
    private NDArray steps(NDArray logMel, boolean training) {
        long batch = logMel.getShape().get(0);
        NDArray x = normalisation
                .forward(logMel)
                .reshape(batch, 1, logMel.getShape().get(1), MELS);
        for (Stage stage : stages) {
            x = stage.conv().forward(x, training).getNDArrayInternal().relu();
            x = stage.poolMels() == 1 ? x : Pools.max(x, stage.poolFrames(), stage.poolMels());
        }
        NDArray features = x.transpose(0, 2, 1, 3).reshape(batch, x.getShape().get(2), -1);
        NDArray logits = head.forward(recurrence.forward(features, training));
        return logits.getNDArrayInternal().sigmoid().clip(CLAMP, 1 - CLAMP);
    }

    private static NDArray pooled(NDArray steps) {
        return steps.mul(steps).sum(new int[] {1}).div(steps.sum(new int[] {1}));
    }

    private static NDArray perFrame(NDArray steps, int frames) {
        int count = Math.toIntExact(steps.getShape().get(2));
        NDArray repeated = steps.repeat(2, FRAMES_PER_STEP);
        int missing = frames - count * FRAMES_PER_STEP;
        if (missing == 0) {
            return repeated;
        }
        NDArray last = steps.get(":,:," + (count - 1) + ":").repeat(2, missing);
        return repeated.getNDArrayInternal().concat(new NDList(last), 2);
    }

    private void addTo(OnnxGraph graph) {
        String x = normalisation.addTo(graph);
        for (Stage stage : stages) {
            x = graph.node("Relu", stage.conv().addTo(graph, x));
            x = stage.poolMels() == 1 ? x : Pools.max(graph, x, stage.poolFrames(), stage.poolMels());
        }
        String timeFirst = graph.begin("Transpose", x).ints("perm", 0, 2, 1, 3).output();
        String features = graph.node("Reshape", timeFirst, graph.longs("features", 0, 0, -1));
        String sigmoid = graph.node("Sigmoid", head.addTo(graph, recurrence.addTo(graph, features)));
        String steps = graph.node(
                "Clip", sigmoid, graph.floats("least", new float[] {CLAMP}), graph.floats("most", new float[] {1 - CLAMP
                }));
        String above = graph.sum(graph.node("Mul", steps, steps), 1);
        graph.named("Div", OnnxGraph.TAGS, above, graph.sum(steps, 1));
        // Frame t shows step min(t / 4, last step).
        String zero = graph.scalar("zero", 0);
        String one = graph.scalar("one", 1);
        String frames = length(graph, OnnxGraph.INPUT);
        String last = graph.node("Sub", length(graph, steps), one);
        String index = graph.node(
                "Min",
                graph.node("Div", graph.node("Range", zero, frames, one), graph.scalar("per_step", FRAMES_PER_STEP)),
                last);
        String shown = graph.begin("Gather", steps, index).integer("axis", 1).output();
        graph.named("Transpose", OnnxGraph.ACTIVITY, shown).ints("perm", 0, 2, 1);
    }

    /** Length of axis 1, a scalar. */
    private static String length(OnnxGraph graph, String of) {
        return graph.begin("Gather", graph.node("Shape", of), graph.scalar("one", 1))
                .integer("axis", 0)
                .output();
    }
}
