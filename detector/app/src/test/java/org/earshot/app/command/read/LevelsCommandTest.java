package org.earshot.app.command.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.earshot.schema.SourceLevel;
import org.junit.jupiter.api.Test;

class LevelsCommandTest {
    private static final SourceLevel LEVEL = SourceLevel.newBuilder()
            .setSourceId("yard")
            .setMinuteStart(Instant.parse("2026-03-01T10:05:00Z"))
            .setHeardSeconds(59.968f)
            .setLaeqDb(54.26f)
            .setL10Db(57)
            .setL90Db(-1.04f)
            .setCalibrationDb(94)
            .setBandwidthHz(8_000)
            .setEmittedAt(Instant.parse("2026-03-01T10:06:00Z"))
            .build();

    @Test
    void shouldWriteATableForEyesWithTheUnit() {
        assertThat(RowFormat.TABLE.head(LevelsCommand.COLUMNS).orElseThrow())
                .isEqualTo("minute (UTC)     heard s    LAeq     L10     L90  unit     source");
        assertThat(RowFormat.TABLE.line(LevelsCommand.COLUMNS, LEVEL))
                .isEqualTo("2026-03-01 10:05    60.0    54.3    57.0    -1.0  dB(A)    yard");
        assertThat(RowFormat.TABLE.line(
                        LevelsCommand.COLUMNS,
                        SourceLevel.newBuilder(LEVEL).setCalibrationDb(0).build()))
                .contains("dBFS(A)");
    }

    @Test
    void shouldWriteColumnsForSpreadsheets() {
        assertThat(RowFormat.TSV.head(LevelsCommand.COLUMNS).orElseThrow().split("\t"))
                .hasSameSizeAs(RowFormat.TSV.line(LevelsCommand.COLUMNS, LEVEL).split("\t"));
        assertThat(RowFormat.TSV.line(LevelsCommand.COLUMNS, LEVEL))
                .isEqualTo("yard\t2026-03-01T10:05:00Z\t60.0\t54.3\t57.0\t-1.0\t94.0");
    }

    @Test
    void shouldWriteEveryFieldAsJson() {
        assertThat(RowFormat.JSON.head(LevelsCommand.COLUMNS)).isEmpty();
        assertThat(RowFormat.JSON.line(LevelsCommand.COLUMNS, LEVEL))
                .startsWith(
                        "{\"source_id\":\"yard\",\"minute_start\":\"2026-03-01T10:05:00Z\",\"heard_seconds\":59.968,")
                .contains("\"laeq_db\":54.26", "\"bandwidth_hz\":8000");
    }
}
