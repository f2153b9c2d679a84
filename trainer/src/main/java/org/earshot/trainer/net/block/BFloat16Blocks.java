package org.earshot.trainer.net.block;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of a mask network, in training or not, with convolutions of 16 channels or more in bfloat16 and
 * channels last in memory, as one TorchScript function: the result of {@link ConvUnit#forward} up to the rounding of
 * bfloat16 (8 bits of mantissa). Narrower convolutions, statistics of batch normalisation, the head and the sigmoid are
 * float32.
 *
 * <p>Dilated depthwise convolutions run on the grids of {@link DilatedDepthwise}, for speed.
 *
 * <p>Not safe for use by several threads.
 */
public final class BFloat16Blocks implements AutoCloseable {
    /** Numbers of element types and memory layouts in PyTorch's serialised code. */
    private static final int BFLOAT16 = 15;

    private static final int FLOAT32 = 6;
    private static final int CHANNELS_LAST = 2;
    /** Narrower convolutions are computed in float32: in bfloat16 oneDNN does them wrongly on some machines. */
    private static final int LEAST_CHANNELS = 16;

    private final NDList weights = new NDList();
    private final TorchScript function;

    /**
     * @param head kernel and bias of the 1x1 head
     * @param training true: normalise by the statistics of the batch and update the running ones; false: normalise by
     *     the running ones
     */
    public BFloat16Blocks(List<ConvUnit> units, List<NDArray> head, boolean training, NDManager manager) {
        List<String> arguments = new ArrayList<>(List.of("x: Tensor"));
        StringBuilder body = new StringBuilder();
        line(body, "y = x");
        for (int i = 0; i < units.size(); i++) {
            ConvUnit unit = units.get(i);
            for (String part : List.of("w", "g", "b", "m", "v")) {
                arguments.add(part + i + ": Tensor");
            }
            weights.addAll(unit.arrays());
            ConvShape shape = unit.shape();
            if (Math.min(shape.in(), shape.out()) < LEAST_CHANNELS) {
                line(body, "y = " + inFloat32("y"));
                line(body, "k = w" + i);
                line(body, "y = " + convolution("y", shape, shape.dilation()));
                line(body, "y = " + inBFloat16("y"));
            } else {
                line(body, "k = " + inBFloat16("w" + i));
                if (shape.isDilatedDepthwise()) {
                    addDilated(body, shape);
                } else {
                    line(body, "y = " + convolution("y", shape, shape.dilation()));
                }
            }
            line(
                    body,
                    "y = torch.batch_norm(y, g%d, b%d, m%d, v%d, %s, %s, %s, False)"
                            .formatted(i, i, i, i, training ? "True" : "False", 1 - BatchNorms.KEEP, ConvUnit.EPSILON));
            line(body, "y = torch.relu_(y)");
        }
        arguments.addAll(List.of("hw: Tensor", "hb: Tensor"));
        weights.addAll(head);
        // Its labels are seldom a multiple of 16: with 64 channels and 47 labels, gradients came out wrong on one
        // machine.
        line(body, "y = " + inFloat32("y"));
        line(body, "y = torch.conv2d(y, hw, None, [1, 1], [0, 0], [1, 1], 1)");
        line(body, "y = torch.add(y, torch.view(hb, [1, -1, 1, 1]))");
        line(body, "return torch.sigmoid(torch.contiguous(y))");
        this.function = new TorchScript(String.join(", ", arguments), body.toString(), manager);
    }

    /**
     * @param x [batch, 1, frames, mels], float32
     * @return masks [batch, labels, frames, mels], float32
     */
    public NDArray masks(NDArray x) {
        NDList arguments = new NDList(x);
        arguments.addAll(weights);
        return function.apply(arguments);
    }

    @Override
    public void close() {
        function.close();
    }

    /** Convolves the bins with equal remainders (t mod d, f mod d) as planes of their own. */
    private static void addDilated(StringBuilder body, ConvShape shape) {
        int d = shape.dilation();
        line(body, "B, C, T, F = torch.size(y)");
        line(body, "R = torch.floordiv(torch.add(T, %d), %d)".formatted(d - 1, d));
        line(body, "S = torch.floordiv(torch.add(F, %d), %d)".formatted(d - 1, d));
        line(body, "TT = torch.mul(R, %d)".formatted(d));
        line(body, "FF = torch.mul(S, %d)".formatted(d));
        line(body, "p = torch.permute(y, [0, 2, 3, 1])");
        line(body, "if torch.gt(torch.add(torch.sub(TT, T), torch.sub(FF, F)), 0):");
        line(body, "  q = torch.constant_pad_nd(p, [0, 0, 0, torch.sub(FF, F), 0, torch.sub(TT, T)])");
        line(body, "else:");
        line(body, "  q = p");
        line(body, "q = torch.reshape(q, [B, R, %d, S, %d, C])".formatted(d, d));
        line(
                body,
                "q = torch.reshape(torch.permute(q, [0, 2, 4, 1, 3, 5]), [torch.mul(B, %d), R, S, C])"
                        .formatted(d * d));
        line(body, "q = " + convolution("torch.permute(q, [0, 3, 1, 2])", shape, 1));
        line(body, "q = torch.reshape(torch.permute(q, [0, 2, 3, 1]), [B, %d, %d, R, S, C])".formatted(d, d));
        line(body, "q = torch.reshape(torch.permute(q, [0, 3, 1, 4, 2, 5]), [B, TT, FF, C])");
        line(body, "q = torch.slice(torch.slice(q, 1, 0, T), 2, 0, F)");
        line(body, "y = torch.contiguous(torch.permute(q, [0, 3, 1, 2]), memory_format=%d)".formatted(CHANNELS_LAST));
    }

    private static String convolution(String x, ConvShape shape, int dilation) {
        int pad = (shape.kernel() - 1) / 2 * dilation;
        return "torch.conv2d(%s, k, None, [1, 1], [%d, %d], [%d, %d], %d)"
                .formatted(x, pad, pad, dilation, dilation, shape.groups());
    }

    private static String inBFloat16(String name) {
        return "torch.contiguous(torch.to(%s, %d), memory_format=%d)".formatted(name, BFLOAT16, CHANNELS_LAST);
    }

    private static String inFloat32(String name) {
        return "torch.contiguous(torch.to(%s, %d))".formatted(name, FLOAT32);
    }

    private static void line(StringBuilder body, String statement) {
        body.append("    ").append(statement).append('\n');
    }
}
