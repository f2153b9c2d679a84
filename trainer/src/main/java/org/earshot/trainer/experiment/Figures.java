package org.earshot.trainer.experiment;

import java.nio.file.Path;
import java.util.List;

/** The figures of an experiment. */
final class Figures {
    private Figures() {}

    /** Kinds of figures. */
    enum Figure {
        /** Tagging mAP, and frame mAP where events are known, of each row over its runs. */
        MEANS,
        /** Learnt alpha_k(f) of each row; only the labels that differ most if there are many. */
        ALPHA,
        /** Mean frame mAP, or tagging mAP where events are not known, against the number of parameters. */
        PARAMETERS
    }

    /** Draws a figure as {@code NAME-KIND.png}, unless there is nothing to show. */
    static void draw(Figure figure, Experiment experiment, List<RunResult> results, Path folder) {
        if (results.isEmpty()) {
            return;
        }
        String name = experiment.name();
        switch (figure) {
            case MEANS -> {
                MeanFigure.draw(experiment, results, "tagging mAP", "tagging.map", folder.resolve(name + "-tags.png"));
                MeanFigure.draw(experiment, results, "frame mAP", "frame.map", folder.resolve(name + "-frames.png"));
            }
            case PARAMETERS -> ParameterFigure.draw(experiment, results, folder.resolve(name + "-parameters.png"));
            case ALPHA -> {
                for (int v = 0; v < experiment.variants().size(); v++) {
                    String variant = experiment.variants().get(v).name();
                    List<RunResult> runs = results.stream()
                            .filter(r ->
                                    r.variant().equals(variant) && !r.alpha().isEmpty())
                            .toList();
                    if (!runs.isEmpty()) {
                        AlphaFigure.draw(runs, folder.resolve(name + "-alpha-" + (v + 1) + ".png"));
                    }
                }
            }
        }
    }
}
