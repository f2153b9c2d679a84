package org.earshot.edges.alert.rule;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry that was put in first once it holds more than its bound. For one thread. */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private final int most;

    public BoundedMap(int most) {
        this.most = most;
    }

    /** Puts it behind all others. */
    void putLast(K key, V value) {
        remove(key);
        put(key, value);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
