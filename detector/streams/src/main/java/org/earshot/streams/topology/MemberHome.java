package org.earshot.streams.topology;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/**
 * What a detector takes of its machine: a state folder, a name in its group, and native memory for the stores. With {@code
 * group.instance.id} given it is that name and {@code state.dir} itself, else the lowest free place below it.
 *
 * @param slot the place, or null if the name was given
 */
record MemberHome(LocalState state, String member, RocksDbMemory memory, MemberSlot slot) implements AutoCloseable {
    private static final String INSTANCE_ID = "group.instance.id";

    /** @throws org.earshot.core.model.EarshotException if the folder cannot be used or its disk is full */
    static MemberHome take(Properties properties, long storeMemoryBytes) {
        String application = properties.get(StreamsConfig.APPLICATION_ID_CONFIG).toString();
        Object given = properties.get(StreamsConfig.STATE_DIR_CONFIG);
        Path root = given == null ? StreamsProperties.defaultStateFolder() : Path.of(given.toString());
        LocalState whole = new LocalState(root, application);
        whole.check();
        Object name = properties.get(INSTANCE_ID);
        if (name != null) {
            return new MemberHome(whole, name.toString(), new RocksDbMemory(storeMemoryBytes), null);
        }
        MemberSlot slot = MemberSlot.take(root.resolve(application));
        return new MemberHome(
                new LocalState(slot.folder(), application),
                slot.instanceId(),
                new RocksDbMemory(storeMemoryBytes),
                slot);
    }

    /** True if the operator gave it its name, under which it is expected back. */
    boolean isNamed() {
        return slot == null;
    }

    /** The properties with all this in them. */
    Properties over(Properties properties) {
        Properties all = new Properties();
        all.putAll(properties);
        all.put(INSTANCE_ID, member);
        all.put(StreamsConfig.STATE_DIR_CONFIG, state.folder().toString());
        all.put(RocksDbMemory.CONFIG, memory);
        return all;
    }

    /** For when no thread of Kafka Streams works there any more. */
    @Override
    public void close() {
        memory.close();
        if (slot != null) {
            slot.close();
        }
    }
}
