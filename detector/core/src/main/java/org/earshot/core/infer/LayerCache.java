package org.earshot.core.infer;

import java.nio.ByteBuffer;

/**
 * What the layers of a network remember of one stream: the last 2r input frames of each. May be thrown away at any time;
 * the stream then begins anew from its context frames.
 *
 * <p>Immutable.
 */
public final class LayerCache {
    private final ByteBuffer[] layers;
    private final int bytes;

    /** @param layers direct buffers, one per cached layer, not to be changed afterwards */
    LayerCache(ByteBuffer[] layers) {
        this.layers = layers;
        int sum = 0;
        for (ByteBuffer layer : layers) {
            sum += layer.capacity();
        }
        this.bytes = sum;
    }

    /** Memory that it takes. */
    public int bytes() {
        return bytes;
    }

    ByteBuffer layer(int index) {
        return layers[index].duplicate().order(layers[index].order());
    }
}
