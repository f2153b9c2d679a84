package org.earshot.core.infer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * What the layers of a network remember of one stream: the last 2r input frames of each. May be dropped at any time;
 * the stream then starts again from its context frames.
 *
 * <p>Immutable once a call has filled it, until it is given back ({@link CachingNetwork#reuse}).
 */
public final class LayerCache {
    /** Where a layer begins: what processors read at once. */
    private static final int ALIGNMENT = 64;

    private final ByteBuffer[] layers;
    private final int bytes;

    private LayerCache(ByteBuffer[] layers, int bytes) {
        this.layers = layers;
        this.bytes = bytes;
    }

    /** Room for the cache of a stream that runs, all zeros. */
    static LayerCache running(List<CachedLayer> layers, int mels) {
        return zeros(layers, mels, 2);
    }

    /** What the layers see at the edge of a clip: r zero frames each. */
    static LayerCache edge(List<CachedLayer> layers, int mels) {
        return zeros(layers, mels, 1);
    }

    private static LayerCache zeros(List<CachedLayer> layers, int mels, int reaches) {
        int[] sizes = layers.stream()
                .mapToInt(layer -> layer.bytes(reaches * layer.reach(), mels))
                .toArray();
        int all = Arrays.stream(sizes).map(LayerCache::aligned).sum();
        // One allocation for all: the virtual machine does much for each.
        ByteBuffer values = ByteBuffer.allocateDirect(all).order(ByteOrder.nativeOrder());
        ByteBuffer[] each = new ByteBuffer[sizes.length];
        int begin = 0;
        for (int i = 0; i < sizes.length; i++) {
            each[i] = values.slice(begin, sizes[i]).order(values.order());
            begin += aligned(sizes[i]);
        }
        return new LayerCache(each, all);
    }

    private static int aligned(int bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Memory that it takes. */
    public int bytes() {
        return bytes;
    }

    ByteBuffer layer(int index) {
        return layers[index].duplicate().order(layers[index].order());
    }
}
