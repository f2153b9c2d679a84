package org.earshot.trainer.train.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the progress of a run: loss, prior entropy and validation mAP over clip-steps. */
public final class TrainingCurve {
    private TrainingCurve() {}

    /** Writes a PNG, unless there was no validation yet. */
    public static void draw(List<TrainingLog.Row> rows, Path file) {
        List<TrainingLog.Row> validated =
                rows.stream().filter(row -> !Double.isNaN(row.validationMap())).toList();
        if (validated.isEmpty()) {
            return;
        }
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(500)
                .title("Training")
                .xAxisTitle("clip-steps")
                .build();
        chart.getStyler().setYAxisMin(0.0);
        double[] clipSteps =
                rows.stream().mapToDouble(TrainingLog.Row::clipSteps).toArray();
        chart.addSeries(
                        "loss",
                        clipSteps,
                        rows.stream().mapToDouble(TrainingLog.Row::loss).toArray())
                .setMarker(SeriesMarkers.NONE);
        chart.addSeries(
                        "prior entropy",
                        clipSteps,
                        rows.stream().mapToDouble(TrainingLog.Row::priorEntropy).toArray())
                .setMarker(SeriesMarkers.NONE);
        chart.addSeries(
                "validation mAP",
                validated.stream().mapToDouble(TrainingLog.Row::clipSteps).toArray(),
                validated.stream().mapToDouble(TrainingLog.Row::validationMap).toArray());
        try {
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
