package org.earshot.detector.audio;

/** Sound of a kind that has no decoder here, though nothing is wrong with it. */
final class UnsupportedSound extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param kind to follow the recording's name: "is ..." or "has ..." */
    UnsupportedSound(String kind) {
        super(kind);
    }
}
