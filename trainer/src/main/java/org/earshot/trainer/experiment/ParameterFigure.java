package org.earshot.trainer.experiment;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.earshot.trainer.eval.report.Sheet;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Mean frame mAP, or tagging mAP where events are not known, with its standard deviation against the number of learnt
 * values on a logarithmic axis. A shape stands for the blocks, a colour for the pooling. Rows of the same size are drawn
 * side by side.
 */
final class ParameterFigure {
    private static final Map<String, Marker> SHAPES = Map.of(
            "VGG", SeriesMarkers.SQUARE,
            "DDC", SeriesMarkers.CIRCLE,
            "Attention", SeriesMarkers.DIAMOND,
            "TALNet", SeriesMarkers.TRIANGLE_UP);
    private static final Map<String, Color> COLOURS = Map.of(
            "GMP", Sheet.PURPLE,
            "GAP", Sheet.SKY,
            "GWRP", Sheet.ORANGE,
            "AP", Sheet.GREEN,
            "FAP", Sheet.BLUE,
            "Attention", Sheet.VERMILION,
            "TALNet", Sheet.PURPLE);
    /** Distance of rows of the same size, in powers of two. */
    private static final double ASIDE = 0.06;

    private ParameterFigure() {}

    static void draw(Experiment experiment, List<RunResult> results, Path file) {
        boolean framed = results.stream().anyMatch(r -> r.measures().containsKey("frame.map"));
        String measure = framed ? "frame.map" : "tagging.map";
        XYChart chart = new XYChartBuilder()
                .width(Sheet.WIDTH)
                .height(Sheet.HEIGHT)
                .title(experiment.question())
                .xAxisTitle("learnt values in thousands")
                .yAxisTitle(framed ? "frame mAP" : "tagging mAP")
                .build();
        Sheet.style(chart.getStyler(), 18);
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        chart.getStyler()
                .setXAxisTickLabelsFormattingFunction(power -> String.valueOf(Math.round(Math.pow(2, power))))
                // Wide enough for whole powers of two only.
                .setXAxisTickMarkSpacingHint(150)
                .setYAxisDecimalPattern("0.00")
                .setErrorBarsColorSeriesColor(true);
        boolean filled = false;
        for (int i = 0; i < experiment.variants().size(); i++) {
            String row = experiment.variants().get(i).name();
            List<RunResult> runs =
                    results.stream().filter(r -> r.variant().equals(row)).toList();
            Spread spread = ResultTable.spread(runs, measure);
            if (spread.count() > 0) {
                double power = Math.log(runs.get(0).parameters() / 1000.0) / Math.log(2) + ASIDE * (i % 3 - 1);
                point(chart, row, power, spread);
                filled = true;
            }
        }
        if (filled) {
            Sheet.save(chart, file);
        }
    }

    private static void point(XYChart chart, String row, double power, Spread spread) {
        double deviation = spread.hasInterval() ? spread.deviation() : 0;
        String[] parts = row.split("-", 2);
        Color colour = COLOURS.getOrDefault(parts[parts.length - 1], Sheet.BLACK);
        chart.addSeries(row, new double[] {power}, new double[] {spread.mean()}, new double[] {deviation})
                .setMarker(SHAPES.getOrDefault(parts[0], SeriesMarkers.DIAMOND))
                .setMarkerColor(colour)
                .setLineColor(colour);
    }
}
