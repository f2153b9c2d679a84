package org.earshot.trainer.experiment;

import java.util.Map;
import org.earshot.trainer.data.clips.ClipDataset;

/**
 * Clips of one hold-out.
 *
 * @param fold number of the fold that is held out, or 0 for a fixed split
 * @param training clips to learn from
 * @param tuning clips to tune the gates on, or null
 * @param test clips to measure on
 * @param record what checkpoints say of the data
 */
public record ExperimentData(
        int fold, ClipDataset training, ClipDataset tuning, ClipDataset test, Map<String, Object> record) {}
