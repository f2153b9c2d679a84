package org.earshot.streams.topology;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A task's store whose owner writes to it just before each commit, so that what changes with every record is written once a
 * commit:
 *
 * <pre>
 * process, punctuate ...    sources change in memory
 * StreamTask.prepareCommit  flushCache: the owner writes them; their changelog records enter the transaction
 *                           the producer is flushed
 * commit                    changelog, events and offsets become durable together
 * </pre>
 *
 * <p>Kafka Streams does the same with its own record caches, to which it gives way here: they would have to be given the bytes of
 * a source with each record. It calls no other method of a store before a commit: {@link #flush} and {@link #commit} come after
 * it. A task that is closed without a commit does not call it either, and loses what it loses anyway.
 *
 * <p>For the task's thread.
 */
public final class CommitStore implements StateStore, CachedStateStore<Bytes, byte[]> {
    private final KeyValueStore<Bytes, byte[]> records;
    private Runnable owner = () -> {};

    /** @param records where they are kept, with a changelog and without a cache */
    CommitStore(KeyValueStore<Bytes, byte[]> records) {
        this.records = records;
    }

    /** Builds such stores. @param records builds those inside */
    public static StoreBuilder<CommitStore> builder(StoreBuilder<KeyValueStore<Bytes, byte[]>> records) {
        return new Builder(records);
    }

    /** What is stored. */
    public KeyValueStore<Bytes, byte[]> records() {
        return records;
    }

    /** Takes over: from now on this is called before each commit. */
    public void beforeCommit(Runnable write) {
        owner = write;
    }

    @Override
    public void flushCache() {
        owner.run();
    }

    @Override
    public void clearCache() {
        // Nothing is kept here.
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<Bytes, byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return records.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        records.init(context, root);
    }

    @Override
    public void flush() {
        records.flush();
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        records.commit(changelogOffsets);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return records.committedOffset(partition);
    }

    @Override
    public boolean managesOffsets() {
        return records.managesOffsets();
    }

    @Override
    public void close() {
        records.close();
    }

    @Override
    public boolean persistent() {
        return records.persistent();
    }

    @Override
    public boolean isOpen() {
        return records.isOpen();
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return records.query(query, bound, config);
    }

    @Override
    public Position getPosition() {
        return records.getPosition();
    }

    private record Builder(StoreBuilder<KeyValueStore<Bytes, byte[]>> records) implements StoreBuilder<CommitStore> {
        @Override
        public CommitStore build() {
            return new CommitStore(records.build());
        }

        @Override
        public StoreBuilder<CommitStore> withCachingEnabled() {
            throw new UnsupportedOperationException("a store that is written once a commit has no use for a cache");
        }

        @Override
        public StoreBuilder<CommitStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<CommitStore> withLoggingEnabled(Map<String, String> config) {
            return new Builder(records.withLoggingEnabled(config));
        }

        @Override
        public StoreBuilder<CommitStore> withLoggingDisabled() {
            return new Builder(records.withLoggingDisabled());
        }

        @Override
        public Map<String, String> logConfig() {
            return records.logConfig();
        }

        @Override
        public boolean loggingEnabled() {
            return records.loggingEnabled();
        }

        @Override
        public String name() {
            return records.name();
        }
    }
}
