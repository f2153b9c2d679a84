package org.earshot.core.live;

/**
 * The tags of one clip of one source.
 *
 * @param startMicros UTC time of the clip's beginning, microseconds since 1970
 * @param endMicros UTC time of its end
 * @param tags [classes], 0..1
 * @param validFraction share of the clip that is real audio, 0..1
 */
public record LiveTags(
        String sourceId, String captureId, long startMicros, long endMicros, float[] tags, float validFraction) {}
