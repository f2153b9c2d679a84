package org.earshot.app.command.read;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.framing.RecordJson;

/** How {@code earshot events} writes an event record: one line each. Times are UTC. */
enum EventPrint implements RowFormat<SoundEvent> {
    /** Every field of the record, as a JSON object. */
    JSON {
        @Override
        public Optional<String> head() {
            return Optional.empty();
        }

        @Override
        public String line(SoundEvent event) {
            return RecordJson.of(event).toString();
        }
    },
    /** For eyes: columns of fixed width, the free texts last so that a long one moves none. */
    TABLE {
        private static final String ROW = "%-23s %8s %-7s %5s  %-20s %s";

        @Override
        public Optional<String> head() {
            return Optional.of(String.format(ROW, "onset (UTC)", "seconds", "phase", "score", "label", "source"));
        }

        @Override
        public String line(SoundEvent event) {
            return String.format(
                    Locale.ROOT,
                    ROW,
                    event.getOnset()
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString()
                            .replace('T', ' ')
                            .replace("Z", ""),
                    String.format(Locale.ROOT, "%.2f", seconds(event)),
                    event.getPhase(),
                    String.format(Locale.ROOT, "%.2f", event.getScore()),
                    event.getLabel(),
                    event.getSourceId());
        }
    },
    /** For spreadsheets and scripts: tab-separated, with the names of the columns first. */
    TSV {
        @Override
        public Optional<String> head() {
            return Optional.of("source\tonset\toffset\tlabel\tscore\tphase\tevent_id");
        }

        @Override
        public String line(SoundEvent event) {
            return String.join(
                    "\t",
                    event.getSourceId(),
                    event.getOnset().toString(),
                    event.getOffset().toString(),
                    event.getLabel(),
                    String.format(Locale.ROOT, "%.4f", event.getScore()),
                    event.getPhase().toString(),
                    event.getEventId());
        }
    };

    private static double seconds(SoundEvent event) {
        return Duration.between(event.getOnset(), event.getOffset()).toMillis() / 1e3;
    }
}
