package org.earshot.trainer.net;

import java.util.List;
import org.earshot.trainer.export.FrameWeighting;
import org.earshot.trainer.net.block.DdcSettings;
import org.earshot.trainer.net.pooling.AdaptiveDistancePooling;
import org.earshot.trainer.net.pooling.PoolingSettings;
import org.earshot.trainer.net.pooling.PoolingSettings.Ap;
import org.earshot.trainer.net.pooling.PoolingSettings.Fap;
import org.earshot.trainer.net.pooling.PoolingSettings.Gwrp;
import org.earshot.trainer.net.pooling.PoolingSettings.Parametrisation;
import org.earshot.trainer.net.tagger.AttentionSettings;
import org.earshot.trainer.net.tagger.NetworkSettings;
import org.earshot.trainer.net.tagger.TalNetSettings;

/** Settings for tests: the paper's, and small ones. */
public final class Nets {
    private Nets() {}

    public static NetworkSettings paper(String network, String pooling) {
        return new NetworkSettings(
                network,
                pooling,
                List.of(32, 64, 128, 128),
                0,
                ddc(),
                poolings(),
                attention(),
                talnet(),
                AdaptiveDistancePooling.NONE);
    }

    public static NetworkSettings small(String network, String pooling) {
        return new NetworkSettings(
                network,
                pooling,
                List.of(4, 6),
                -1,
                ddc(),
                poolings(),
                new AttentionSettings(2, 4, 3),
                new TalNetSettings(List.of(2, 2, 3, 3, 4), 3),
                AdaptiveDistancePooling.NONE);
    }

    /** The same, with sequences shortened. */
    public static NetworkSettings shortened(String network, int stride) {
        NetworkSettings s = small(network, "fap");
        return new NetworkSettings(
                network,
                s.pooling(),
                s.channels(),
                s.headBias(),
                s.ddc(),
                s.poolings(),
                s.attention(),
                s.talnet(),
                new AdaptiveDistancePooling(stride));
    }

    static DdcSettings ddc() {
        return new DdcSettings(List.of(2), 3, DdcSettings.Order.CONV_DW_PW);
    }

    public static PoolingSettings poolings() {
        return poolings(1, Parametrisation.CLAMP, FrameWeighting.ALPHA_NORM, 0.9998);
    }

    public static PoolingSettings poolings(float alpha, Parametrisation param, FrameWeighting weighting, double r) {
        return new PoolingSettings(
                new Fap(alpha, 10, 1, param, weighting), new Ap(alpha, 0, Float.POSITIVE_INFINITY, 1), new Gwrp(r));
    }

    static AttentionSettings attention() {
        return new AttentionSettings(64, 256, 128);
    }

    static TalNetSettings talnet() {
        return new TalNetSettings(List.of(32, 64, 128, 256, 512), 512);
    }
}
