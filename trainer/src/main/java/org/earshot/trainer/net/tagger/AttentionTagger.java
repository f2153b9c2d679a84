package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.TensorNames;
import org.earshot.trainer.export.OnnxGraph;
import org.earshot.trainer.net.block.ConvShape;
import org.earshot.trainer.net.block.Dense;
import org.earshot.trainer.net.block.GatedRecurrence;
import org.earshot.trainer.net.block.GatedRecurrence.Candidate;
import org.earshot.trainer.net.block.LayerInfo;
import org.earshot.trainer.net.block.PlainConv;
import org.earshot.trainer.net.block.PlainConv.Extras;
import org.earshot.trainer.net.block.Pools;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.AdaptiveDistanceGraph;
import org.earshot.trainer.net.pooling.AdaptiveDistancePooling;

/**
 * The Attention baseline (Xu et al. 2018): eight convolutional blocks with gated linear units that pool over frequency
 * only, two bidirectional recurrent layers, one of which gates the other, and for each frame a class head Z_cla and a
 * localisation head Z_loc with a softmax over the classes: y_k = sum over t of Z_cla Z_loc / sum over t of Z_loc.
 * Z_cla(t) is the activity. Follows the article: eight blocks, both heads on the recurrent features.
 *
 * <p>Not safe for use by several threads.
 */
public final class AttentionTagger extends SequenceTagger {
    static final String NAME = "attention";
    private static final int BLOCKS = 8;
    private static final float FLOOR = 1e-7f;

    private final AttentionSettings settings;
    private final List<PlainConv> blocks = new ArrayList<>();
    private final PlainConv last;
    private final GatedRecurrence content;
    private final GatedRecurrence gate;
    private final Dense classes;
    private final Dense places;

    AttentionTagger(NetworkSettings network, int labels, int mels, WeightStore weights) {
        super(NAME, NAME, labels, mels, network.adaptive(), weights);
        this.settings = network.attention();
        int channels = settings.channels();
        for (int i = 0; i < BLOCKS; i++) {
            ConvShape shape = ConvShape.dense(i == 0 ? 1 : channels, 2 * channels, 3);
            blocks.add(new PlainConv("block" + (i + 1), shape, new Extras(false, true), weights));
        }
        ConvShape shape = ConvShape.dense(channels, settings.features(), 3);
        this.last = new PlainConv("last", shape, new Extras(true, false), weights);
        int units = settings.units();
        this.content = new GatedRecurrence("content", settings.features(), units, Candidate.LINEAR, weights);
        this.gate = new GatedRecurrence("gate", settings.features(), units, Candidate.SIGMOID, weights);
        this.classes = new Dense("classes", 2 * units, labels, network.headBias(), weights);
        this.places = new Dense("places", 2 * units, labels, 0, weights);
    }

    @Override
    public NDArray tags(NDArray logMel, boolean training) {
        return pooled(heads(logMel, training));
    }

    @Override
    public Outputs outputs(NDArray logMel) {
        Heads heads = heads(logMel, false);
        NDArray activity = heads.cuts() == null ? heads.active() : heads.cuts().perFrame(heads.active());
        return new Outputs(pooled(heads), activity.transpose(0, 2, 1), null);
    }

    @Override
    public List<LayerInfo> layers(int frames) {
        List<LayerInfo> layers = new ArrayList<>();
        int mels = MELS;
        for (int i = 0; i < BLOCKS; i++) {
            mels = i % 2 == 1 ? mels / 2 : mels;
            String pool = i % 2 == 1 ? "gated linear unit, max pool 1x2" : "gated linear unit";
            layers.add(blocks.get(i).info(pool, settings.channels() + " x " + frames + " x " + mels));
        }
        layers.add(last.info("relu, max pool 1x4", settings.features() + " x " + frames + " x 1"));
        describeAdaptive(layers, settings.features(), frames);
        int steps = adaptive().segments(frames);
        layers.add(content.info(steps));
        layers.add(gate.info(steps));
        layers.add(classes.info("sigmoid", steps));
        layers.add(places.info("softmax over classes", steps));
        layers.add(new LayerInfo("pooling", "weighted mean over frames", Integer.toString(labels()), 0));
        return layers;
    }

    /**
     * Z_cla and Z_loc, each [batch, steps, labels]; a step is a frame or a segment of frames.
     *
     * @param cuts between the segments, or null
     */
    private record Heads(NDArray active, NDArray where, AdaptiveDistancePooling.Cuts cuts) {}

    private Heads heads(NDArray logMel, boolean training) {
        long batch = logMel.getShape().get(0);
        long frames = logMel.getShape().get(1);
        NDArray x = normalisation().forward(logMel).reshape(batch, 1, frames, MELS);
        for (int i = 0; i < BLOCKS; i++) {
            NDList halves = blocks.get(i).forward(x, training).split(2, 1);
            x = halves.get(0).mul(halves.get(1).getNDArrayInternal().sigmoid());
            x = i % 2 == 1 ? Pools.max(x, 1, 2) : x;
        }
        x = last.forward(x, training).getNDArrayInternal().relu();
        x = Pools.max(x, 1, 4).reshape(batch, settings.features(), frames).transpose(0, 2, 1);
        AdaptiveDistancePooling.Cuts cuts = adaptive().shortens() ? adaptive().cut(x) : null;
        x = cuts == null ? x : cuts.maxima(x);
        NDArray features = content.forward(x).mul(gate.forward(x));
        NDArray active = classes.forward(features).getNDArrayInternal().sigmoid();
        return new Heads(active, places.forward(features).softmax(2), cuts);
    }

    private static NDArray pooled(Heads heads) {
        NDArray above = heads.active().mul(heads.where()).sum(new int[] {1});
        NDArray below = heads.where().clip(FLOOR, 1).sum(new int[] {1});
        return above.div(below);
    }

    @Override
    void addTo(OnnxGraph graph) {
        String x = normalisation().addTo(graph);
        for (int i = 0; i < BLOCKS; i++) {
            String y = blocks.get(i).addTo(graph, x);
            String axis = graph.axes(1);
            String middle = graph.longs("half", settings.channels());
            String left = graph.node("Slice", y, graph.longs("start", 0), middle, axis);
            String right = graph.node("Slice", y, middle, graph.longs("whole", 2L * settings.channels()), axis);
            x = graph.node("Mul", left, graph.node("Sigmoid", right));
            x = i % 2 == 1 ? Pools.max(graph, x, 1, 2) : x;
        }
        x = Pools.max(graph, graph.node("Relu", last.addTo(graph, x)), 1, 4);
        x = graph.begin("Transpose", graph.node("Squeeze", x, graph.axes(3)))
                .ints("perm", 0, 2, 1)
                .output();
        AdaptiveDistanceGraph segments = adaptive().shortens() ? new AdaptiveDistanceGraph(graph, adaptive(), x) : null;
        x = segments == null ? x : segments.pooled();
        String features = graph.node("Mul", content.addTo(graph, x), gate.addTo(graph, x));
        String active = graph.node("Sigmoid", classes.addTo(graph, features));
        String where = graph.begin("Softmax", places.addTo(graph, features))
                .integer("axis", 2)
                .output();
        String shown = segments == null ? active : segments.perFrame(active);
        graph.named("Transpose", TensorNames.ACTIVITY, shown).ints("perm", 0, 2, 1);
        String below = graph.sum(graph.node("Max", where, graph.floats("floor", new float[] {FLOOR}, 1)), 1);
        graph.named("Div", TensorNames.TAGS, graph.sum(graph.node("Mul", active, where), 1), below);
    }
}
