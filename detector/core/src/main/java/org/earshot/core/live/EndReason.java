package org.earshot.core.live;

import java.util.Locale;

/** Why an event was ended although its sound may have gone on. The wire name is the lower-case form. */
public enum EndReason {
    /** The model, its thresholds or the layout of blocks changed: scores of before say nothing about what follows. */
    MODEL_CHANGED,
    /** The stored state of the source could not be read. */
    STATE_LOST;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name in records. */
    public String wireName() {
        return wireName;
    }
}
