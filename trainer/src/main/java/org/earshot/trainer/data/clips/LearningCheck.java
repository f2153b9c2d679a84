package org.earshot.trainer.data.clips;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.DataException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks before hours of training that a network can learn from the clips: there are enough of them, some have a tag
 * and some do not, and they contain sound. Stateless.
 */
public final class LearningCheck {
    private static final Logger LOG = LoggerFactory.getLogger(LearningCheck.class);
    /** A validation mAP on fewer clips means little. */
    private static final int FEW_CLIPS = 20;

    private static final int NAMED = 10;

    private LearningCheck() {}

    /**
     * @param written name of the data in messages
     * @param learnt the clips to learn from
     * @param judged the validation clips
     * @throws DataException if nothing can be learnt or validated; what is merely doubtful is logged as a warning
     */
    public static void require(String written, ClipDataset learnt, ClipDataset judged) {
        if (learnt.size() == 0 || judged.size() == 0) {
            throw new DataException(written + ": " + (learnt.size() + judged.size())
                    + " clip(s) are too few: about one in twenty is kept for validation, and none is left for training;"
                    + " add clips, or give --validation");
        }
        requireTags(written, learnt);
        requireSound(written, learnt);
        List<String> unjudged = labels(judged, 0);
        if (judged.size() < FEW_CLIPS) {
            LOG.warn(
                    "{}: validated on only {} clip(s), so the validation mAP means little; give --validation with more",
                    written,
                    judged.size());
        } else if (!unjudged.isEmpty()) {
            LOG.warn("{}: no validation clip has these labels: {}", written, first(unjudged));
        }
    }

    private static void requireTags(String written, ClipDataset learnt) {
        int own = learnt.ownLabels();
        List<String> never = labels(learnt, 0);
        List<String> always = labels(learnt, learnt.size());
        if (never.size() == own) {
            throw new DataException(written + ": none of the " + learnt.size()
                    + " training clips has a tag; list the labels of each clip in tags.csv");
        }
        if (never.size() + always.size() == own) {
            throw new DataException(written + ": every training clip has the same tags " + first(always)
                    + "; add clips without them, for example background only");
        }
        if (!never.isEmpty()) {
            LOG.warn("{}: no training clip has these labels: {}", written, first(never));
        }
        if (!always.isEmpty()) {
            LOG.warn("{}: these labels are in every clip, so they cannot be told apart: {}", written, first(always));
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
            throw new DataException(written + ": all " + silent.size() + " training clips are digital silence");
        }
        if (!silent.isEmpty()) {
            LOG.warn("{}: {} clip(s) are digital silence: {}", written, silent.size(), first(silent));
        }
    }

    /** The data set's own labels that exactly this many of its clips have. */
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
