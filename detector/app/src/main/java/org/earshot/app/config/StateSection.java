package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * What the local copy of the state may take.
 *
 * @param memoryBytes memory of RocksDB, over all tasks of the process
 */
public record StateSection(long memoryBytes) {
    public static final String STORE_MEMORY_BYTES = "earshot.store.memory.bytes";

    static void define(KeyDefinitions keys) {
        keys.group("State");
        keys.add(
                STORE_MEMORY_BYTES,
                Type.LONG,
                32L << 20,
                atLeast(8L << 20),
                "Memory that RocksDB may use for its cache and write buffers, over all tasks of the process.");
    }

    static StateSection of(KeyValues values) {
        return new StateSection(values.number(STORE_MEMORY_BYTES));
    }
}
