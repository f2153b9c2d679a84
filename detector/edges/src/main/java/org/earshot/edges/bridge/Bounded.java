package org.earshot.edges.bridge;

import java.util.LinkedHashMap;
import java.util.Map;

/** Maps that forget what was used least lately once they hold too much; for one thread. */
final class Bounded {
    private static final float LOAD = 0.75f;

    private Bounded() {}

    static <K, V> Map<K, V> map(int most) {
        return new LinkedHashMap<>(16, LOAD, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }
}
