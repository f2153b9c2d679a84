package org.earshot.trainer.net.block;

import java.util.List;
import org.earshot.core.model.ConfigurationException;

/**
 * Settings of a DDC block (Liu et al. 2021, section 2.1, where none of them is given).
 *
 * @param dilation dilation of the depthwise convolution of each block, in both axes
 * @param dwKernel width of the depthwise kernel
 * @param order order of the ordinary and the separable convolution
 */
public record DdcSettings(List<Integer> dilation, int dwKernel, Order order) {
    /** Order of the three convolutions in a block. */
    public enum Order {
        /** Ordinary 3x3, depthwise, pointwise: the order that halves the parameters of a VGG block. */
        CONV_DW_PW,
        /** Depthwise, pointwise, ordinary 3x3. */
        DW_PW_CONV
    }

    public DdcSettings {
        if (dilation.isEmpty() || dilation.stream().anyMatch(d -> d < 1 || d > 32)) {
            throw new ConfigurationException("ddc.dilation: needs a number in 1..32 for each block, is " + dilation);
        }
        if (dwKernel < 1 || dwKernel > 15 || dwKernel % 2 == 0) {
            throw new ConfigurationException("ddc.dwKernel: must be odd and in 1..15, is " + dwKernel);
        }
        dilation = List.copyOf(dilation);
    }

    /** Dilation of a block, counted from 0; the last given number applies to all later blocks. */
    int dilationOf(int block) {
        return dilation.get(Math.min(block, dilation.size() - 1));
    }
}
