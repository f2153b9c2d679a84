package org.earshot.trainer.net.pooling;

import org.earshot.trainer.export.OnnxGraph;

/**
 * {@link AdaptiveDistancePooling} as ONNX nodes: the cuts by TopK over the increments of the energy, the maximum of
 * each segment by steps of doubling length, because the operator set has no scatter with maximum.
 */
public final class AdaptiveDistanceGraph {
    /** Number of steps of doubling length, enough for segments of 4,096 frames. */
    private static final int DOUBLINGS = 12;

    private final OnnxGraph graph;
    private final String pooled;
    private final String segmentOfFrame;

    /** @param x name of the sequence, [batch, frames, features] */
    public AdaptiveDistanceGraph(OnnxGraph graph, AdaptiveDistancePooling pooling, String x) {
        this.graph = graph;
        String energy = graph.sum(graph.node("Mul", x, x), 2);
        String shape = graph.node("Shape", energy);
        String frames = graph.node("Slice", shape, longs(1), longs(2));
        String one = longs(1);
        String cuts =
                graph.node("Sub", graph.node("Max", graph.node("Div", frames, longs(pooling.stride())), one), one);
        String increments = graph.node("Abs", graph.node("Sub", from(energy, 1), until(energy, -1)));
        String byTime = indices(graph.begin("TopK", increments, cuts));
        String sorted = graph.begin("TopK", byTime, cuts).integer("largest", 0).output();
        String starts = graph.node("Add", sorted, one);
        String marks = graph.node("Add", zeros(graph.node("Shape", starts)), one);
        String isStart = graph.begin("ScatterElements", zeros(shape), starts, marks)
                .integer("axis", 1)
                .output();
        this.segmentOfFrame = graph.node("CumSum", isStart, graph.scalar("adaptive.time", 1));
        String batch = graph.node("Slice", shape, longs(0), longs(1));
        String column = graph.begin("Concat", batch, one).integer("axis", 0).output();
        String last = graph.node("Add", zeros(column), graph.node("Sub", frames, one));
        String ends = graph.begin("Concat", graph.node("Sub", starts, one), last)
                .integer("axis", 1)
                .output();
        this.pooled = taken(runningMaximum(x), ends);
    }

    /** Name of the shortened sequence, [batch, segments, features]. */
    public String pooled() {
        return pooled;
    }

    /** Copies the values of a segment to all its frames: [batch, segments, values] to [batch, frames, values]. */
    public String perFrame(String y) {
        return taken(y, segmentOfFrame);
    }

    private String runningMaximum(String x) {
        String running = x;
        for (int h = 1; h < 1 << DOUBLINGS; h *= 2) {
            String later = from(running, h);
            String same = graph.node("Equal", from(segmentOfFrame, h), until(segmentOfFrame, -h));
            String greatest = graph.node(
                    "Where",
                    graph.node("Unsqueeze", same, longs(2)),
                    graph.node("Max", later, until(running, -h)),
                    later);
            running = graph.begin("Concat", until(running, h), greatest)
                    .integer("axis", 1)
                    .output();
        }
        return running;
    }

    /** Selects vectors of [batch, n, values] by an index [batch, m]. */
    private String taken(String of, String index) {
        return graph.begin("GatherND", of, graph.node("Unsqueeze", index, longs(2)))
                .integer("batch_dims", 1)
                .output();
    }

    private String from(String of, int start) {
        return graph.node("Slice", of, longs(start), longs(Long.MAX_VALUE), longs(1));
    }

    private String until(String of, int end) {
        return graph.node("Slice", of, longs(0), longs(end), longs(1));
    }

    private String zeros(String shape) {
        return graph.castToLong(graph.node("ConstantOfShape", shape));
    }

    private String longs(long value) {
        return graph.longs("adaptive." + value, value);
    }

    private static String indices(OnnxGraph.Node topK) {
        return topK.output() + "_indices";
    }
}
