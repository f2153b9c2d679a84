package org.earshot.app.command.read;

import static org.earshot.app.command.read.RecordColumns.decimal;

import java.util.List;
import org.earshot.schema.SourceLevel;

/** Minutes of sound level, as {@code earshot levels} prints them. */
final class LevelColumns implements RecordColumns<SourceLevel> {
    private static final String ROW = "%-16s %7s %7s %7s %7s  %-7s  %s";

    @Override
    public SourceLevel empty() {
        return new SourceLevel();
    }

    @Override
    public String sourceOf(SourceLevel level) {
        return level.getSourceId();
    }

    @Override
    public String tableHead() {
        return String.format(ROW, "minute (UTC)", "heard s", "LAeq", "L10", "L90", "unit", "source");
    }

    @Override
    public String tableRow(SourceLevel level) {
        return String.format(
                ROW,
                level.getMinuteStart().toString().substring(0, 16).replace('T', ' '),
                decimal(1, level.getHeardSeconds()),
                decimal(1, level.getLaeqDb()),
                decimal(1, level.getL10Db()),
                decimal(1, level.getL90Db()),
                level.getCalibrationDb() == 0 ? "dBFS(A)" : "dB(A)",
                level.getSourceId());
    }

    @Override
    public List<String> names() {
        return List.of("source", "minute", "heard_seconds", "laeq_db", "l10_db", "l90_db", "calibration_db");
    }

    @Override
    public List<String> values(SourceLevel level) {
        return List.of(
                level.getSourceId(),
                level.getMinuteStart().toString(),
                decimal(1, level.getHeardSeconds()),
                decimal(1, level.getLaeqDb()),
                decimal(1, level.getL10Db()),
                decimal(1, level.getL90Db()),
                decimal(1, level.getCalibrationDb()));
    }
}
