package org.earshot.core;

import org.earshot.core.infer.DeviceChoice;

/**
 * What an {@link Earshot} is opened with. Immutable.
 *
 * @param model {@code full}, {@code light}, {@code free}, or the path of a model file
 * @param device where the network runs
 * @param threads cores that one call of the network may use; 1 suits several callers at once
 * @param clipBlocks blocks in a clip of 10 s: tags come, and events are confirmed, that many times per clip
 * @param sensitivity operating point of the model: {@code quiet}, {@code normal} or {@code sensitive}
 */
public record EarshotOptions(String model, DeviceChoice device, int threads, int clipBlocks, String sensitivity) {
    /** Ten blocks a clip, at the normal operating point, on the best device that is there, one core a call. */
    public static EarshotOptions of(String model) {
        return new EarshotOptions(model, DeviceChoice.AUTO, 1, 10, "normal");
    }

    /** The same on a device. */
    public EarshotOptions on(DeviceChoice other) {
        return new EarshotOptions(model, other, threads, clipBlocks, sensitivity);
    }

    /** The same at another operating point. */
    public EarshotOptions at(String point) {
        return new EarshotOptions(model, device, threads, clipBlocks, point);
    }

    /** The same with that many cores for one call. */
    public EarshotOptions withThreads(int cores) {
        return new EarshotOptions(model, device, cores, clipBlocks, sensitivity);
    }

    /** The same with that many blocks in a clip. */
    public EarshotOptions withClipBlocks(int blocks) {
        return new EarshotOptions(model, device, threads, blocks, sensitivity);
    }
}
