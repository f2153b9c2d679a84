package org.earshot.edges.alert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * How far the records of a partition are dealt with. A record is when every sink has its alerts or has given them up; the offset
 * to commit is that of the first record which is not:
 *
 * <pre>
 * records   5 6 7 8        alerts of 6 still under way
 * done      x . x x        commit 6, and 9 once 6 is done
 * </pre>
 *
 * <p>For the consumer's thread; only {@link #isRevoked()} may be asked by any.
 */
final class PartitionProgress {
    private final TreeMap<Long, List<PendingDelivery>> open = new TreeMap<>();
    private long next;
    private long committed = -1;
    private volatile boolean revoked;

    /**
     * The beginning is news: committed at once, a service that starts again goes on there and misses no record that came
     * meanwhile to a partition which it had read nothing of.
     *
     * @param next offset of the first record that is to be read
     */
    PartitionProgress(long next) {
        this.next = next;
    }

    /** Notes that a record was read. */
    void read(long offset, List<PendingDelivery> deliveries) {
        next = offset + 1;
        add(offset, deliveries);
    }

    /** Notes alerts of a record that was read before. */
    void add(long offset, List<PendingDelivery> deliveries) {
        if (!deliveries.isEmpty()) {
            open.computeIfAbsent(offset, o -> new ArrayList<>()).addAll(deliveries);
        }
    }

    /** Notes that a delivery has ended and is on record. */
    void settle(PendingDelivery delivery) {
        List<PendingDelivery> left = open.get(delivery.record().offset());
        if (left != null && left.remove(delivery) && left.isEmpty()) {
            open.remove(delivery.record().offset());
        }
    }

    /** Alerts that are under way. */
    List<PendingDelivery> open() {
        return open.values().stream().flatMap(Collection::stream).toList();
    }

    boolean hasOpen() {
        return !open.isEmpty();
    }

    /** Offset of the first record that is not dealt with. */
    long committable() {
        return open.isEmpty() ? next : open.firstKey();
    }

    boolean hasNews() {
        return committable() > committed;
    }

    void committed(long offset) {
        committed = offset;
    }

    /** The partition is another's now, which begins at the committed offset: what waits here need not be delivered. */
    void revoke() {
        revoked = true;
    }

    boolean isRevoked() {
        return revoked;
    }
}
