package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Synthesis;

/**
 * Draws what one event consists of: a recording or an excerpt of it, several short recordings in a row that sound like
 * one utterance, or a rhythm of single sounds such as steps, key strokes or barks.
 *
 * <p>Immutable and safe for use by several threads.
 */
final class PhraseDraw {
    /** A shorter sound is a single key stroke, step or bark. */
    private static final double SINGLE_SECONDS = 0.4;

    private static final double SHORT_SECONDS = 1.2;
    private static final double SHORTEST_CUT_SECONDS = 1.5;

    private final FieldSettings settings;

    PhraseDraw(FieldSettings settings) {
        this.settings = settings;
    }

    /**
     * Part of a recording, played at some speed.
     *
     * @param recording where it comes from
     * @param skip seconds left out at the start of the recording
     * @param length seconds taken from the recording
     * @param speed factor on the playback speed
     * @param gapBefore seconds of silence between the piece before and this one
     */
    record Piece(Recording recording, double skip, double length, double speed, double gapBefore) {
        double seconds() {
            return length / speed;
        }

        /** Length of several pieces one after the other, with the gaps between them. */
        static double seconds(List<Piece> pieces) {
            return pieces.stream().mapToDouble(Piece::seconds).sum()
                    + pieces.stream().mapToDouble(Piece::gapBefore).sum();
        }
    }

    /** The pieces of one event, at least one. */
    List<Piece> phrase(String label, RecordingDraw recordings, SplittableRandom random, SplittableRandom wide) {
        FieldConditions conditions = settings.conditions();
        if (Synthesis.knows(label) && wide.nextDouble() < conditions.syntheticShare()) {
            return List.of(piece(Synthesis.any(label, wide), random));
        }
        Piece first = piece(recordings.next(random), random);
        if (first.seconds() < SINGLE_SECONDS && wide.nextDouble() < conditions.repeatShare()) {
            return rhythm(first, recordings, wide);
        }
        List<Piece> pieces = new ArrayList<>(List.of(first));
        if (first.seconds() < SHORT_SECONDS && random.nextDouble() < settings.phraseShare()) {
            int more = random.nextInt(1, 5);
            double speed = first.speed();
            for (int i = 0; i < more; i++) {
                Recording next = recordings.next(random);
                if (next.durationSeconds() < SHORT_SECONDS) {
                    pieces.add(new Piece(next, 0, next.durationSeconds(), speed, random.nextDouble(0.02, 0.25)));
                }
            }
        }
        return pieces;
    }

    /** A recording or an excerpt of it. */
    Piece piece(Recording recording, SplittableRandom random) {
        double speed = Math.exp(random.nextDouble(-1, 1) * Math.log(1 + settings.speedSpread()));
        double whole = recording.durationSeconds();
        if (whole < SHORTEST_CUT_SECONDS || random.nextDouble() >= settings.excerptShare()) {
            return new Piece(recording, 0, whole, speed, 0);
        }
        double length = random.nextDouble(1, whole);
        return new Piece(recording, random.nextDouble(0, whole - length + 1e-9), length, speed, 0);
    }

    /** Sounds of the same source at a more or less regular interval. */
    private static List<Piece> rhythm(Piece first, RecordingDraw recordings, SplittableRandom wide) {
        double fastest = Math.max(0.09, 0.8 * first.seconds());
        double interval = Math.exp(wide.nextDouble(Math.log(fastest), Math.log(0.75)));
        double jitter = wide.nextDouble(0.02, 0.5);
        double until = wide.nextDouble(0.6, 6);
        List<Piece> pieces = new ArrayList<>(List.of(first));
        double seconds = first.seconds();
        while (seconds < until) {
            Recording next = recordings.like(first.recording(), wide);
            double length = Math.min(next.durationSeconds(), 3 * SINGLE_SECONDS);
            double gap = interval * (1 + jitter * wide.nextDouble(-1, 1)) - length / first.speed();
            Piece piece = new Piece(next, 0, length, first.speed(), Math.max(0.01, gap));
            pieces.add(piece);
            seconds += piece.gapBefore() + piece.seconds();
        }
        return pieces;
    }
}
