package org.earshot.streams.topology;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that all RocksDB stores of a process share: one block cache, which holds index and filter blocks too
 * and is charged for the write buffers. Without it every store has its own and memory grows with the partitions.
 *
 * <p>Safe for use by several threads. Close it after the streams that use it.
 */
public final class RocksDbMemory implements AutoCloseable {
    /** Under this key the properties of Kafka Streams carry an instance to the stores. */
    static final String CONFIG = "earshot.rocksdb.memory";

    static {
        RocksDB.loadLibrary();
    }

    private final Cache cache;
    private final WriteBufferManager writeBuffers;

    /** @param bytes for everything; a third of it for write buffers */
    public RocksDbMemory(long bytes) {
        cache = new LRUCache(bytes, -1, false, 0.1);
        writeBuffers = new WriteBufferManager(bytes / 3, cache);
    }

    @Override
    public void close() {
        writeBuffers.close();
        cache.close();
    }

    /** Puts every store on the shared memory; named in the properties, made by Kafka Streams. */
    public static final class Setter implements RocksDBConfigSetter {
        private static final long WRITE_BUFFER_BYTES = 8L << 20;

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            if (!(configs.get(CONFIG) instanceof RocksDbMemory memory)) {
                return;
            }
            BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
            table.setBlockCache(memory.cache);
            table.setCacheIndexAndFilterBlocks(true);
            table.setCacheIndexAndFilterBlocksWithHighPriority(true);
            table.setPinTopLevelIndexAndFilter(true);
            options.setTableFormatConfig(table);
            options.setWriteBufferManager(memory.writeBuffers);
            options.setWriteBufferSize(WRITE_BUFFER_BYTES);
            options.setMaxWriteBufferNumber(2);
        }

        @Override
        public void close(String storeName, Options options) {
            // The memory is shared and outlives the store.
        }
    }
}
