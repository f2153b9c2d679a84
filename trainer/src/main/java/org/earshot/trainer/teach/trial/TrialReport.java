package org.earshot.trainer.teach.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.earshot.core.files.WholeFile;
import org.earshot.trainer.eval.report.MarkdownTable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The results of a trial as a table of every run, a table of means over the draws, and a picture. Stateless. */
public final class TrialReport {
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
                    "%s,%d,%d,%.3f,%.3f,%.3f,%.3f,%.3f,%.2f,%.2f,%.3f,%.0f,%.0f%n",
                    r.kind(),
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
        WholeFile.write(
                folder.resolve("trial.csv"),
                csv.toString().replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
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
            row(
                    table,
                    "**mean**",
                    count,
                    results.stream().filter(r -> r.examples() == count).toList());
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

    private static void draw(List<TrialResult> results, Path file) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(500)
                .title("Sounds found at 10 dB in mixtures that nothing was taught from")
                .xAxisTitle("recordings taught from")
                .yAxisTitle("recall")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
        for (String kind : kinds(results)) {
            List<Integer> counts = counts(results).stream()
                    .filter(count -> !of(results, kind, count).isEmpty())
                    .toList();
            List<Double> recalls = counts.stream()
                    .map(count -> mean(of(results, kind, count), TrialResult::recall))
                    .toList();
            chart.addSeries(kind, counts, recalls);
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static List<TrialResult> of(List<TrialResult> results, String kind, int count) {
        return results.stream()
                .filter(r -> r.kind().equals(kind) && r.examples() == count)
                .toList();
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
