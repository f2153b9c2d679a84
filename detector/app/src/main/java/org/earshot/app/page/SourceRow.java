package org.earshot.app.page;

import java.util.Comparator;
import java.util.List;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;

/** What the page shows of a source; less than its record, since a fleet has many. Times in milliseconds since 1970 UTC. */
record SourceRow(
        String id,
        SourceState state,
        long lastChunkMs,
        int rateHz,
        boolean bandLimited,
        float levelDbfs,
        long gaps,
        long late,
        long clockSkewMs) {
    /** What needs a look comes first. */
    private static final List<SourceState> BY_NEED = List.of(
            SourceState.CLIPPED,
            SourceState.SILENT,
            SourceState.STALE,
            SourceState.HEALTHY,
            SourceState.ENDED,
            SourceState.UNKNOWN);

    static final Comparator<SourceRow> ORDER = Comparator.<SourceRow>comparingInt(row -> BY_NEED.indexOf(row.state))
            .thenComparing(SourceRow::id);

    static SourceRow of(SourceStatus status) {
        return new SourceRow(
                status.getSourceId(),
                status.getState(),
                status.getLastChunkAt().toEpochMilli(),
                status.getSampleRateHz(),
                status.getBandLimited(),
                status.getLevelDbfs(),
                status.getGaps(),
                status.getLate(),
                status.getClockSkewMs());
    }
}
