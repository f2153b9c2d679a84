package org.earshot.trainer.data.corpus;

import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.core.audio.file.AudioFiles;

/**
 * One recording that mixtures are made of, or a synthetic sound that stands for one.
 *
 * @param name how the recording is called in metadata, relative to its collection
 * @param file where its audio lies
 * @param role what a mixture uses it for
 * @param label class name; for distractors and backgrounds only a description
 * @param split part of the collection, so that no source stands in two of them
 * @param durationSeconds length of the excerpt, or NaN where the collection does not say it
 * @param excerpt what of the file it is
 * @param origin which data set and which take it belongs to
 * @param synthesis what makes its samples instead of the file; null for a real recording
 */
public record Recording(
        String name,
        Path file,
        Role role,
        String label,
        Split split,
        double durationSeconds,
        Excerpt excerpt,
        Origin origin,
        Synthesis synthesis) {

    /** A whole file of a known origin. */
    public Recording(
            String name, Path file, Role role, String label, Split split, double durationSeconds, Origin origin) {
        this(name, file, role, label, split, durationSeconds, Excerpt.WHOLE, origin, null);
    }

    /** A part of a file that is a source of its own. */
    public Recording(
            String name, Path file, Role role, String label, Split split, double durationSeconds, Excerpt excerpt) {
        this(name, file, role, label, split, durationSeconds, excerpt, new Origin("", name), null);
    }

    /** A whole file that is a source of its own. */
    public Recording(String name, Path file, Role role, String label, Split split, double durationSeconds) {
        this(name, file, role, label, split, durationSeconds, Excerpt.WHOLE);
    }

    /**
     * Where a recording comes from. Recordings of one origin were made by one device of one thing at one time, or by one
     * speaker, so that they are worth little more than one of them.
     *
     * @param dataset the collection it was published in; empty where that is not known
     * @param id the take or speaker within it
     */
    public record Origin(String dataset, String id) {}

    /** The samples at a rate, mono. @throws org.earshot.core.audio.AudioException if the file is unreadable */
    public float[] read(int rateHz) {
        return synthesis != null ? synthesis.render(rateHz) : excerpt.of(AudioFiles.readMono(file, rateHz), rateHz);
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
