package org.earshot.app.bench;

import java.util.Random;
import org.earshot.core.detect.BlockGrid;
import org.earshot.core.infer.CachingNetwork;
import org.earshot.core.infer.LayerCache;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.Manifest;

/** The network alone, on the frames that each mode gives it: one clip's worth of blocks a step. */
final class NetworkBench {
    private final Manifest manifest;
    private final BlockGrid grid;
    private final int mels;
    private final float[] frames;

    NetworkBench(Manifest manifest, int blocks) {
        this.manifest = manifest;
        this.grid = new BlockGrid(manifest.frontEnd().clipFrames(), blocks);
        this.mels = manifest.frontEnd().mels();
        this.frames = noise((grid.clipFrames() + 2 * manifest.receptiveFrames()) * mels);
    }

    /** Each block once, with its context and look-ahead; whole clips without where the model does not stream. */
    Workers.Work blocks(MaskNetwork network) {
        int around = manifest.streams() ? 2 * manifest.receptiveFrames() : 0;
        return () -> {
            for (int block = 0; block < grid.blocks(); block++) {
                network.score(frames, 1, (int) (grid.end(block) - grid.start(block)) + around);
            }
            return clipSeconds();
        };
    }

    /** A whole clip at the end of each block, as a plain sliding window does; with one block, disjoint clips. */
    Workers.Work sliding(MaskNetwork network) {
        return () -> {
            for (int block = 0; block < grid.blocks(); block++) {
                network.score(frames, 1, grid.clipFrames());
            }
            return clipSeconds();
        };
    }

    /** Each block's own frames, the layers remembering the rest. */
    Workers.Work cached(CachingNetwork network) {
        return new Workers.Work() {
            private LayerCache cache =
                    network.begin(frames, 0, 4 * manifest.receptiveFrames()).cache();

            @Override
            public double step() {
                for (int block = 0; block < grid.blocks(); block++) {
                    int from = (int) grid.start(block);
                    int length = (int) grid.end(block) - from;
                    cache = network.next(frames, from * mels, length, cache).cache();
                }
                return clipSeconds();
            }
        };
    }

    private double clipSeconds() {
        return grid.clipFrames() * manifest.frontEnd().frameSeconds();
    }

    private static float[] noise(int length) {
        Random random = new Random(1);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (-7 + 2 * random.nextGaussian());
        }
        return values;
    }
}
