package org.earshot.core.live;

/** How a source is doing. */
public enum SourceHealth {
    /** Not known yet. */
    UNKNOWN,
    /** Sound arrives. */
    HEALTHY,
    /** Nothing arrives. */
    STALE,
    /** Digital silence or close to it. */
    SILENT,
    /** Too loud for the converter. */
    CLIPPED,
    /** The sender closed the stream. */
    ENDED
}
