package org.earshot.core.audio;

/** Sound of a kind that has no decoder here, though nothing is wrong with it. */
public final class UnsupportedSound extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param kind to follow the recording's name: "is ..." or "has ..." */
    public UnsupportedSound(String kind) {
        super(kind);
    }
}
