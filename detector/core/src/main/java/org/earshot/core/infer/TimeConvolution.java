package org.earshot.core.infer;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.List;
import org.earshot.core.model.ModelException;

/**
 * A node that may look around in time: a convolution of ONNX, or one of those that ONNX Runtime puts in its place when it
 * optimises a graph for the processor.
 *
 * @param node the node
 */
record TimeConvolution(NodeProto node) {
    private static final String BLOCKED_DOMAIN = "com.microsoft.nchwc";

    /** Whether the node is a convolution that this class can read. */
    static boolean is(NodeProto node) {
        boolean known = node.getOpType().equals("Conv") || node.getOpType().equals("QLinearConv");
        if (!known && node.getOpType().contains("Conv")) {
            throw new ModelException("node " + node.getName() + " is a " + node.getOpType()
                    + "; layer caches know Conv and QLinearConv only");
        }
        return known;
    }

    /** Frames that it looks to either side; 0 if it stays within a frame. */
    int reach() {
        List<Long> kernel = integers("kernel_shape");
        List<Long> pads = integers("pads");
        List<Long> dilations = integers("dilations");
        if (kernel.isEmpty() || kernel.get(0) == 1) {
            return 0;
        }
        long reach = (kernel.get(0) - 1) / 2 * (dilations.isEmpty() ? 1 : dilations.get(0));
        if (kernel.get(0) % 2 == 0 || pads.size() != 4 || pads.get(0) != reach || pads.get(2) != reach) {
            throw new ModelException("convolution " + node.getName() + " does not keep the number of frames");
        }
        return (int) reach;
    }

    /** Name of its weights. */
    String weights() {
        return node.getInput(isQuantised() ? 3 : 1);
    }

    /** Whether it reads and gives unsigned bytes. */
    boolean isQuantised() {
        return node.getOpType().equals("QLinearConv");
    }

    int groups() {
        return (int) integer("group", 1);
    }

    /**
     * The memory layout of its input.
     *
     * @param channels of its input
     * @param block channels that the runtime keeps together
     */
    CachedLayer.Layout layout(int channels, int block) {
        if (isQuantised() && integer("channels_last", 0) == 1) {
            return new CachedLayer.ChannelsLast();
        }
        // With fewer channels than a block, such a convolution reads its input as ONNX has it.
        return node.getDomain().equals(BLOCKED_DOMAIN) && channels >= block
                ? new CachedLayer.Blocked(block)
                : new CachedLayer.ChannelsFirst();
    }

    /** Takes the zeros before and after the sound away from a copy of the node. */
    static void withoutTimePadding(NodeProto.Builder convolution) {
        for (AttributeProto.Builder attribute : convolution.getAttributeBuilderList()) {
            if (attribute.getName().equals("pads")) {
                attribute.setInts(0, 0).setInts(2, 0);
            }
        }
    }

    private List<Long> integers(String name) {
        return node.getAttributeList().stream()
                .filter(a -> a.getName().equals(name))
                .findFirst()
                .map(AttributeProto::getIntsList)
                .orElse(List.of());
    }

    private long integer(String name, long otherwise) {
        return node.getAttributeList().stream()
                .filter(a -> a.getName().equals(name))
                .mapToLong(AttributeProto::getI)
                .findFirst()
                .orElse(otherwise);
    }
}
