package org.earshot.trainer.teach.trial;

import java.awt.Color;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.earshot.core.files.WholeFile;
import org.earshot.trainer.data.corpus.DelimitedTable;
import org.earshot.trainer.eval.report.MarkdownTable;
import org.earshot.trainer.eval.report.Sheet;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The results of a trial as a table of every run, a table of means over the draws, and a picture. Stateless. */
public final class TrialReport {
    private static final int TEXT_SIZE = 16;
    private static final float MEAN_WIDTH = 4;
    private static final Color[] COLOURS = {
        Sheet.ORANGE, Sheet.SKY, Sheet.GREEN, Sheet.BLUE, Sheet.VERMILION, Sheet.PURPLE
    };

    private TrialReport() {}

    /**
     * Writes {@code trial.csv}, {@code trial.md} and {@code trial.png}.
     *
     * @return the Markdown
     */
    public static String write(List<TrialResult> results, Path folder) throws IOException {
        StringBuilder csv = new StringBuilder("kind,recordings,draw,tag_ap,recall,recall_louder,event_recall,event_f1,"
                + "alarms_per_hour,alarms_per_hour_distractors,expected_recall,seconds,cpu_seconds\n");
        for (TrialResult r : results) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%.3f,%.3f,%.3f,%.3f,%.3f,%.2f,%.2f,%.3f,%.0f,%.0f\n",
                    DelimitedTable.written(r.kind()),
                    r.examples(),
                    r.draw(),
                    r.averagePrecision(),
                    r.recall(),
                    r.recallLouder(),
                    r.eventRecall(),
                    r.eventF1(),
                    r.backgroundAlarms(),
                    r.distractorAlarms(),
                    r.expectedRecall(),
                    r.seconds(),
                    r.cpuSeconds()));
        }
        String text = markdown(results);
        WholeFile.write(folder.resolve("trial.csv"), csv.toString().getBytes(StandardCharsets.UTF_8));
        WholeFile.write(folder.resolve("trial.md"), text.getBytes(StandardCharsets.UTF_8));
        draw(results, folder.resolve("trial.png"));
        return text;
    }

    private static String markdown(List<TrialResult> results) {
        MarkdownTable table = new MarkdownTable(
                "sound",
                "recordings",
                "draws",
                "tag AP",
                "recall",
                "recall at 20 dB",
                "event F1",
                "alarms an hour",
                "with other sounds",
                "the card's recall");
        for (int count : counts(results)) {
            for (String kind : kinds(results)) {
                row(table, kind, count, of(results, kind, count));
            }
            row(table, "**mean**", count, ofAll(results, count));
        }
        return table.toString();
    }

    private static void row(MarkdownTable table, String name, int count, List<TrialResult> some) {
        table.row(
                name,
                count,
                some.stream().map(TrialResult::draw).distinct().count(),
                MarkdownTable.number(mean(some, TrialResult::averagePrecision)),
                MarkdownTable.number(mean(some, TrialResult::recall)),
                MarkdownTable.number(mean(some, TrialResult::recallLouder)),
                MarkdownTable.number(mean(some, TrialResult::eventF1)),
                MarkdownTable.number(mean(some, TrialResult::backgroundAlarms)),
                MarkdownTable.number(mean(some, TrialResult::distractorAlarms)),
                MarkdownTable.number(mean(some, TrialResult::expectedRecall)));
    }

    /** A line a kind and one for their mean, each number of recordings as a step of its own. */
    private static void draw(List<TrialResult> results, Path file) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(Sheet.WIDTH)
                .height(Sheet.HEIGHT)
                .title("Sounds found at 10 dB in mixtures that nothing was taught from")
                .xAxisTitle("recordings taught from")
                .yAxisTitle("recall")
                .build();
        CategoryStyler style = chart.getStyler();
        Sheet.style(style, TEXT_SIZE);
        style.setLegendPosition(LegendPosition.OutsideE);
        style.setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Line);
        style.setYAxisMin(0.0).setYAxisMax(1.0);
        style.setOverlapped(true);
        style.setSeriesColors(COLOURS);
        for (String kind : kinds(results)) {
            addLine(chart, kind, results, count -> of(results, kind, count));
        }
        CategorySeries mean = addLine(chart, "mean", results, count -> ofAll(results, count));
        mean.setMarkerColor(Sheet.BLACK);
        mean.setLineColor(Sheet.BLACK).setLineWidth(MEAN_WIDTH);
        Sheet.save(chart, file);
    }

    private static CategorySeries addLine(
            CategoryChart chart, String name, List<TrialResult> results, IntFunction<List<TrialResult>> some) {
        List<String> steps = new ArrayList<>();
        List<Double> recalls = new ArrayList<>();
        for (int count : counts(results)) {
            steps.add(Integer.toString(count));
            // A kind with fewer recordings than others has no value there.
            recalls.add(some.apply(count).isEmpty() ? null : mean(some.apply(count), TrialResult::recall));
        }
        return chart.addSeries(name, steps, recalls);
    }

    private static List<TrialResult> of(List<TrialResult> results, String kind, int count) {
        return results.stream()
                .filter(r -> r.kind().equals(kind) && r.examples() == count)
                .toList();
    }

    /** Of all kinds; empty if one has too few recordings: the mean of the others could not be compared with the rest. */
    private static List<TrialResult> ofAll(List<TrialResult> results, int count) {
        List<TrialResult> all =
                results.stream().filter(r -> r.examples() == count).toList();
        return kinds(all).equals(kinds(results)) ? all : List.of();
    }

    private static List<Integer> counts(List<TrialResult> results) {
        return results.stream().map(TrialResult::examples).distinct().sorted().toList();
    }

    private static List<String> kinds(List<TrialResult> results) {
        Stream<String> kinds = results.stream().map(TrialResult::kind);
        return kinds.distinct().sorted().toList();
    }

    private static double mean(List<TrialResult> some, ToDoubleFunction<TrialResult> value) {
        return some.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
