package org.earshot.trainer.experiment;

import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.ConfigurationException;

/**
 * Which rows of which experiments to run, on which clips, and in which order: by seed, then fold, then experiment, so
 * that every table has a first value in each row before any row is repeated.
 *
 * @param experiments of one protocol
 * @param seeds of the repetitions
 * @param folds clips of each hold-out
 */
public record Plan(List<Experiment> experiments, List<Long> seeds, List<ExperimentData> folds) {
    public Plan {
        experiments = List.copyOf(experiments);
        seeds = List.copyOf(seeds);
        folds = List.copyOf(folds);
        commonProtocol(experiments);
    }

    /**
     * The protocol that experiments share.
     *
     * @throws ConfigurationException if they differ, because then they do not use the same clips
     */
    public static Protocol commonProtocol(List<Experiment> experiments) {
        Protocol first = experiments.get(0).protocol();
        for (Experiment other : experiments) {
            if (other.protocol() != first) {
                throw new ConfigurationException(
                        "experiment: " + experiments.get(0).name() + " and " + other.name()
                                + " are measured on different data; run them one after the other");
            }
        }
        return first;
    }

    /** One run of one variant. */
    record Row(Variant variant, Protocol protocol, long seed, ExperimentData data) {}

    /** All rows in the order in which they are run; two may be the same run. */
    List<Row> rows() {
        return rows(experiments);
    }

    /** The rows of one of the experiments. */
    List<Row> rows(Experiment experiment) {
        return rows(List.of(experiment));
    }

    private List<Row> rows(List<Experiment> from) {
        List<Row> rows = new ArrayList<>();
        for (long seed : seeds) {
            for (ExperimentData data : folds) {
                for (Experiment experiment : from) {
                    for (Variant variant : experiment.variants()) {
                        rows.add(new Row(variant, experiment.protocol(), seed, data));
                    }
                }
            }
        }
        return rows;
    }
}
