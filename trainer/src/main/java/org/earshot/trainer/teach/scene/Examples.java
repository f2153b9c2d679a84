package org.earshot.trainer.teach.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.corpus.Recording;

/**
 * The examples of a label: the events of each recording, and what is to be said of them. Recordings that are all but the
 * same are one group, so that none is judged by its own copy.
 *
 * @param sounds at all speeds; the group is that of the recording
 * @param groups recordings that differ
 * @param sha256 of the bytes of all recordings one after the other, in the order of their names
 * @param notices what is wrong or worth knowing, a line each
 */
public record Examples(List<Sound> sounds, int groups, String sha256, List<String> notices) {
    static final int LEAST = 3;
    static final int ENOUGH = 10;
    private static final double INAUDIBLE_DBFS = -70;
    private static final double ALIKE = 0.985;

    /** @throws DataException if fewer than three recordings are left that can be used */
    public static Examples read(List<Recording> recordings, String label, FrontEnd frontEnd, double sceneSeconds) {
        SoundReader reader = new SoundReader(frontEnd);
        List<String> notices = new ArrayList<>();
        List<Sound> sounds = new ArrayList<>();
        List<float[]> prints = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Unbroken unbroken = new Unbroken();
        int groups = 0;
        for (Recording recording : recordings) {
            SoundReader.Taken taken = reader.take(recording);
            String name = recording.name();
            double seconds = (double) taken.samples().length / frontEnd.rateHz();
            if (taken.cuts().isEmpty()) {
                notices.add(String.format(
                        Locale.ROOT,
                        "%s: left out, too short (%.2f s; an example lasts 0.06 s or more)",
                        name,
                        seconds));
                continue;
            }
            double loudest = taken.cuts().stream()
                    .mapToDouble(EventCutter.Cut::levelDb)
                    .max()
                    .orElseThrow();
            if (loudest < INAUDIBLE_DBFS) {
                notices.add(String.format(
                        Locale.ROOT, "%s: left out, silent (%.0f dBFS; record it louder or nearer)", name, loudest));
                continue;
            }
            double longest = taken.cuts().stream()
                    .mapToDouble(cut -> cut.seconds(frontEnd.rateHz()))
                    .max()
                    .orElseThrow();
            if (longest > sceneSeconds) {
                unbroken.add(name, longest);
            }
            List<Sound> own = reader.sounds(taken, label, groups);
            float[] print = SoundPrint.of(own.get(0), frontEnd.mels());
            int like = SoundPrint.mostAlike(print, prints, ALIKE);
            if (like >= 0) {
                notices.add(name + ": all but the same as " + names.get(like)
                        + "; counted as one recording, give different ones");
                int group = like;
                own.forEach(s -> sounds.add(new Sound(s.kind(), group, s.logMel(), s.active(), s.levelDb())));
                continue;
            }
            prints.add(print);
            names.add(name);
            sounds.addAll(own);
            groups++;
        }
        unbroken.notice(sceneSeconds).ifPresent(notices::add);
        if (groups < LEAST) {
            throw new DataException("examples: " + groups + " of the recordings can be learnt from, " + LEAST
                    + " are the least and " + ENOUGH + " are worth having"
                    + (notices.isEmpty() ? "" : "; " + String.join("; ", notices)));
        }
        if (groups < ENOUGH) {
            notices.add(
                    "only " + groups + " different recordings: expect to miss more of the sound when it differs from"
                            + " them; " + ENOUGH + " or more are better");
        }
        return new Examples(sounds, groups, SoundFolder.sha256(recordings), notices);
    }

    /** Recordings that sound for longer than a scene without a pause. Whole folders do, so they are one line. */
    private static final class Unbroken {
        private String first;
        private double longest;
        private int count;

        void add(String name, double seconds) {
            first = count++ == 0 ? name : first;
            longest = Math.max(longest, seconds);
        }

        Optional<String> notice(double sceneSeconds) {
            String which = count == 1
                    ? String.format(Locale.ROOT, "%s: sounds for %.0f s", first, longest)
                    : String.format(
                            Locale.ROOT, "%d recordings, %s the first: sound for up to %.0f s", count, first, longest);
            String rest =
                    String.format(Locale.ROOT, " without a pause; pieces of %.0f s are learnt from", sceneSeconds);
            return count == 0 ? Optional.empty() : Optional.of(which + rest);
        }
    }
}
