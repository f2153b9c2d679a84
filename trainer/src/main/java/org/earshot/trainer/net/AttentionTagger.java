package org.earshot.trainer.net;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.OnnxGraph;
import org.earshot.trainer.net.GatedRecurrence.Candidate;
import org.earshot.trainer.net.PlainConv.Extras;

/**
 * The Attention baseline (Xu et al. 2018): eight convolutional blocks with gated linear units that pool over frequency
 * only, two bidirectional recurrent layers of which one gates the other, and per frame a class head Z_cla and a
 * localisation head Z_loc, a softmax over the classes: y_k = sum over t of Z_cla Z_loc / sum over t of Z_loc. Z_cla(t) is
 * the activity. As the article describes it: eight blocks, both heads on the recurrent features.
 *
 * <p>Needs 64 mel bands. Not safe for use by several threads.
 */
public final class AttentionTagger implements TaggingNetwork {
    static final String NAME = "attention";
    private static final int BLOCKS = 8;
    private static final int MELS = 64;
    private static final float FLOOR = 1e-7f;

    private final int labels;
    private final AttentionSettings settings;
    private final WeightStore weights;
    private final Normalisation normalisation;
    private final List<PlainConv> blocks = new ArrayList<>();
    private final PlainConv last;
    private final GatedRecurrence content;
    private final GatedRecurrence gate;
    private final Dense classes;
    private final Dense places;

    AttentionTagger(AttentionSettings settings, float headBias, int labels, int mels, WeightStore weights) {
        NetworkLimits.requireMels(NAME, mels, MELS);
        this.labels = labels;
        this.settings = settings;
        this.weights = weights;
        this.normalisation = new Normalisation(mels, weights);
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
        this.classes = new Dense("classes", 2 * units, labels, headBias, weights);
        this.places = new Dense("places", 2 * units, labels, 0, weights);
    }

    @Override
    public NDArray tags(NDArray logMel, boolean training) {
        return pooled(heads(logMel, training));
    }

    @Override
    public Outputs outputs(NDArray logMel) {
        NDArray[] heads = heads(logMel, false);
        return new Outputs(pooled(heads), heads[0].transpose(0, 2, 1), null);
    }

    @Override
    public String poolingName() {
        return NAME;
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
        for (int i = 0; i < BLOCKS; i++) {
            mels = i % 2 == 1 ? mels / 2 : mels;
            String pool = i % 2 == 1 ? "gated linear unit, max pool 1x2" : "gated linear unit";
            layers.add(blocks.get(i).info(pool, settings.channels() + " x " + frames + " x " + mels));
        }
        layers.add(last.info("relu, max pool 1x4", settings.features() + " x " + frames + " x 1"));
        layers.add(content.info(frames));
        layers.add(gate.info(frames));
        layers.add(classes.info("sigmoid", frames));
        layers.add(places.info("softmax over classes", frames));
        layers.add(new LayerInfo("pooling", "weighted mean over frames", Integer.toString(labels), 0));
        return layers;
    }

    @Override
    public NetworkExport export() {
        return new WholeClipExport(MELS, labels, this::addTo);
    }

    /** Z_cla and Z_loc, each [batch, frames, labels]. */
    private NDArray[] heads(NDArray logMel, boolean training) {
        long batch = logMel.getShape().get(0);
        long frames = logMel.getShape().get(1);
        NDArray x = normalisation.forward(logMel).reshape(batch, 1, frames, MELS);
        for (int i = 0; i < BLOCKS; i++) {
            NDList halves = blocks.get(i).forward(x, training).split(2, 1);
            x = halves.get(0).mul(halves.get(1).getNDArrayInternal().sigmoid());
            x = i % 2 == 1 ? Pools.max(x, 1, 2) : x;
        }
        x = last.forward(x, training).getNDArrayInternal().relu();
        x = Pools.max(x, 1, 4).reshape(batch, settings.features(), frames).transpose(0, 2, 1);
        NDArray features = content.forward(x).mul(gate.forward(x));
        NDArray active = classes.forward(features).getNDArrayInternal().sigmoid();
        return new NDArray[] {active, places.forward(features).softmax(2)};
    }

    private static NDArray pooled(NDArray[] heads) {
        NDArray above = heads[0].mul(heads[1]).sum(new int[] {1});
        NDArray below = heads[1].clip(FLOOR, 1).sum(new int[] {1});
        return above.div(below);
    }

    private void addTo(OnnxGraph graph) {
        String x = normalisation.addTo(graph);
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
        String features = graph.node("Mul", content.addTo(graph, x), gate.addTo(graph, x));
        String active = graph.node("Sigmoid", classes.addTo(graph, features));
        String where = graph.begin("Softmax", places.addTo(graph, features))
                .integer("axis", 2)
                .output();
        graph.named("Transpose", OnnxGraph.ACTIVITY, active).ints("perm", 0, 2, 1);
        String below = graph.sum(graph.node("Max", where, graph.floats("floor", new float[] {FLOOR}, 1)), 1);
        graph.named("Div", OnnxGraph.TAGS, graph.sum(graph.node("Mul", active, where), 1), below);
    }
}
