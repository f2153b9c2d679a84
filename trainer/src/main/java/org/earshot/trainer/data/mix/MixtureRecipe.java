package org.earshot.trainer.data.mix;

import java.util.List;
import java.util.Locale;
import org.earshot.trainer.data.corpus.AuxiliaryLabels;
import org.earshot.trainer.data.corpus.Recording;

/** How the mixtures of a set are put together. Implementations are safe for use by several threads. */
public interface MixtureRecipe {
    /**
     * The plan of one mixture, a function of its arguments alone.
     *
     * @param clip number of the mixture from 0
     * @param seed of the whole set
     */
    MixturePlan plan(int clip, long seed);

    /** Labels for learning alone that a recording of a mixture carries, see {@link AuxiliaryLabels}. */
    default List<String> auxiliary(Recording recording) {
        return List.of();
    }

    /** Name of a mixture's file without its extension: the number in at least five digits. */
    static String nameOf(int clip) {
        return String.format(Locale.ROOT, "%05d", clip);
    }
}
