package org.earshot.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes the results of an experiment: {@code NAME.md} with the table, and the figures as PNG. */
public final class ExperimentReport {
    private ExperimentReport() {}

    /**
     * @param remark a line on how it was run
     * @return the Markdown text
     */
    public static String write(Experiment experiment, List<RunResult> results, String remark, Path folder) {
        String text = ResultTable.of(experiment, results) + "Mean and standard deviation over seeds ("
                + ResultTable.seeds(results) + ") and folds. " + remark + "\n";
        try {
            Files.writeString(folder.resolve(experiment.name() + ".md"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        experiment.figures().forEach(figure -> Figures.draw(figure, experiment, results, folder));
        return text;
    }
}
