package org.earshot.trainer.data.corpus;

import java.nio.file.Path;
import java.util.Arrays;
import org.earshot.core.audio.file.AudioFiles;

/**
 * One recording to be used in mixtures, or a synthetic sound in place of a recording.
 *
 * @param name name in metadata, relative to the collection
 * @param file audio file
 * @param role its use in a mixture
 * @param label class name; for distractors and backgrounds only a description
 * @param split part of the collection; no source occurs in two of them
 * @param durationSeconds length of the excerpt, or NaN if the collection does not give it
 * @param excerpt part of the file
 * @param origin data set and take that it belongs to
 * @param synthesis generator of its samples; null for a real recording
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
     * Where a recording comes from. Recordings of one origin were made by one device of one thing at one time, or by
     * one speaker, so they add little variety.
     *
     * @param dataset the collection in which it was published; empty if unknown
     * @param id the take or speaker within it
     */
    public record Origin(String dataset, String id) {}

    /** The same recording as a part of another split. */
    public Recording in(Split other) {
        return new Recording(name, file, role, label, other, durationSeconds, excerpt, origin, synthesis);
    }

    /** The samples at a rate, mono. @throws org.earshot.core.audio.AudioException if the file is unreadable */
    public float[] read(int rateHz) {
        return synthesis != null ? synthesis.render(rateHz) : excerpt.of(AudioFiles.readMono(file, rateHz), rateHz);
    }

    /**
     * Part of a file.
     *
     * @param fromSeconds where it starts, at least 0
     * @param toSeconds where it ends; cut off at the end of the file
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

    /** Use of a recording in a mixture. */
    public enum Role {
        /** A sound with a label. */
        EVENT,
        /** A sound without a label, mixed in without a tag. */
        DISTRACTOR,
        /** The background below all other sounds. */
        BACKGROUND
    }
}
