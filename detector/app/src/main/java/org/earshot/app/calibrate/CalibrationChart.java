package org.earshot.app.calibrate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** What it costs to save alarms, drawn: recall lost, or where the model does not say so how far thresholds rise. Stateless. */
public final class CalibrationChart {
    private CalibrationChart() {}

    /** Writes a PNG. */
    public static void write(List<CalibratedSettings.Chosen> all, Path file) throws IOException {
        boolean known = all.stream().anyMatch(chosen -> chosen.calibration().recallIsKnown());
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(560)
                .title("What it costs to save false alarms")
                .xAxisTitle("false alarms saved per "
                        + all.get(0).calibration().most().unit())
                .yAxisTitle(
                        known
                                ? "recall lost, mean of the labels"
                                : "rise of thresholds, mean step (recall lost is not known)")
                .build();
        for (CalibratedSettings.Chosen chosen : all) {
            List<Calibration.Cost> costs = chosen.calibration().costs();
            chart.addSeries(
                    chosen.group().isAll() ? "all sources" : chosen.group().glob(),
                    costs.stream().map(Calibration.Cost::saved).toList(),
                    costs.stream()
                            .map(cost -> known ? cost.recallLost() : cost.step())
                            .toList());
        }
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }
}
