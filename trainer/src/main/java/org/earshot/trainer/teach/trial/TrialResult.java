package org.earshot.trainer.teach.trial;

/**
 * How one taught label did on sound that it was not taught from.
 *
 * @param kind what was taught
 * @param examples number of recordings
 * @param draw number of the draw of recordings
 * @param averagePrecision of the clip tags, mixtures with the kind against background with distractors
 * @param recall share of the sounds, {@value TrialCorpus#USUAL_DB} dB over the background, that some event overlaps
 * @param recallLouder the same for the very same mixtures with the sounds {@value TrialCorpus#LOUDER_DB} dB over the background
 * @param eventRecall share that is found with an onset good to 200 ms and an end good to 200 ms or half the length
 * @param eventF1 likewise, over the mixtures
 * @param backgroundAlarms alarms an hour on unseen background
 * @param distractorAlarms alarms an hour on unseen background with other sounds, half of them in every second clip
 * @param expectedRecall what the card says at 10 dB; NaN if unknown
 * @param seconds wall time of teaching; NaN if unknown
 * @param cpuSeconds processor time of teaching; NaN if unknown
 */
public record TrialResult(
        String kind,
        int examples,
        int draw,
        double averagePrecision,
        double recall,
        double recallLouder,
        double eventRecall,
        double eventF1,
        double backgroundAlarms,
        double distractorAlarms,
        double expectedRecall,
        double seconds,
        double cpuSeconds) {}
