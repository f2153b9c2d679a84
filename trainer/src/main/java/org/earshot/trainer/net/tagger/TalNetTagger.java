package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.TensorNames;
import org.earshot.trainer.export.OnnxGraph;
import org.earshot.trainer.net.block.ConvShape;
import org.earshot.trainer.net.block.Dense;
import org.earshot.trainer.net.block.LayerInfo;
import org.earshot.trainer.net.block.PlainConv;
import org.earshot.trainer.net.block.PlainConv.Extras;
import org.earshot.trainer.net.block.Pools;
import org.earshot.trainer.net.block.TanhRecurrence;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.AdaptiveDistanceGraph;
import org.earshot.trainer.net.pooling.AdaptiveDistancePooling;

/**
 * The TALNet baseline (Wang et al. 2019): convolutions that pool frequency and, in two places, time, a bidirectional
 * recurrent layer, a sigmoid per class and time step, and linear softmax pooling, y = sum of p^2 / sum of p. Each time
 * step covers four frames; the last one also covers the rest of the clip.
 *
 * <p>The small form is the authors' network for DCASE 2017: three 5x5 convolutions without batch normalisation.
 *
 * <p>Needs at least four frames. Not safe for use by several threads.
 */
public final class TalNetTagger extends SequenceTagger {
    static final String NAME = "talnet";
    static final String SMALL = "talnet-small";
    private static final String POOLING = "linear-softmax";
    private static final int SMALL_UNITS = 100;
    private static final int FRAMES_PER_STEP = 4;
    private static final float CLAMP = 1e-7f;

    private final List<Stage> stages;
    private final int features;
    private final TanhRecurrence recurrence;
    private final Dense head;

    /** A convolution with ReLU and max pooling; a pooling of 1 x 1 means none. */
    private record Stage(PlainConv conv, int channels, int poolFrames, int poolMels) {}

    /** Shape of a stage, before its weights are created. */
    private record Layer(String name, ConvShape shape, boolean norm, int poolFrames, int poolMels) {
        Stage stage(WeightStore weights) {
            PlainConv conv = new PlainConv(name, shape, new Extras(true, norm), weights);
            return new Stage(conv, shape.out(), poolFrames, poolMels);
        }
    }

    private TalNetTagger(
            NetworkSettings network, List<Layer> layers, int units, int labels, int mels, WeightStore weights) {
        super(network.network(), POOLING, labels, mels, network.adaptive(), weights);
        this.stages = layers.stream().map(layer -> layer.stage(weights)).toList();
        int left = MELS;
        for (Stage stage : stages) {
            left /= stage.poolMels();
        }
        this.features = left * stages.get(stages.size() - 1).channels();
        this.recurrence = new TanhRecurrence("recurrence", features, units, weights);
        this.head = new Dense("head", 2 * units, labels, network.headBias(), weights);
    }

    static TalNetTagger large(NetworkSettings network, int labels, int mels, WeightStore weights) {
        List<Layer> layers = new ArrayList<>();
        int in = 1;
        for (int pair = 0; pair < TalNetSettings.PAIRS; pair++) {
            int out = network.talnet().channels().get(pair);
            for (int i = 0; i < 2; i++) {
                String name = "conv" + (2 * pair + i + 1);
                int poolFrames = i == 1 && pair < 2 ? 2 : 1;
                layers.add(new Layer(name, ConvShape.dense(in, out, 3), true, poolFrames, i == 1 ? 2 : 1));
                in = out;
            }
        }
        return new TalNetTagger(network, layers, network.talnet().units(), labels, mels, weights);
    }

    static TalNetTagger small(NetworkSettings network, int labels, int mels, WeightStore weights) {
        int[] channels = {32, 64, 128};
        List<Layer> layers = new ArrayList<>();
        int in = 1;
        for (int i = 0; i < channels.length; i++) {
            ConvShape shape = ConvShape.dense(in, channels[i], 5);
            layers.add(new Layer("conv" + (i + 1), shape, false, i == 0 ? 1 : 2, 2));
            in = channels[i];
        }
        return new TalNetTagger(network, layers, SMALL_UNITS, labels, mels, weights);
    }

