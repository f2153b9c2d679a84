package org.earshot.trainer.eval.report;

import java.util.List;
import java.util.Map;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.score.ConfusionMatrix;
import org.earshot.trainer.eval.score.EvaluationReport;
import org.earshot.trainer.eval.score.EventAgreement;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.FalseAlarms;
import org.earshot.trainer.eval.score.SnrBreakdown;

/**
 * The content of a model card.
 *
 * @param model the model file
 * @param results measured on the named sets, the first one in full
 * @param others other models on the first set and on the same background; may be empty
 * @param twins how far the same network in other precisions reports the same events on the first set, by name
 * @param sources events found and missed on the first set, by label and source data set; empty if not known
 * @param falseAlarms false alarms on background
 * @param levels events found, by level above the background; without labels if the levels are not known
 * @param confusions of the first set
 * @param licences number of training recordings under each licence; empty if not known
 * @param licenceNote a note on the licence, or null
 * @param decoder how events were decoded
 * @param sensitivity name of the operating point that all figures are for
 * @param decided its thresholds and rules
 * @param pictures file names of the pictures beside the card, by title
 */
public record CardFacts(
        ModelFile model,
        List<Result> results,
        List<Other> others,
        Map<String, EventAgreement> twins,
        Map<String, Map<String, BinaryScores>> sources,
        FalseAlarms falseAlarms,
        SnrBreakdown levels,
        ConfusionMatrix confusions,
        Map<String, Integer> licences,
        String licenceNote,
        EventDecoder.Mode decoder,
        String sensitivity,
        DetectorSettings decided,
        Map<String, String> pictures) {

    /**
     * Measures on one set.
     *
     * @param name name on the card
     * @param clips number of them
     * @param report the measures
     */
    public record Result(String name, int clips, EvaluationReport report) {}

    /**
     * Another model, each at its own thresholds.
     *
     * @param name name and version on the card
     * @param report measures on the first set
     * @param alarms on the background of the card's model
     */
    public record Other(String name, EvaluationReport report, FalseAlarms alarms) {}
}
