package org.earshot.trainer.eval;

import java.util.ArrayList;
import java.util.List;

/** Event lists written briefly: {@code events("a.wav", "dog 0 2", "dog 3 4.5")}. */
final class Lists {
    private Lists() {}

    static EventList events(String file, String... rows) {
        return EventList.of(List.of(file), rows(file, rows));
    }

    static List<EventRow> rows(String file, String... rows) {
        List<EventRow> events = new ArrayList<>();
        for (String row : rows) {
            String[] parts = row.split(" ");
            events.add(new EventRow(file, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), parts[0]));
        }
        return events;
    }
}
