package org.earshot.app.page;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.earshot.schema.SourceState;

/**
 * The newest status of every source, of which a browser is shown {@value #SHOWN} at most: those that need a look, then by
 * name. Holds {@value #KEPT} sources, some 200 bytes each; beyond that the one that told nothing for the longest time is left
 * out. Safe for use by several threads.
 */
final class SourceList {
    static final int SHOWN = 1_000;
    static final int KEPT = 100_000;

    private final int kept;
    private final Map<String, SourceRow> rows = new LinkedHashMap<>();
    private final Map<SourceState, Integer> counts = new EnumMap<>(SourceState.class);
    private final Set<String> touched = new LinkedHashSet<>();
    private Set<String> shown = new HashSet<>();

    SourceList() {
        this(KEPT);
    }

    /** @param kept sources that are held at most */
    SourceList(int kept) {
        this.kept = kept;
    }

    /**
     * A message for the browsers.
     *
     * @param total sources there are
     * @param counts of them by state
     * @param changed sources to be shown, new or changed
     * @param gone sources not to be shown any more
     */
    record View(int total, Map<SourceState, Integer> counts, List<SourceRow> changed, Collection<String> gone) {}

    /** Takes a newer status. */
    synchronized void put(SourceRow row) {
        drop(row.id());
        rows.put(row.id(), row);
        counts.merge(row.state(), 1, Integer::sum);
        touched.add(row.id());
        if (rows.size() > kept) {
            remove(rows.keySet().iterator().next());
        }
    }

    /** Forgets a source, whose status was deleted. */
    synchronized void remove(String id) {
        drop(id);
        touched.add(id);
    }

    /** Everything a browser that has just come is shown. */
    synchronized View all() {
        return new View(rows.size(), new EnumMap<>(counts), select("", null, SHOWN), List.of());
    }

    /**
     * What changed since the last call, for browsers that are already there; with more than {@value #SHOWN} sources, the
     * choice of those that are shown is made again too.
     *
     * @param watched sources that are of interest whether they are shown or not
     */
    synchronized View changes(Set<String> watched) {
        Set<String> before = shown;
        if (rows.size() <= SHOWN) {
            shown = new HashSet<>(rows.keySet());
        } else {
            shown = new HashSet<>();
            select("", null, SHOWN).forEach(row -> shown.add(row.id()));
        }
        Set<String> changed = new LinkedHashSet<>(shown);
        changed.removeIf(id -> before.contains(id) && !touched.contains(id));
        touched.stream().filter(watched::contains).filter(rows::containsKey).forEach(changed::add);
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(shown);
        touched.clear();
        return new View(
                rows.size(),
                new EnumMap<>(counts),
                changed.stream().map(rows::get).toList(),
                gone);
    }

    synchronized boolean hasChanged() {
        return !touched.isEmpty();
    }

    /**
     * Finds sources.
     *
     * @param words part of the id, in any case
     * @param state or null for all
     * @param most how many to return
     */
    synchronized List<SourceRow> select(String words, SourceState state, int most) {
        String wanted = words.toLowerCase(Locale.ROOT);
        // The worst of the chosen on top: one pass and no sorting of a whole fleet.
        PriorityQueue<SourceRow> chosen = new PriorityQueue<>(SourceRow.ORDER.reversed());
        for (SourceRow row : rows.values()) {
            if ((state == null || row.state() == state)
                    && (wanted.isEmpty() || row.id().toLowerCase(Locale.ROOT).contains(wanted))) {
                chosen.add(row);
                if (chosen.size() > most) {
                    chosen.poll();
                }
            }
        }
        return chosen.stream().sorted(SourceRow.ORDER).toList();
    }

    private void drop(String id) {
        SourceRow old = rows.remove(id);
        if (old != null) {
            counts.merge(old.state(), -1, Integer::sum);
        }
    }
}
