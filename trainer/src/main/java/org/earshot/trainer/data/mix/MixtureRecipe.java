package org.earshot.trainer.data.mix;

import java.util.List;
import java.util.Locale;
import org.earshot.trainer.data.corpus.AuxiliaryLabels;
import org.earshot.trainer.data.corpus.Recording;

/** Plans the mixtures of a set. Implementations are safe for use by several threads. */
public interface MixtureRecipe {
    /**
     * The plan of one mixture, which depends only on the arguments.
     *
     * @param clip number of the mixture, from 0
     * @param seed seed of the whole set
     */
    MixturePlan plan(int clip, long seed);

    /** The {@linkplain AuxiliaryLabels auxiliary labels} of a recording. */
    default List<String> auxiliary(Recording recording) {
        return List.of();
    }

    /** Name of a mixture's file without its extension: the number in at least five digits. */
    static String nameOf(int clip) {
        return String.format(Locale.ROOT, "%05d", clip);
    }
}
