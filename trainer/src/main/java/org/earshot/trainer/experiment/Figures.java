package org.earshot.trainer.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.BoxChart;
import org.knowm.xchart.BoxChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of an experiment. */
final class Figures {
    private static final int WIDTH = 1000;
    private static final int HEIGHT = 600;

    private Figures() {}

    /** Kinds of pictures. */
    enum Figure {
        /** Tagging mAP of each variant over its runs. */
        BOX_PLOT,
        /** Learnt alpha_k(f) of the first run of each variant, a line per label. */
        ALPHA,
        /** Mean frame mAP, or tagging mAP where events are not known, against the number of parameters. */
        PARAMETERS
    }

    /** Draws a picture as {@code NAME-KIND.png}; a picture without anything to show is left out. */
    static void draw(Figure figure, Experiment experiment, List<RunResult> results, Path folder) {
        if (results.isEmpty()) {
            return;
        }
        switch (figure) {
            case BOX_PLOT -> boxPlot(experiment, results, folder.resolve(experiment.name() + "-box.png"));
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

    private static void boxPlot(Experiment experiment, List<RunResult> results, Path file) {
        BoxChart chart = new BoxChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(experiment.question())
                .yAxisTitle("tagging mAP")
                .build();
        for (Variant variant : experiment.variants()) {
            List<Double> values = values(results, variant, "tagging.map");
            if (!values.isEmpty()) {
                chart.addSeries(variant.name(), values);
            }
        }
        save(chart, file);
    }

    private static void parameters(Experiment experiment, List<RunResult> results, Path file) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(experiment.question())
                .xAxisTitle("parameters")
                .yAxisTitle("mAP")
                .build();
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        boolean framed = results.stream().anyMatch(r -> r.measures().containsKey("frame.map"));
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
        for (int k = 0; k < result.labels().size(); k++) {
            float[] row = result.alpha().get(k);
            double[] mels = new double[row.length];
            double[] values = new double[row.length];
            for (int f = 0; f < row.length; f++) {
                mels[f] = f;
                values[f] = row[f];
            }
            chart.addSeries(result.labels().get(k), mels, values).setMarker(SeriesMarkers.NONE);
        }
        save(chart, file);
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
