package org.earshot.app.command.read;

import java.util.Locale;
import java.util.Optional;
import org.earshot.schema.SourceLevel;
import org.earshot.streams.framing.RecordJson;

/** How {@code earshot levels} writes a minute: one line each. Times are UTC. */
enum LevelPrint implements RowFormat<SourceLevel> {
    /** Every field of the record, as a JSON object. */
    JSON {
        @Override
        public Optional<String> head() {
            return Optional.empty();
        }

        @Override
        public String line(SourceLevel level) {
            return RecordJson.of(level).toString();
        }
    },
    /** For eyes: columns of fixed width, the free text last so that a long one moves none. */
    TABLE {
        private static final String ROW = "%-16s %7s %7s %7s %7s  %-7s  %s";

        @Override
        public Optional<String> head() {
            return Optional.of(String.format(ROW, "minute (UTC)", "heard s", "LAeq", "L10", "L90", "unit", "source"));
        }

        @Override
        public String line(SourceLevel level) {
            return String.format(
                    ROW,
                    level.getMinuteStart().toString().substring(0, 16).replace('T', ' '),
                    decimal(level.getHeardSeconds()),
                    decimal(level.getLaeqDb()),
                    decimal(level.getL10Db()),
                    decimal(level.getL90Db()),
                    level.getCalibrationDb() == 0 ? "dBFS(A)" : "dB(A)",
                    level.getSourceId());
        }
    },
    /** For spreadsheets and scripts: tab-separated, with the names of the columns first. */
    TSV {
        @Override
        public Optional<String> head() {
            return Optional.of("source\tminute\theard_seconds\tlaeq_db\tl10_db\tl90_db\tcalibration_db");
        }

        @Override
        public String line(SourceLevel level) {
            return String.join(
                    "\t",
                    level.getSourceId(),
                    level.getMinuteStart().toString(),
                    decimal(level.getHeardSeconds()),
                    decimal(level.getLaeqDb()),
                    decimal(level.getL10Db()),
                    decimal(level.getL90Db()),
                    decimal(level.getCalibrationDb()));
        }
    };

    private static String decimal(float value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
