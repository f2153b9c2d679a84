package org.earshot.trainer.experiment;

import java.util.Map;
import org.earshot.trainer.data.clips.ClipDataset;

/**
 * Clips of one hold-out.
 *
 * @param fold number of the fold that is held out, or 0 for a fixed split
 * @param training training clips
 * @param tuning clips to tune the gates on, or null
 * @param test clips to measure on
 * @param record description of the data for checkpoints
 */
public record ExperimentData(
        int fold, ClipDataset training, ClipDataset tuning, ClipDataset test, Map<String, Object> record) {}
