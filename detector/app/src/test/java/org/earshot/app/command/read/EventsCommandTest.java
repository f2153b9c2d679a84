package org.earshot.app.command.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EventsCommandTest {
    private static final SoundEvent EVENT = event();

    private static SoundEvent event() {
        SoundEvent event = new SoundEvent();
        event.setEventId("e1");
        event.setPhase(EventPhase.ENDED);
        event.setSourceId("yard");
        event.setLabel("dog");
        event.setOnset(Instant.parse("2026-03-01T10:05:00.123456Z"));
        event.setOffset(Instant.parse("2026-03-01T10:05:02.623456Z"));
        event.setScore(0.97127f);
        return event;
    }

    @Test
    void shouldWriteATableForEyesWithTheFreeTextsLast() {
        assertThat(RowFormat.TABLE.head(EventsCommand.COLUMNS).orElseThrow())
                .isEqualTo("onset (UTC)              seconds phase   score  label                source");
        assertThat(RowFormat.TABLE.line(EventsCommand.COLUMNS, EVENT))
                .isEqualTo("2026-03-01 10:05:00.123     2.50 ENDED    0.97  dog                  yard");
    }

    @Test
    void shouldWriteColumnsForSpreadsheets() {
        assertThat(RowFormat.TSV.head(EventsCommand.COLUMNS).orElseThrow())
                .isEqualTo("source\tonset\toffset\tlabel\tscore\tphase\tevent_id");
        assertThat(RowFormat.TSV.line(EventsCommand.COLUMNS, EVENT))
                .isEqualTo("yard\t2026-03-01T10:05:00.123456Z\t2026-03-01T10:05:02.623456Z\tdog\t0.9713\tENDED\te1");
    }

    @Test
    void shouldNameTheDefaultsOfEachCommandInItsHelp() {
        assertThat(new CommandLine(new EventsCommand()).getUsageMessage())
                .contains("Topic to read. Default: earshot.events.", "table or tsv. Default: json.");
        assertThat(new CommandLine(new LevelsCommand()).getUsageMessage())
                .contains("Topic to read. Default: earshot.levels.", "table or tsv. Default: table.");
    }
}