    @Override
    public NDArray tags(NDArray logMel, boolean training) {
        return pooled(steps(logMel, training).probabilities());
    }

    @Override
    public Outputs outputs(NDArray logMel) {
        Steps steps = steps(logMel, false);
        NDArray shown =
                steps.cuts() == null ? steps.probabilities() : steps.cuts().perFrame(steps.probabilities());
        int frames = Math.toIntExact(logMel.getShape().get(1));
        return new Outputs(pooled(steps.probabilities()), perFrame(shown.transpose(0, 2, 1), frames), null);
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
        describeAdaptive(layers, features, steps);
        steps = adaptive().segments(steps);
        layers.add(recurrence.info(steps));
        layers.add(head.info("sigmoid", steps));
        layers.add(new LayerInfo("pooling", "linear softmax over time", Integer.toString(labels()), 0));
        return layers;
    }

    /**
     * Class probabilities [batch, steps, labels].
     *
     * @param cuts between the steps that the adaptive pooling has joined, or null
     */
    private record Steps(NDArray probabilities, AdaptiveDistancePooling.Cuts cuts) {}

    private Steps steps(NDArray logMel, boolean training) {
        long batch = logMel.getShape().get(0);
        NDArray x = normalisation()
                .forward(logMel)
                .reshape(batch, 1, logMel.getShape().get(1), MELS);
        for (Stage stage : stages) {
            x = stage.conv().forward(x, training).getNDArrayInternal().relu();
            x = stage.poolMels() == 1 ? x : Pools.max(x, stage.poolFrames(), stage.poolMels());
        }
        x = x.transpose(0, 2, 1, 3).reshape(batch, x.getShape().get(2), -1);
        AdaptiveDistancePooling.Cuts cuts = adaptive().shortens() ? adaptive().cut(x) : null;
        x = cuts == null ? x : cuts.maxima(x);
        NDArray logits = head.forward(recurrence.forward(x, training));
        return new Steps(logits.getNDArrayInternal().sigmoid().clip(CLAMP, 1 - CLAMP), cuts);
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

    @Override
    void addTo(OnnxGraph graph) {
        String x = normalisation().addTo(graph);
        for (Stage stage : stages) {
            x = graph.node("Relu", stage.conv().addTo(graph, x));
            x = stage.poolMels() == 1 ? x : Pools.max(graph, x, stage.poolFrames(), stage.poolMels());
        }
        String timeFirst = graph.begin("Transpose", x).ints("perm", 0, 2, 1, 3).output();
        x = graph.node("Reshape", timeFirst, graph.longs("features", 0, 0, -1));
        AdaptiveDistanceGraph segments = adaptive().shortens() ? new AdaptiveDistanceGraph(graph, adaptive(), x) : null;
        x = segments == null ? x : segments.pooled();
        String sigmoid = graph.node("Sigmoid", head.addTo(graph, recurrence.addTo(graph, x)));
        String steps = graph.node(
                "Clip", sigmoid, graph.floats("least", new float[] {CLAMP}), graph.floats("most", new float[] {1 - CLAMP
                }));
        String above = graph.sum(graph.node("Mul", steps, steps), 1);
        graph.named("Div", TensorNames.TAGS, above, graph.sum(steps, 1));
        steps = segments == null ? steps : segments.perFrame(steps);
        // Frame t shows step min(t / 4, last step).
        String zero = graph.scalar("zero", 0);
        String one = graph.scalar("one", 1);
        String frames = length(graph, TensorNames.LOG_MEL);
        String last = graph.node("Sub", length(graph, steps), one);
        String index = graph.node(
                "Min",
                graph.node("Div", graph.node("Range", zero, frames, one), graph.scalar("per_step", FRAMES_PER_STEP)),
                last);
        String shown = graph.begin("Gather", steps, index).integer("axis", 1).output();
        graph.named("Transpose", TensorNames.ACTIVITY, shown).ints("perm", 0, 2, 1);
    }

    /** Length of axis 1, a scalar. */
    private static String length(OnnxGraph graph, String of) {
        return graph.begin("Gather", graph.node("Shape", of), graph.scalar("one", 1))
                .integer("axis", 0)
                .output();
    }
}
