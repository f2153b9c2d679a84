package org.earshot.streams.framing;

import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.ClipTags;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceStatus;

/**
 * Records as Avro single-object encoding: two marker bytes, the schema's fingerprint, the binary form. No registry is
 * needed; a consumer looks the fingerprint up among the schemas it ships with.
 *
 * <p>Safe for use by several threads.
 *
 * @param <T> generated record class
 */
public final class SingleObjectSerde<T extends SpecificRecordBase> implements Serde<T> {
    private final RecordFormat<T> format;

    private SingleObjectSerde(T prototype) {
        this.format = RecordFormat.singleObject(prototype);
    }

    public static SingleObjectSerde<AudioChunk> audioChunk() {
        return new SingleObjectSerde<>(new AudioChunk());
    }

    public static SingleObjectSerde<SoundEvent> soundEvent() {
        return new SingleObjectSerde<>(new SoundEvent());
    }

    public static SingleObjectSerde<ClipTags> clipTags() {
        return new SingleObjectSerde<>(new ClipTags());
    }

    public static SingleObjectSerde<SourceStatus> sourceStatus() {
        return new SingleObjectSerde<>(new SourceStatus());
    }

    public static SingleObjectSerde<SourceLevel> sourceLevel() {
        return new SingleObjectSerde<>(new SourceLevel());
    }

    /** The record's bytes. */
    public byte[] encode(T record) {
        return format.encode(record);
    }

    /**
     * The record in these bytes.
     *
     * @throws SerializationException if they are not such a record
     */
    public T decode(byte[] bytes) {
        return format.decode(bytes);
    }

    @Override
    public Serializer<T> serializer() {
        return (topic, record) -> record == null ? null : encode(record);
    }

    @Override
    public Deserializer<T> deserializer() {
        return (topic, bytes) -> bytes == null ? null : decode(bytes);
    }
}
