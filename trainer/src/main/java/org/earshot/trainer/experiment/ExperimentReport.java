package org.earshot.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.earshot.trainer.data.corpus.DelimitedTable;

/** Writes the results of an experiment: {@code NAME.md} with the tables, {@code NAME.csv} and the figures as PNG. */
public final class ExperimentReport {
    private static final List<String> FIRST_COLUMNS =
            List.of("variant", "seed", "fold", "parameters", "clip_steps", "seconds");

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
            Files.write(folder.resolve(experiment.name() + ".csv"), csv(results));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        experiment.figures().forEach(figure -> Figures.draw(figure, experiment, results, folder));
        return text;
    }

    /** A row per run with all of its measures; empty where a run lacks one. */
    static List<String> csv(List<RunResult> results) {
        Set<String> measures = new TreeSet<>();
        results.forEach(run -> measures.addAll(run.measures().keySet()));
        List<String> rows = new ArrayList<>();
        rows.add(String.join(",", FIRST_COLUMNS) + (measures.isEmpty() ? "" : "," + String.join(",", measures)));
        for (RunResult run : results) {
            StringBuilder row = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%d,%.1f,%.1f",
                    DelimitedTable.written(run.variant()),
                    run.seed(),
                    run.fold(),
                    run.parameters(),
                    run.clipSteps(),
                    run.seconds()));
            for (String measure : measures) {
                Double value = run.measures().get(measure);
                row.append(',').append(value == null || value.isNaN() ? "" : value.toString());
            }
            rows.add(row.toString());
        }
        return rows;
    }
}
