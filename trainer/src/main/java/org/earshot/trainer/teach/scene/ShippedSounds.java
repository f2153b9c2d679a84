package org.earshot.trainer.teach.scene;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.core.model.FrontEnd;

/**
 * The sounds that come with the program for a new label to be told apart from: single ones and backgrounds, without those
 * of the label's own kind.
 *
 * @param sounds single sounds
 * @param beds backgrounds
 * @param leftOut kinds that were left out, because the label or the user names them
 */
public record ShippedSounds(List<Sound> sounds, List<Bed> beds, Set<String> leftOut) {
    private static final String RESOURCE = "/org/earshot/trainer/teach/negatives.bin";

    /**
     * @param label kinds that share a word with it are left out
     * @param without further kinds to leave out
     * @param bedFrames frames of a background with its context
     */
    public static ShippedSounds read(FrontEnd frontEnd, String label, Set<String> without, int bedFrames) {
        try (InputStream in = ShippedSounds.class.getResourceAsStream(RESOURCE)) {
            return in == null
                    ? new ShippedSounds(List.of(), List.of(), Set.of())
                    : of(MelLibrary.read(in, frontEnd), label, without, bedFrames);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ShippedSounds of(MelLibrary library, String label, Set<String> without, int bedFrames) {
        int mels = library.frontEnd().mels();
        List<Sound> sounds = new ArrayList<>();
        List<Bed> beds = new ArrayList<>();
        Set<String> leftOut = new TreeSet<>();
        for (MelLibrary.Entry entry : library.entries()) {
            if (without.contains(entry.kind()) || sharesWord(entry.kind(), label)) {
                leftOut.add(entry.kind());
            } else if (entry.use() == MelLibrary.Use.BED) {
                beds.add(new Bed(
                        entry.kind(), Bed.Origin.SHIPPED, repeated(entry.logMel(), bedFrames, mels), entry.levelDb()));
            } else {
                boolean[] active = new boolean[entry.logMel().length / mels];
                Arrays.fill(active, true);
                sounds.add(new Sound(entry.kind(), sounds.size(), entry.logMel(), active, entry.levelDb()));
            }
        }
        return new ShippedSounds(sounds, beds, leftOut);
    }

    /** True of {@code church bell} and {@code church_bells}, or {@code dog} and {@code barking dog}. */
    static boolean sharesWord(String kind, String label) {
        Set<String> words = words(kind);
        words.retainAll(words(label));
        return !words.isEmpty();
    }

    private static Set<String> words(String name) {
        Set<String> words = new TreeSet<>();
        for (String word : name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            if (word.length() > 2) {
                words.add(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
            }
        }
        return words;
    }

    /** Forwards and backwards in turn, so that no seam is heard. */
    private static float[] repeated(float[] logMel, int frames, int mels) {
        int own = logMel.length / mels;
        float[] out = new float[frames * mels];
        for (int t = 0; t < frames; t++) {
            int at = t % (2 * own);
            System.arraycopy(logMel, (at < own ? at : 2 * own - 1 - at) * mels, out, t * mels, mels);
        }
        return out;
    }
}
