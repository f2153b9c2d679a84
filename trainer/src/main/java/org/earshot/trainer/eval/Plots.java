package org.earshot.trainer.eval;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.earshot.detector.model.DataException;
import org.earshot.detector.model.Thresholds;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The pictures of a model card, as PNG files. Stateless. */
public final class Plots {
    private static final Color QUIET = new Color(0x9a, 0xa5, 0xb1);
    private static final Color LOUD = new Color(0x1f, 0x6f, 0xb2);
    private static final Color MARK = new Color(0xc0, 0x39, 0x2b);

    private Plots() {}

    /** The confusion matrix as a heat map, in per cent. */
    public static void confusion(ConfusionMatrix matrix, Path file) {
        List<String> rows = new ArrayList<>(matrix.labels());
        rows.add("background");
        List<Number[]> cells = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < matrix.labels().size(); j++) {
                double share = matrix.share()[i][j];
                cells.add(new Number[] {j, rows.size() - 1 - i, Double.isNaN(share) ? 0 : Math.round(100 * share)});
            }
        }
        List<String> fromBelow = new ArrayList<>();
        for (int i = rows.size() - 1; i >= 0; i--) {
            fromBelow.add(rows.get(i));
        }
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(1100)
                .height(900)
                .title("Taken for (columns) where heard (rows), % of clips")
                .build();
        chart.getStyler().setRangeColors(new Color[] {Color.WHITE, LOUD});
        chart.getStyler().setMin(0).setMax(100).setShowValue(true).setXAxisLabelRotation(60);
        chart.getStyler().setHeatMapDecimalValueFormatter(value -> value < 1 ? "" : Long.toString(Math.round(value)));
        chart.addSeries("share", matrix.labels(), fromBelow, cells);
        save(chart, file);
    }

    /** The tags of clips with and without each label, and the gates. */
    public static void scores(ScoredSet set, List<Thresholds> thresholds, Path file) {
        List<Double> withoutX = new ArrayList<>();
        List<Double> without = new ArrayList<>();
        List<Double> withX = new ArrayList<>();
        List<Double> with = new ArrayList<>();
        for (int c = 0; c < set.size(); c++) {
            // A fixed spread by the clip's number keeps points from lying on each other.
            double spread = (c * 0.618_034) % 1 * 0.3;
            for (int k = 0; k < set.labels().size(); k++) {
                boolean heard = set.tags().get(c)[k];
                (heard ? withX : withoutX).add(k + (heard ? 0.05 : -0.35) + spread);
                (heard ? with : without).add((double) set.scores().get(c).tags()[k]);
            }
        }
        XYChart chart = new XYChartBuilder()
                .width(1300)
                .height(600)
                .title("Tags of clips with and without the label")
                .yAxisTitle("tag")
                .build();
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(1.0);
        chart.getStyler().setMarkerSize(4);
        chart.getStyler()
                .setXAxisMin(-0.5)
                .setXAxisMax(set.labels().size() - 0.5)
                .setXAxisLabelRotation(45);
        scatter(chart, "without", withoutX, without, QUIET);
        scatter(chart, "with", withX, with, LOUD);
        for (int k = 0; k < set.labels().size(); k++) {
            double gate = thresholds.get(k).gate();
            chart.addSeries("gate " + set.labels().get(k), new double[] {k - 0.45, k + 0.45}, new double[] {gate, gate})
                    .setXYSeriesRenderStyle(XYSeriesRenderStyle.Line)
                    .setMarker(SeriesMarkers.NONE)
                    .setLineColor(MARK)
                    .setShowInLegend(false);
        }
        chart.setCustomXAxisTickLabelsFormatter(x -> {
            int k = (int) Math.round(x);
            return Math.abs(x - k) < 1e-6 && k >= 0 && k < set.labels().size()
                    ? set.labels().get(k)
                    : "";
        });
        chart.getStyler().setXAxisMaxLabelCount(set.labels().size() + 1);
        save(chart, file);
    }

    /** Validation mAP over clip-steps from a training log with the columns clip_steps and validation_map. */
    public static void validation(Path log, Path file) {
        List<Double> steps = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> columns =
                    lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(","));
            int step = columns.indexOf("clip_steps");
            int map = columns.indexOf("validation_map");
            if (step < 0 || map < 0) {
                throw new DataException(log + ": needs the columns clip_steps and validation_map");
            }
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                if (!cells[map].isEmpty()) {
                    steps.add(Double.parseDouble(cells[step]));
                    values.add(Double.parseDouble(cells[map]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new DataException(log + ": no training log: " + e.getMessage());
        }
        if (steps.isEmpty()) {
            throw new DataException(log + ": holds no validation");
        }
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(450)
                .title("Validation")
                .xAxisTitle("clip-steps")
                .yAxisTitle("mAP")
                .build();
        chart.getStyler().setLegendVisible(false).setLegendPosition(LegendPosition.InsideSE);
        chart.getStyler().setYAxisMin(0.0);
        chart.addSeries("mAP", steps, values).setMarkerColor(LOUD).setLineColor(LOUD);
        save(chart, file);
    }

    private static void scatter(XYChart chart, String name, List<Double> x, List<Double> y, Color colour) {
        if (!x.isEmpty()) {
            chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour);
        }
    }

    private static void save(Chart<?, ?> chart, Path file) {
        try {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
