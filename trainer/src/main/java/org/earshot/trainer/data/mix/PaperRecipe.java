package org.earshot.trainer.data.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.mix.MixturePlan.Colour;
import org.earshot.trainer.data.mix.MixturePlan.Layer;

/**
 * The mixtures of the paper (Kong et al. 2019, section V-A; Liu et al. 2021, section 3.1): three events at 0.5, 3 and
 * 5.5 s, cut to 2 s, over a scene of the same level; every event recording is used once before any is used again, and
 * no scene is used twice while there are enough of them. Events and scene are kept in two channels.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class PaperRecipe implements MixtureRecipe {
    static final int EVENTS_PER_CLIP = 3;
    static final double EVENT_SECONDS = 2;

    private final List<Recording> events;
    private final List<Recording> backgrounds;
    private final int firstClip;
    private final int fold;
    private final PaperSettings settings;

    /**
     * @param events recordings with a label, in any order
     * @param backgrounds scenes that fill a clip; shorter ones are repeated
     * @param range mixtures of the set for which these recordings are used
     * @param settings choices that the paper does not specify
     */
    public PaperRecipe(List<Recording> events, List<Recording> backgrounds, FoldRange range, PaperSettings settings) {
        if (events.isEmpty() || backgrounds.isEmpty()) {
            throw new ConfigurationException("mixtures need at least one event and one background recording");
        }
        this.events = List.copyOf(events);
        this.backgrounds = List.copyOf(backgrounds);
        this.firstClip = range.firstClip();
        this.fold = range.fold();
        this.settings = settings;
    }

    /**
     * The mixtures of a set that belong to a fold.
     *
     * @param fold 1-based, or 0 if there are no folds
     * @param firstClip number of its first mixture
     */
    public record FoldRange(int fold, int firstClip) {
        /** A set without folds. */
        public static final FoldRange WHOLE = new FoldRange(0, 0);
    }

    @Override
    public MixturePlan plan(int clip, long seed) {
        int rank = clip - firstClip;
        List<Placement> sounds = new ArrayList<>();
        for (int j = 0; j < EVENTS_PER_CLIP; j++) {
            sounds.add(new Placement(
                    event((long) rank * EVENTS_PER_CLIP + j, seed),
                    true,
                    0.5 + 2.5 * j,
                    0,
                    EVENT_SECONDS,
                    settings.snrDb(),
                    settings.snrOver(),
                    settings.labelPadded() ? EVENT_SECONDS : 0,
                    1,
                    0));
        }
        long round = rank / backgrounds.size();
        Recording scene = shuffled(backgrounds, Seeds.of(Seeds.of(seed, -2L - fold), round))
                .get(rank % backgrounds.size());
        return new MixturePlan(
                MixturePlan.Style.PAPER,
                MixtureRecipe.nameOf(clip),
                fold,
                List.of(new Layer(List.of(scene), 0, 0)),
                MixturePlan.NO_FLOOR,
                List.copyOf(sounds),
                new Colour(0, 0, 0, 0, 0, 0),
                0);
    }

    private Recording event(long position, long seed) {
        long round = settings.kongRepeatQuirk() ? 0 : position / events.size();
        return shuffled(events, Seeds.of(Seeds.of(seed, 1_000_000L + fold), round))
                .get((int) (position % events.size()));
    }

    private static List<Recording> shuffled(List<Recording> recordings, long seed) {
        return Shuffles.shuffled(recordings, new SplittableRandom(seed));
    }
}
