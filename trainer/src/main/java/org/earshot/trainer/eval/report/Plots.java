package org.earshot.trainer.eval.report;

import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.DataException;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.score.ConfusionMatrix;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler.LegendPosition;

/** The pictures of a model card, as PNG files. Stateless. */
public final class Plots {
    private static final int CELL = 44;
    private static final int MARGIN = 140;

    private Plots() {}

    /** The confusion matrix as a heat map, in per cent. */
    public static void confusion(ConfusionMatrix matrix, Path file) {
        List<String> rows = new ArrayList<>(matrix.labels());
        rows.add("background");
        int columns = matrix.labels().size();
        Picture picture = new Picture(
                MARGIN + columns * CELL + 30,
                50 + rows.size() * CELL + MARGIN,
                "Reported labels (columns) in clips with each label (rows), % of clips");
        for (int i = 0; i < rows.size(); i++) {
            double y = 50 + i * CELL;
            picture.textBefore(rows.get(i), MARGIN - 8, y + CELL / 2.0);
            for (int j = 0; j < columns; j++) {
                double share = matrix.share()[i][j];
                picture.box(MARGIN + j * CELL, y, CELL - 1, CELL - 1, Picture.shade(share));
                if (share >= 0.005) {
                    picture.textAround(
                            Long.toString(Math.round(100 * share)),
                            MARGIN + (j + 0.5) * CELL,
                            y + CELL / 2.0,
                            share > 0.6 ? Color.WHITE : Picture.INK);
                }
            }
        }
        for (int j = 0; j < columns; j++) {
            picture.textRising(matrix.labels().get(j), MARGIN + (j + 0.6) * CELL, 62 + rows.size() * CELL);
        }
        picture.save(file);
    }

    /** The tags that the decoder compares with the gates, for clips with (blue) and without (grey) each label. */
    public static void scores(ScoredSet set, EventDecoder decoder, List<Thresholds> thresholds, Path file) {
        int labels = set.labels().size();
        int column = 2 * CELL;
        double height = 420;
        Picture picture = new Picture(
                80 + labels * column + 20,
                (int) (50 + height + MARGIN),
                "Tags of clips with (blue) and without (grey) the label, and the gates (red)");
        for (int tenth = 0; tenth <= 10; tenth += 2) {
            double y = 50 + height * (1 - tenth / 10.0);
            picture.line(80, y, 80 + labels * column, y, new Color(0xe3, 0xe7, 0xeb));
            picture.textBefore(tenth == 10 ? "1.0" : "0." + tenth, 72, y);
        }
        for (int k = 0; k < labels; k++) {
            double left = 80 + k * column;
            for (int c = 0; c < set.size(); c++) {
                boolean heard = set.tags().get(c)[k];
                // A fixed offset by the index of the clip keeps points apart.
                double x = left + column * ((heard ? 0.52 : 0.08) + (c * 0.618_034) % 1 * 0.4);
                double y = 50 + height * (1 - decoder.clipTag(set.scores().get(c), k));
                picture.dot(x, y, heard ? Picture.LOUD : Picture.QUIET);
            }
            double gate = 50 + height * (1 - thresholds.get(k).gate());
            picture.line(left + 2, gate, left + column - 2, gate, Picture.MARK);
            picture.textRising(set.labels().get(k), left + column * 0.6, 62 + height);
        }
        picture.save(file);
    }

    /** Validation mAP over clip-steps from a training log with the columns clip_steps and validation_map. */
    public static void validation(Path log, Path file) {
        List<Double> steps = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        try {
            // The last line may be torn where the power failed.
            String text = Files.readString(log);
            List<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            List<String> columns =
                    lines.isEmpty() ? List.of() : Arrays.asList(lines.get(0).split(","));
            int step = columns.indexOf("clip_steps");
            int map = columns.indexOf("validation_map");
            if (step < 0 || map < 0) {
                throw new DataException(log + ": must have the columns clip_steps and validation_map");
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
            throw new DataException(log + ": not a training log: " + e.getMessage());
        }
        if (steps.isEmpty()) {
            throw new DataException(log + ": has no validation");
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
        chart.addSeries("mAP", steps, values).setMarkerColor(Picture.LOUD).setLineColor(Picture.LOUD);
        save(chart, file);
    }

    /**
     * Recall over false alarms per hour, with a line for each label.
     *
     * @param curves for each label pairs of alarms per hour and recall
     */
    public static void curves(Map<?, ?> curves, Path file) {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(560)
                .title("Event recall over false alarms, for varying gates")
                .xAxisTitle("false alarms per hour of the label (0.1 or fewer)")
                .yAxisTitle("event recall")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setMarkerSize(3);
        curves.forEach((label, value) -> {
            List<Double> alarms = new ArrayList<>();
            List<Double> recall = new ArrayList<>();
            if (value instanceof List<?> points) {
                for (Object point : points) {
                    if (point instanceof List<?> pair
                            && pair.size() == 2
                            && pair.get(0) instanceof Number x
                            && pair.get(1) instanceof Number y) {
                        alarms.add(Math.max(0.1, x.doubleValue()));
                        recall.add(y.doubleValue());
                    }
                }
            }
            if (!alarms.isEmpty()) {
                chart.addSeries(String.valueOf(label), alarms, recall);
            }
        });
        save(chart, file);
    }

    private static void save(Chart<?, ?> chart, Path file) {
        try {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
