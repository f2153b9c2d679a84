package org.earshot.core.detect.state;

/**
 * The small key-value store in which one source's state lives between runs. Whoever owns the real store puts the source's
 * name in front of the keys.
 *
 * <p>Keys are short ASCII words: {@code h} for the head, which changes with every call, and others for parts that are
 * written once and deleted, or overwritten once a block. The values of one source must become durable together.
 */
public interface StateStore {
    /** The value of a key, or null. */
    byte[] get(String key);

    void put(String key, byte[] value);

    void delete(String key);
}
