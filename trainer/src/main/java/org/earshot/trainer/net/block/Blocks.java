package org.earshot.trainer.net.block;

import java.util.ArrayList;
import java.util.List;

/**
 * The two block types of the paper as sequences of {@link ConvUnit}s (Liu et al. 2021, section 2.1).
 *
 * <p>VGG block i -> o: conv 3x3 i -> o, conv 3x3 o -> o. DDC block: one ordinary 3x3 convolution and one depthwise
 * separable convolution whose depthwise part is dilated.
 */
public final class Blocks {
    private static final int KERNEL = 3;

    private Blocks() {}

    /**
     * @param channels output channels of each block; the input of the first has one channel
     * @return the units of all blocks in order
     */
    public static List<ConvUnit> vgg(List<Integer> channels, WeightStore weights) {
        List<ConvUnit> units = new ArrayList<>();
        int in = 1;
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            String block = "block" + (i + 1);
            units.add(new ConvUnit(block + ".conv1", ConvShape.dense(in, out, KERNEL), weights));
            units.add(new ConvUnit(block + ".conv2", ConvShape.dense(out, out, KERNEL), weights));
            in = out;
        }
        return units;
    }

    /** The same for DDC blocks. */
    public static List<ConvUnit> ddc(List<Integer> channels, DdcSettings settings, WeightStore weights) {
        List<ConvUnit> units = new ArrayList<>();
        int in = 1;
        for (int i = 0; i < channels.size(); i++) {
            int out = channels.get(i);
            int dilation = settings.dilationOf(i);
            int kernel = settings.dwKernel();
            String block = "block" + (i + 1);
            switch (settings.order()) {
                case CONV_DW_PW -> {
                    units.add(new ConvUnit(block + ".conv", ConvShape.dense(in, out, KERNEL), weights));
                    units.add(new ConvUnit(block + ".dw", ConvShape.depthwise(out, kernel, dilation), weights));
                    units.add(new ConvUnit(block + ".pw", ConvShape.pointwise(out, out), weights));
                }
                case DW_PW_CONV -> {
                    units.add(new ConvUnit(block + ".dw", ConvShape.depthwise(in, kernel, dilation), weights));
                    units.add(new ConvUnit(block + ".pw", ConvShape.pointwise(in, out), weights));
                    units.add(new ConvUnit(block + ".conv", ConvShape.dense(out, out, KERNEL), weights));
                }
            }
            in = out;
        }
        return units;
    }
}
