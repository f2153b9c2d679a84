package org.earshot.app.command.read;

import static org.earshot.app.command.read.RecordColumns.decimal;

import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.schema.SourceLevel;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code earshot levels}: prints committed sound levels as they are written, one a line. */
@Command(
        name = "levels",
        mixinStandardHelpOptions = true,
        description = "Prints how loud each source was each minute, one a line, only what is committed.")
public final class LevelsCommand implements Callable<Integer> {
    static final RecordColumns<SourceLevel> COLUMNS = new RecordColumns<>(
            new SourceLevel(),
            SourceLevel::getSourceId,
            "%-16s %7s %7s %7s %7s  %-7s  %s",
            List.of("minute (UTC)", "heard s", "LAeq", "L10", "L90", "unit", "source"),
            level -> List.of(
                    level.getMinuteStart().toString().substring(0, 16).replace('T', ' '),
                    decimal(1, level.getHeardSeconds()),
                    decimal(1, level.getLaeqDb()),
                    decimal(1, level.getL10Db()),
                    decimal(1, level.getL90Db()),
                    level.getCalibrationDb() == 0 ? "dBFS(A)" : "dB(A)",
                    level.getSourceId()),
            List.of("source", "minute", "heard_seconds", "laeq_db", "l10_db", "l90_db", "calibration_db"),
            level -> List.of(
                    level.getSourceId(),
                    level.getMinuteStart(),
                    decimal(1, level.getHeardSeconds()),
                    decimal(1, level.getLaeqDb()),
                    decimal(1, level.getL10Db()),
                    decimal(1, level.getL90Db()),
                    decimal(1, level.getCalibrationDb())));

    @Mixin
    private TopicPrinter<SourceLevel> printer = new TopicPrinter<>(COLUMNS, Topics.DEFAULT.levels(), RowFormat.TABLE);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        printer.print(level -> true, spec.commandLine());
        return ExitCodes.OK;
    }
}
