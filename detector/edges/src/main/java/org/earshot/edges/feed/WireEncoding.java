package org.earshot.edges.feed;

/** How the samples of a chunk travel; both without loss. */
public enum WireEncoding {
    /** Plain samples: 16 or 24 bits where they hold the sound exactly, else floats. */
    PCM,
    /** FLAC where 16 bits hold the sound exactly, about half the bytes; else as PCM. */
    FLAC
}
