package org.earshot.trainer.experiment;

import java.util.List;

/** Additional measures of an experiment and how thresholds are chosen (Liu et al. 2021, sections 3.4 and 4). */
public enum Protocol {
    /** The synthetic mixtures: one gate for all labels. */
    MIXTURES(List.of(), false),
    /** DCASE 2020 task 4: also events with the challenge's own offset tolerance of 20 %. */
    DESED(List.of("event_20.f1"), false),
    /**
     * DCASE 2017 task 4: the gate of each label is tuned on a twentieth of the training clips, which is then not
     * trained on; tags and 1-s segments are counted over all labels together. Segments are decided by events and, if
     * the network allows, by pooling within each segment.
     */
    DCASE2017(
            List.of(
                    "tagging.micro_f1",
                    "segment.micro_f1",
                    "segment.micro_error_rate",
                    "segment_pool.micro_f1",
                    "segment_pool.micro_error_rate"),
            true);

    private final List<String> measures;
    private final boolean tunesGates;

    Protocol(List<String> measures, boolean tunesGates) {
        this.measures = measures;
        this.tunesGates = tunesGates;
    }

    /** Names of the additional measures. */
    List<String> measures() {
        return measures;
    }

    /** True if clips are held out from training to tune the gates. */
    public boolean tunesGates() {
        return tunesGates;
    }
}
