package org.earshot.trainer.data;

import java.nio.file.Path;

/**
 * One recording that mixtures are made of.
 *
 * @param name how the recording is called in metadata, relative to its collection
 * @param file where its audio lies
 * @param role what a mixture uses it for
 * @param label class name; for distractors and backgrounds only a description
 * @param split part of the collection, so that no source stands in two of them
 * @param durationSeconds length, or NaN where the collection does not say it
 */
public record Recording(String name, Path file, Role role, String label, Split split, double durationSeconds) {

    /** What a recording is good for in a mixture. */
    public enum Role {
        /** Sound of a label. */
        EVENT,
        /** Sound of no label, mixed in without a tag. */
        DISTRACTOR,
        /** What everything else lies on. */
        BACKGROUND
    }
}
