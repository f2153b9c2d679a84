package org.earshot.core.level;

import java.util.function.Function;

/**
 * Whether sound levels are measured, and what the microphones are like. Immutable if the function is.
 *
 * @param enabled false if nothing is measured
 * @param sites by source id
 */
public record LevelSettings(boolean enabled, Function<String, Site> sites) {
    /** Nothing is measured. */
    public static final LevelSettings NONE = new LevelSettings(false, source -> Site.UNKNOWN);

    /**
     * Where a source is.
     *
     * @param group of sources that are reported together; empty for none
     * @param calibrationDb sound pressure level of full scale in dB; 0 leaves levels relative to full scale
     */
    public record Site(String group, float calibrationDb) {
        /** No group, and not calibrated. */
        public static final Site UNKNOWN = new Site("", 0);
    }
}
