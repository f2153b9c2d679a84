package org.earshot.trainer.experiment;

import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.earshot.trainer.eval.report.Sheet;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Learnt alpha_k(f), one small chart per label on the same axes: the curve of each run in blue, and in grey the mean
 * over all labels and runs to compare it with.
 */
final class AlphaFigure {
    private static final int MAX_LABELS = 16;
    private static final int COLUMNS = 4;
    private static final int HEIGHT = 210;
    private static final Color OTHERS = new Color(0x99, 0x99, 0x99);

    private AlphaFigure() {}

    /** @param runs of one variant, each with alpha for the same labels */
    static void draw(List<RunResult> runs, Path file) {
        List<String> labels = runs.get(0).labels();
        List<double[]> means =
                IntStream.range(0, labels.size()).mapToObj(k -> mean(runs, k)).toList();
        double[] overall = mean(means);
        double top = runs.stream()
                .flatMap(run -> run.alpha().stream())
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(f -> row[f]))
                .max()
                .orElseThrow();
        List<XYChart> charts = new ArrayList<>();
        for (int k : mostUnlike(means)) {
            XYChart chart = new XYChartBuilder()
                    .width(Sheet.WIDTH / COLUMNS)
                    .height(HEIGHT)
                    .title(labels.get(k))
                    .xAxisTitle("mel band")
                    .yAxisTitle("alpha")
                    .build();
            Sheet.style(chart.getStyler(), 13);
            chart.getStyler()
                    .setYAxisMin(0.0)
                    .setYAxisMax(Math.max(Math.ceil(top), 1))
                    .setXAxisMin(0.0)
                    .setXAxisMax((double) overall.length)
                    .setYAxisDecimalPattern("0.#")
                    // Every second of the marks, which are 6 bands apart: more numbers would run into each other.
                    .setXAxisTickLabelsFormattingFunction(
                            band -> band % 12 == 0 ? String.valueOf(Math.round(band)) : "")
                    .setYAxisTickMarkSpacingHint(28);
            chart.getStyler().setLegendVisible(false);
            line(chart, "mean of all", overall, OTHERS, 2.5f);
            for (RunResult run : runs) {
                String name = "seed " + run.seed() + ", fold " + run.fold();
                line(chart, name, doubles(run.alpha().get(k)), Sheet.BLUE, 1.5f);
            }
            charts.add(chart);
        }
        Sheet.save(charts, COLUMNS, HEIGHT, file);
    }

    /** The rows furthest from the mean row, as many as fit on a page, in their order. */
    static int[] mostUnlike(List<double[]> rows) {
        double[] mean = mean(rows);
        double[] distance = new double[rows.size()];
        for (int k = 0; k < distance.length; k++) {
            for (int f = 0; f < mean.length; f++) {
                distance[k] += Math.pow(rows.get(k)[f] - mean[f], 2);
            }
        }
        return IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -distance[k]))
                .limit(MAX_LABELS)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private static double[] mean(List<RunResult> runs, int label) {
        return mean(runs.stream().map(run -> doubles(run.alpha().get(label))).toList());
    }

    private static double[] mean(List<double[]> rows) {
        double[] mean = new double[rows.get(0).length];
        for (double[] row : rows) {
            for (int f = 0; f < mean.length; f++) {
                mean[f] += row[f] / rows.size();
            }
        }
        return mean;
    }

    private static double[] doubles(float[] row) {
        return IntStream.range(0, row.length).mapToDouble(f -> row[f]).toArray();
    }

    private static void line(XYChart chart, String name, double[] values, Color colour, float width) {
        double[] mels = IntStream.range(0, values.length).asDoubleStream().toArray();
        chart.addSeries(name, mels, values)
                .setMarker(SeriesMarkers.NONE)
                .setLineColor(colour)
                .setLineStyle(new BasicStroke(width));
    }
}
