package org.earshot.trainer.data;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * One recording that mixtures are made of.
 *
 * @param name how the recording is called in metadata, relative to its collection
 * @param file where its audio lies
 * @param role what a mixture uses it for
 * @param label class name; for distractors and backgrounds only a description
 * @param split part of the collection, so that no source stands in two of them
 * @param durationSeconds length of the excerpt, or NaN where the collection does not say it
 * @param excerpt what of the file it is
 */
public record Recording(
        String name, Path file, Role role, String label, Split split, double durationSeconds, Excerpt excerpt) {

    /** A whole file. */
    public Recording(String name, Path file, Role role, String label, Split split, double durationSeconds) {
        this(name, file, role, label, split, durationSeconds, Excerpt.WHOLE);
    }

    /**
     * Part of a file.
     *
     * @param fromSeconds where it begins, at least 0
     * @param toSeconds where it ends; later than the file's end stands for that
     */
    public record Excerpt(double fromSeconds, double toSeconds) {
        public static final Excerpt WHOLE = new Excerpt(0, Double.POSITIVE_INFINITY);

        /** This part of a file's samples. */
        float[] of(float[] samples, int rateHz) {
            int from = (int) Math.min(samples.length, Math.round(fromSeconds * rateHz));
            int to = (int) Math.min(samples.length, Math.round(toSeconds * rateHz));
            return from == 0 && to == samples.length ? samples : Arrays.copyOfRange(samples, from, Math.max(from, to));
        }
    }

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
