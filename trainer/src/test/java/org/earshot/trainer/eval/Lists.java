package org.earshot.trainer.eval;

import java.util.ArrayList;
import java.util.List;
import org.earshot.trainer.eval.metric.EventList;
import org.earshot.trainer.eval.metric.EventRow;

/** Event lists written briefly: {@code events("a.wav", "dog 0 2", "dog 3 4.5")}. */
public final class Lists {
    private Lists() {}

    public static EventList events(String file, String... rows) {
        return EventList.of(List.of(file), rows(file, rows));
    }

    public static List<EventRow> rows(String file, String... rows) {
        List<EventRow> events = new ArrayList<>();
        for (String row : rows) {
            String[] parts = row.split(" ");
            events.add(new EventRow(file, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), parts[0]));
        }
        return events;
    }
}
