package org.earshot.core.live;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.core.capture.RejectReason;
import org.earshot.core.capture.RejectedChunkException;
import org.earshot.core.detect.state.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sources that one detector knows. Of each it holds the {@link SessionHead}, some hundred bytes; the sessions used last are
 * in memory too, as many as the {@link SessionBudget} allows, the others are fetched from the store when needed.
 *
 * <p>For one thread.
 */
final class SessionTable {
    static final Logger LOG = LoggerFactory.getLogger(SessionTable.class);

    /** How many of the sources heard longest ago are looked at to find one that may be forgotten for a new one. */
    private static final int LOOKED_AT = 64;

    private final SessionContext context;
    private final SessionBudget.Share share;
    private final int keptAtLeast;
    /** In the order in which they were last used. */
    private final Map<String, Entry> known = new LinkedHashMap<>(16, 0.75f, true);

    private final LinkedHashMap<String, SourceSession> loaded = new LinkedHashMap<>(16, 0.75f, true);
    /** Of those in memory, the ones that changed since they were saved. */
    private final Map<String, SourceSession> changed = new LinkedHashMap<>();

    private final Set<String> unsaved = new LinkedHashSet<>();
    /** Those of which nothing but the names of captures is kept, the one forgotten first first: their places are given away first. */
    private final Set<String> retired = new LinkedHashSet<>();

    /** A source as the table knows it. */
    static final class Entry {
        final String id;
        SessionHead head;
        /** The detector's own time at the last chunk. */
        long seenLiveMs;

        private SourceHealth counted = SourceHealth.UNKNOWN;
        /** What its session was counted with while it is in memory. */
        private long bytes;

        private Entry(String id) {
            this.id = id;
        }

        private boolean isIdle() {
            return !head.open() && head.readyBlocks() == 0 && head.held() == 0;
        }
    }

    /** @param keptAtLeast sessions that stay in memory whatever the budget says */
    SessionTable(SessionContext context, SessionBudget budget, int keptAtLeast) {
        this.context = context;
        this.share = budget.share();
        this.keptAtLeast = keptAtLeast;
    }

    /** Learns of all stored sources. A head that cannot be read is deleted: the source starts over. */
    void restoreAll() {
        List<String> torn = new ArrayList<>();
        context.store().forEachHead((id, stored) -> {
            try {
                Entry entry = new Entry(id);
                entry.head = SessionHead.of(stored);
                count(entry, entry.head.health());
                known.put(id, entry);
                if (entry.head.isUnheard()) {
                    retired.add(id);
                }
            } catch (StateException e) {
                LOG.debug("source {}: {}", id, e.getMessage());
                torn.add(id);
            }
        });
        if (!torn.isEmpty()) {
            LOG.warn(
                    "the state of {} sources, {} among them, was written by another version or is torn;"
                            + " they start over",
                    torn.size(),
                    torn.get(0));
        }
        torn.forEach(context.store()::delete);
    }

    /** The sources that are known, the one used longest ago first. */
    Iterable<Entry> all() {
        return known.values();
    }

    /** The session of a source, from memory or the store; null if nothing is known of it. */
    SourceSession get(String id) {
        if (known.get(id) == null) {
            return null;
        }
        SourceSession session = loaded.get(id);
        if (session != null) {
            return session;
        }
        try {
            session = SourceSession.load(id, context);
        } catch (RuntimeException e) {
            context.rethrowFatal(e);
            LOG.warn("source {}: {}; it starts over", id, e.getMessage());
            forget(id);
            return null;
        }
        keep(session);
        return session;
    }

    /**
     * A session for a source that nothing is known of.
     *
     * @param liveMs the detector's own time
     * @throws RejectedChunkException if there are too many sources, none of which is idle
     */
    SourceSession admit(String id, long liveMs) {
        if (known.size() >= context.limits().maxSources() && !forgetOneIdle(liveMs)) {
            throw new RejectedChunkException(
                    RejectReason.TOO_MANY_SOURCES,
                    "this partition has " + known.size() + " sources, the most it may have; source " + id
                            + " is not processed. Add partitions or raise earshot.sources.max");
        }
        Entry entry = new Entry(id);
        entry.head = SessionHead.UNHEARD;
        entry.seenLiveMs = liveMs;
        known.put(id, entry);
        SourceSession session = new SourceSession(id, context);
        keep(session);
        return session;
    }

