package org.earshot.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The figures of an experiment. */
final class Figures {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;
    private static final int MAX_CURVES = 12;

    private Figures() {}

    /** Kinds of figures. */
    enum Figure {
        /** Tagging mAP, and frame mAP where events are known, of each variant over its runs. */
        BOX_PLOT,
        /**
         * Learnt alpha_k(f) of the first run of each variant, one line per label; only the most different ones if there
         * are many.
         */
        ALPHA,
        /** Mean frame mAP, or tagging mAP where events are not known, against the number of parameters. */
        PARAMETERS
    }

    /** Draws a figure as {@code NAME-KIND.png}, unless there is nothing to show. */
    static void draw(Figure figure, Experiment experiment, List<RunResult> results, Path folder) {
        if (results.isEmpty()) {
            return;
        }
        switch (figure) {
            case BOX_PLOT -> {
                Path tags = folder.resolve(experiment.name() + "-box.png");
                Path frames = folder.resolve(experiment.name() + "-box-frames.png");
                boxPlot(experiment, results, "tagging mAP", "tagging.map", tags);
                boxPlot(experiment, results, "frame mAP", "frame.map", frames);
            }
            case PARAMETERS -> parameters(experiment, results, folder.resolve(experiment.name() + "-parameters.png"));
            case ALPHA -> {
                for (int v = 0; v < experiment.variants().size(); v++) {
                    String name = experiment.variants().get(v).name();
                    Path file = folder.resolve(experiment.name() + "-alpha-" + (v + 1) + ".png");
                    results.stream()
                            .filter(r -> r.variant().equals(name) && !r.alpha().isEmpty())
                            .findFirst()
                            .ifPresent(r -> alpha(r, file));
                }
            }
        }
    }

    private static void boxPlot(
            Experiment experiment, List<RunResult> results, String title, String measure, Path file) {
        BoxChart chart = new BoxChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(experiment.question())
                .yAxisTitle(title)
                .build();
        boolean filled = false;
        for (Variant variant : experiment.variants()) {
            List<Double> values = values(results, variant, measure);
            if (!values.isEmpty()) {
                chart.addSeries(variant.name(), values);
                filled = true;
            }
        }
        if (filled) {
            save(chart, file);
        }
    }

    private static void parameters(Experiment experiment, List<RunResult> results, Path file) {
        boolean framed = results.stream().anyMatch(r -> r.measures().containsKey("frame.map"));
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(experiment.question())
                .xAxisTitle("parameters")
                .yAxisTitle(framed ? "frame mAP" : "tagging mAP")
                .build();
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        for (Variant variant : experiment.variants()) {
            List<Double> values = values(results, variant, framed ? "frame.map" : "tagging.map");
            if (!values.isEmpty()) {
                double parameters = results.stream()
                        .filter(r -> r.variant().equals(variant.name()))
                        .findFirst()
                        .orElseThrow()
                        .parameters();
                double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
                chart.addSeries(variant.name(), new double[] {parameters}, new double[] {mean});
            }
        }
        save(chart, file);
    }

    private static void alpha(RunResult result, Path file) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Learnt sharpness, " + result.variant())
                .xAxisTitle("mel band")
                .yAxisTitle("alpha")
                .build();
        chart.getStyler().setYAxisDecimalPattern("0.##").setXAxisMin(0.0);
        for (int k : mostUnlike(result.alpha())) {
            float[] row = result.alpha().get(k);
            double[] mels = IntStream.range(0, row.length).asDoubleStream().toArray();
            double[] values =
                    IntStream.range(0, row.length).mapToDouble(f -> row[f]).toArray();
            chart.addSeries(result.labels().get(k), mels, values).setMarker(SeriesMarkers.NONE);
        }
        save(chart, file);
    }

    /** The rows furthest from the mean row, as many as can be distinguished in a figure, in their order. */
    static int[] mostUnlike(List<float[]> rows) {
        double[] mean = new double[rows.get(0).length];
        for (float[] row : rows) {
            for (int f = 0; f < row.length; f++) {
                mean[f] += row[f] / (double) rows.size();
            }
        }
        double[] distance = new double[rows.size()];
        for (int k = 0; k < distance.length; k++) {
            for (int f = 0; f < mean.length; f++) {
                distance[k] += Math.pow(rows.get(k)[f] - mean[f], 2);
            }
        }
        return IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -distance[k]))
                .limit(MAX_CURVES)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    private static List<Double> values(List<RunResult> results, Variant variant, String key) {
        return results.stream()
                .filter(r -> r.variant().equals(variant.name()))
                .map(r -> r.measures().get(key))
                .filter(v -> v != null && !v.isNaN())
                .toList();
    }

    private static void save(Chart<?, ?> chart, Path file) {
        try {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
