package org.earshot.trainer.eval.metric;

import org.earshot.core.model.ConfigurationException;

/**
 * Parameters of {@link Psds}.
 *
 * @param detectionTolerance rho_DTC, 0..1: share of a detection that must lie in events of its label
 * @param groundTruthTolerance rho_GTC, 0..1: share of an event that such detections must cover
 * @param crossTriggerTolerance rho_CTTC, 0..1: share of a false detection in events of another label that makes it a
 *     cross-trigger
 * @param crossTriggerWeight alpha_CT, 0..1
 * @param instabilityWeight alpha_ST, at least 0: cost of the spread between labels
 * @param maxFalseAlarmsPerHour e_max: the score is the area up to here
 */
public record PsdsSettings(
        double detectionTolerance,
        double groundTruthTolerance,
        double crossTriggerTolerance,
        double crossTriggerWeight,
        double instabilityWeight,
        double maxFalseAlarmsPerHour) {

    /** 0.5, 0.5, 0.3, no weight for cross-triggers and spread, up to 100 per hour: DCASE 2020 task 4. */
    public static final PsdsSettings DCASE2020 = new PsdsSettings(0.5, 0.5, 0.3, 0, 0, 100);

    /**
     * Scenario 1 of DCASE 2021 to 2023 task 4: quick reactions, so detections must lie closely on the events. 0.7, 0.7, no
     * weight for cross-triggers, spread between labels weighted 1, up to 100 per hour.
     */
    public static final PsdsSettings SCENARIO1 = new PsdsSettings(0.7, 0.7, 0.3, 0, 1, 100);

    /**
     * Scenario 2 of the same: the label counts more than the time. 0.1, 0.1, 0.3, cross-triggers weighted 0.5, spread 1,
     * up to 100 per hour.
     */
    public static final PsdsSettings SCENARIO2 = new PsdsSettings(0.1, 0.1, 0.3, 0.5, 1, 100);

    public PsdsSettings {
        share("dtc", detectionTolerance);
        share("gtc", groundTruthTolerance);
        share("cttc", crossTriggerTolerance);
        share("alpha-ct", crossTriggerWeight);
        if (!(instabilityWeight >= 0 && maxFalseAlarmsPerHour > 0)) {
            throw new ConfigurationException("PSDS: alpha-st must be 0 or more and max-efpr above 0, are "
                    + instabilityWeight + " and " + maxFalseAlarmsPerHour);
        }
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new ConfigurationException("PSDS: " + name + " must lie in 0..1, is " + value);
        }
    }
}