    /** Takes note of a session that changed. @return its entry */
    Entry note(SourceSession session) {
        Entry entry = known.get(session.id);
        entry.head = session.head();
        retired.remove(session.id);
        changed.put(session.id, session);
        count(entry, session.health());
        if (loaded.get(session.id) == session) {
            weigh(entry, session.bytes());
            makeRoom();
        }
        return entry;
    }

    /** Writes the sessions that changed since the last call. One that cannot be written counts as changed until it is given up. */
    void save() {
        changed.values().removeIf(this::save);
    }

    private boolean save(SourceSession session) {
        try {
            session.save();
            return true;
        } catch (RuntimeException fault) {
            context.rethrowFatal(fault);
            LOG.error("source {}: its state could not be written; its open events end here", session.id, fault);
            unsaved.add(session.id);
            return false;
        }
    }

    /** The sources whose state could not be written and that were not {@link #takeUnsaved taken} since. */
    List<String> unsaved() {
        return List.copyOf(unsaved);
    }

    /** A source whose state could not be written is given up now. */
    void takeUnsaved(String id) {
        unsaved.remove(id);
    }

    /** Lets go of a source that was never saved. */
    void drop(String id) {
        changed.remove(id);
        unload(id);
        if (context.store().head(id) == null) {
            Entry never = known.remove(id);
            if (never != null) {
                count(never, SourceHealth.UNKNOWN);
            }
        }
    }

    /**
     * Forgets a source but for what its captures were called, as long as no other source needs its place: a sender that comes
     * back much later, and counts from 0 under an old name, must not give old ids to new events.
     */
    void retire(String id) {
        SourceSession session = changed.get(id);
        if (session != null && !save(session)) {
            return;
        }
        changed.remove(id);
        unload(id);
        context.store().putHead(id, SessionHead.UNHEARD.over(context.store().head(id)));
        Entry entry = known.get(id);
        entry.head = SessionHead.UNHEARD;
        retired.add(id);
        count(entry, SourceHealth.UNKNOWN);
        context.listener().forgotten(id);
    }

    /** Forgets a source and deletes what is stored of it. */
    void forget(String id) {
        unload(id);
        Entry entry = known.remove(id);
        if (entry != null) {
            count(entry, SourceHealth.UNKNOWN);
        }
        changed.remove(id);
        context.store().delete(id);
        if (!retired.remove(id)) {
            context.listener().forgotten(id);
        }
    }

    /** Takes everything out of memory and out of the count; the store stays as it was saved last. */
    void close() {
        known.values().forEach(entry -> {
            count(entry, SourceHealth.UNKNOWN);
            weigh(entry, 0);
        });
        known.clear();
        retired.clear();
        changed.clear();
        loaded.clear();
    }

    private void keep(SourceSession session) {
        loaded.put(session.id, session);
        weigh(known.get(session.id), session.bytes());
        makeRoom();
    }

    /** Takes sessions that were used longest ago out of memory while this detector holds too much; those in work stay. */
    void makeRoom() {
        Iterator<SourceSession> eldest = loaded.values().iterator();
        for (int most = loaded.size() - keptAtLeast; most > 0 && share.isExceeded(); most--) {
            SourceSession gone = eldest.next();
            // One that cannot be written stays until it is given up: nobody else knows its open events.
            if (!unsaved.contains(gone.id) && (!changed.containsKey(gone.id) || save(gone))) {
                changed.remove(gone.id);
                eldest.remove();
                weigh(known.get(gone.id), 0);
            }
        }
    }

    private void unload(String id) {
        if (loaded.remove(id) != null) {
            weigh(known.get(id), 0);
        }
    }

    private void weigh(Entry entry, long bytes) {
        share.add(bytes - entry.bytes);
        entry.bytes = bytes;
    }

    private boolean forgetOneIdle(long liveMs) {
        long staleMs = context.limits().staleAfter().toMillis();
        Optional<String> idle = retired.stream()
                .findFirst()
                .or(() -> known.values().stream()
                        .limit(LOOKED_AT)
                        .filter(entry -> entry.isIdle() && liveMs - entry.seenLiveMs >= staleMs)
                        .map(entry -> entry.id)
                        .findFirst());
        idle.ifPresent(this::forget);
        return idle.isPresent();
    }

    private void count(Entry entry, SourceHealth now) {
        if (entry.counted != now) {
            context.meters().moved(entry.counted, now);
            entry.counted = now;
        }
    }
}
