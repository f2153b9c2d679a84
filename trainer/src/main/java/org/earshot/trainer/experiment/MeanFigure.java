package org.earshot.trainer.experiment;

import java.awt.BasicStroke;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.trainer.eval.report.Sheet;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A measure of each row of a table: the value of every run, and their mean with the standard deviation as bars. */
final class MeanFigure {
    private static final Color[] COLOURS = {
        Sheet.BLUE, Sheet.ORANGE, Sheet.GREEN, Sheet.PURPLE, Sheet.SKY, Sheet.VERMILION
    };
    private static final Marker[] MARKERS = {
        SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.TRIANGLE_UP, SeriesMarkers.TRIANGLE_DOWN
    };

    private MeanFigure() {}

    /** Draws nothing if no run has the measure. */
    static void draw(Experiment experiment, List<RunResult> results, String title, String measure, Path file) {
        List<RunResult> measured = results.stream()
                .filter(r -> Double.isFinite(r.measures().getOrDefault(measure, Double.NaN)))
                .toList();
        List<String> rows = experiment.variants().stream()
                .map(Variant::name)
                .filter(name -> measured.stream().anyMatch(r -> r.variant().equals(name)))
                .toList();
        if (rows.isEmpty()) {
            return;
        }
        CategoryChart chart = new CategoryChartBuilder()
                .width(Sheet.WIDTH)
                .height(Sheet.HEIGHT)
                .title(experiment.question())
                .yAxisTitle(title)
                .build();
        Sheet.style(chart.getStyler(), 18);
        chart.getStyler().setYAxisDecimalPattern("0.00").setPlotGridVerticalLinesVisible(false);
        if (rows.size() > 5) {
            chart.getStyler().setXAxisLabelRotation(30);
        }
        chart.getStyler().setOverlapped(true).setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        List<String> repetitions =
                measured.stream().map(MeanFigure::repetition).distinct().toList();
        for (int i = 0; i < repetitions.size(); i++) {
            String repetition = repetitions.get(i);
            CategorySeries series = chart.addSeries(
                    repetition,
                    rows,
                    rows.stream()
                            .map(row -> value(measured, row, repetition, measure))
                            .toList());
            series.setMarker(MARKERS[i % MARKERS.length]).setMarkerColor(COLOURS[i % COLOURS.length]);
        }
        List<Double> means = new ArrayList<>();
        List<Double> deviations = new ArrayList<>();
        for (String row : rows) {
            Spread spread = ResultTable.spread(
                    measured.stream().filter(r -> r.variant().equals(row)).toList(), measure);
            means.add(spread.mean());
            deviations.add(spread.hasInterval() ? spread.deviation() : 0);
        }
        chart.addSeries("mean ± deviation", rows, means, deviations)
                .setMarker(SeriesMarkers.DIAMOND)
                .setMarkerColor(Sheet.BLACK)
                .setLineStyle(new BasicStroke(2));
        Sheet.save(chart, file);
    }

    private static String repetition(RunResult run) {
        return "seed " + run.seed() + (run.fold() == 0 ? "" : ", fold " + run.fold());
    }

    private static Double value(List<RunResult> results, String row, String repetition, String measure) {
        return results.stream()
                .filter(r -> r.variant().equals(row) && repetition(r).equals(repetition))
                .map(r -> r.measures().get(measure))
                .findFirst()
                .orElse(Double.NaN);
    }
}
