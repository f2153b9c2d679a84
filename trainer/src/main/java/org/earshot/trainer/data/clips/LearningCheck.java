package org.earshot.trainer.data.clips;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must hold of clips before a network can learn from them, said before hours are spent: there are some, some are
 * tagged and some are not, and there is sound in them. Stateless.
 */
public final class LearningCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LearningCheck.class);
    /** Fewer clips than this judge nothing. */
    private static final int FEW_CLIPS = 20;

    private static final int NAMED = 10;

    private LearningCheck() {}

    /**
     * @param written what messages call the data
     * @param learnt the clips to learn from
     * @param judged the clips to judge by
     * @throws DataException if nothing can be learnt, or nothing judged; what is merely doubtful goes to the log
     */
    public static void require(String written, ClipDataset learnt, ClipDataset judged) {
        if (learnt.size() == 0 || judged.size() == 0) {
            throw new DataException(written + ": " + (learnt.size() + judged.size())
                    + " clip(s) are too few: every twentieth is kept to judge by, and none is left to learn from;"
                    + " add clips, or give --validation");
        }
        requireTags(written, learnt);
        requireSound(written, learnt);
        List<String> unjudged = labels(judged, 0);
        if (judged.size() < FEW_CLIPS) {
            LOG.warn(
                    "{}: judged by {} clip(s) alone, the validation mAP says little; give --validation with more",
                    written,
                    judged.size());
        } else if (!unjudged.isEmpty()) {
            LOG.warn("{}: no clip to judge these labels by: {}", written, first(unjudged));
        }
    }

    private static void requireTags(String written, ClipDataset learnt) {
        int own = learnt.ownLabels();
        List<String> never = labels(learnt, 0);
        List<String> always = labels(learnt, learnt.size());
        if (never.size() == own) {
            throw new DataException(written + ": none of the " + learnt.size()
                    + " clips to learn from has a tag; write what is heard in them into tags.csv");
        }
        if (never.size() + always.size() == own) {
            throw new DataException(written + ": every clip to learn from has the same tags " + first(always)
                    + "; add clips without them, such as the background alone");
        }
        if (!never.isEmpty()) {
            LOG.warn("{}: no clip to learn these labels from: {}", written, first(never));
        }
        if (!always.isEmpty()) {
            LOG.warn("{}: in every clip, so nothing tells these labels apart: {}", written, first(always));
        }
    }

    private static void requireSound(String written, ClipDataset learnt) {
        List<String> silent = new ArrayList<>();
        for (int clip = 0; clip < learnt.size(); clip++) {
            if (learnt.isSilent(clip)) {
                silent.add(learnt.clip(clip).name());
            }
        }
        if (silent.size() == learnt.size()) {
            throw new DataException(written + ": all " + silent.size() + " clips to learn from are digital silence");
        }
        if (!silent.isEmpty()) {
            LOG.warn("{}: {} clip(s) are digital silence: {}", written, silent.size(), first(silent));
        }
    }

    /** The data set's own labels that so many of its clips have. */
    private static List<String> labels(ClipDataset clips, int count) {
        int[] seen = new int[clips.labels().size()];
        for (int clip = 0; clip < clips.size(); clip++) {
            float[] tags = clips.tags(clip);
            for (int k = 0; k < seen.length; k++) {
                seen[k] += tags[k] > 0 ? 1 : 0;
            }
        }
        List<String> labels = new ArrayList<>();
        for (int k = 0; k < clips.ownLabels(); k++) {
            if (seen[k] == count) {
                labels.add(clips.labels().get(k));
            }
        }
        return labels;
    }

    private static String first(List<String> names) {
        return names.size() <= NAMED
                ? names.toString()
                : names.subList(0, NAMED) + " and " + (names.size() - NAMED) + " more";
    }
}
