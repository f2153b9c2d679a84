package org.earshot.trainer.data.clips;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.earshot.trainer.data.corpus.DelimitedTable;

/** Reads tables of events with the columns filename, onset, offset and event_label. */
public final class EventTable {
    private EventTable() {}

    /**
     * Events by file name, in the order of the rows. A row without onset, offset and label means that the clip has no
     * event; the clip is then included with an empty list.
     */
    public static Map<String, List<ClipEvent>> read(Path file) {
        DelimitedTable table = DelimitedTable.withHeader(file);
        int filename = table.column("filename");
        int onset = table.column("onset");
        int offset = table.column("offset");
        int label = table.column("event_label");
        Map<String, List<ClipEvent>> events = new LinkedHashMap<>();
        for (int row = 0; row < table.size(); row++) {
            List<ClipEvent> clip = events.computeIfAbsent(table.cell(row, filename), name -> new ArrayList<>());
            if (!table.cell(row, label).isEmpty()) {
                clip.add(new ClipEvent(table.cell(row, label), table.number(row, onset), table.number(row, offset)));
            }
        }
        return events;
    }
}
