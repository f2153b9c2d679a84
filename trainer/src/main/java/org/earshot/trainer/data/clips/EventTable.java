package org.earshot.trainer.data.clips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.corpus.DelimitedTable;

/** Reads tables of events with the columns filename, onset, offset and event_label. */
public final class EventTable {
    private EventTable() {}

    /**
     * Events by file name, in the order of the rows. A row without onset, offset and label means that the clip has no
     * event; the clip is then included with an empty list.
     *
     * @throws DataException naming the row of a time that cannot be, or of one without a label
     */
    public static Map<String, List<ClipEvent>> read(Path file) {
        return read(file, (where, clip, event) -> {});
    }

    /** Checks an event. */
    interface Check {
        /** @param where file, row and clip, for messages */
        void accept(String where, String clip, ClipEvent event);
    }

    /** The same, with a check of each event. */
    static Map<String, List<ClipEvent>> read(Path file, Check check) {
        DelimitedTable table = DelimitedTable.withHeader(file);
        int filename = table.column("filename");
        int onset = table.column("onset");
        int offset = table.column("offset");
        int label = table.column("event_label");
        Map<String, List<ClipEvent>> events = new LinkedHashMap<>();
        for (int row = 0; row < table.size(); row++) {
            String name = table.cell(row, filename);
            List<ClipEvent> clip = events.computeIfAbsent(name, key -> new ArrayList<>());
            String where = file + ": row " + (row + 1) + ": " + name;
            if (!table.cell(row, label).isEmpty()) {
                ClipEvent event =
                        new ClipEvent(table.cell(row, label), table.number(row, onset), table.number(row, offset));
                if (!(event.onsetSeconds() >= 0 && event.onsetSeconds() <= event.offsetSeconds())) {
                    throw new DataException(
                            where + ": an event must begin at 0 s or later and not end before it begins," + " is "
                                    + event.onsetSeconds() + " to " + event.offsetSeconds() + " s");
                }
                check.accept(where, name, event);
                clip.add(event);
            } else if (!table.cell(row, onset).isEmpty()
                    || !table.cell(row, offset).isEmpty()) {
                throw new DataException(
                        where + ": times without an event_label; a clip without events has none of them");
            }
        }
        return events;
    }
}
