package org.earshot.app.command.read;

import static org.earshot.app.command.read.RecordColumns.decimal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.earshot.schema.SoundEvent;

/** Events, as {@code earshot events} prints them. */
final class EventColumns implements RecordColumns<SoundEvent> {
    private static final String ROW = "%-23s %8s %-7s %5s  %-20s %s";

    @Override
    public SoundEvent empty() {
        return new SoundEvent();
    }

    @Override
    public String sourceOf(SoundEvent event) {
        return event.getSourceId();
    }

    @Override
    public String tableHead() {
        return String.format(ROW, "onset (UTC)", "seconds", "phase", "score", "label", "source");
    }

    @Override
    public String tableRow(SoundEvent event) {
        return String.format(
                ROW,
                event.getOnset()
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", ""),
                decimal(2, Duration.between(event.getOnset(), event.getOffset()).toMillis() / 1e3),
                event.getPhase(),
                decimal(2, event.getScore()),
                event.getLabel(),
                event.getSourceId());
    }

    @Override
    public List<String> names() {
        return List.of("source", "onset", "offset", "label", "score", "phase", "event_id");
    }

    @Override
    public List<String> values(SoundEvent event) {
        return List.of(
                event.getSourceId(),
                event.getOnset().toString(),
                event.getOffset().toString(),
                event.getLabel(),
                decimal(4, event.getScore()),
                event.getPhase().toString(),
                event.getEventId());
    }
}
