package org.earshot.detector.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.ClipTags;
import org.earshot.schema.SoundEvent;
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
    private static final int HEADER_BYTES = 10;

    private final Schema schema;
    private final long fingerprint;
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    private SingleObjectSerde(SpecificData data, T prototype) {
        this.schema = prototype.getSchema();
        this.fingerprint = SchemaNormalization.parsingFingerprint64(schema);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        this.decoder = new BinaryMessageDecoder<>(data, schema);
    }

    public static SingleObjectSerde<AudioChunk> audioChunk() {
        return new SingleObjectSerde<>(new AudioChunk().getSpecificData(), new AudioChunk());
    }

    public static SingleObjectSerde<SoundEvent> soundEvent() {
        return new SingleObjectSerde<>(new SoundEvent().getSpecificData(), new SoundEvent());
    }

    public static SingleObjectSerde<ClipTags> clipTags() {
        return new SingleObjectSerde<>(new ClipTags().getSpecificData(), new ClipTags());
    }

    public static SingleObjectSerde<SourceStatus> sourceStatus() {
        return new SingleObjectSerde<>(new SourceStatus().getSpecificData(), new SourceStatus());
    }

    /** The record's bytes. */
    public byte[] encode(T record) {
        try {
            ByteBuffer bytes = encoder.encode(record);
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The record in these bytes.
     *
     * @throws SerializationException if they are none, whatever they hold
     */
    public T decode(byte[] bytes) {
        try {
            walk(bytes);
            return decoder.decode(bytes);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("not a single-object encoded record: " + e.getMessage(), e);
        }
    }

    /**
     * Passes over the record without keeping anything. The decoder allocates whatever length a record claims to have, so a
     * few hostile bytes could ask for gigabytes; passing over them fails where the bytes end.
     */
    private void walk(byte[] bytes) throws IOException {
        if (bytes.length < HEADER_BYTES) {
            throw new IOException("it has " + bytes.length + " bytes, the header alone has " + HEADER_BYTES);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.get() != (byte) 0xC3 || header.get() != 0x01) {
            throw new IOException("it does not begin with C3 01");
        }
        if (header.getLong() != fingerprint) {
            throw new IOException("no schema of " + schema.getName() + " has its fingerprint");
        }
        int length = bytes.length - HEADER_BYTES;
        BinaryDecoder walker = DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, length, null);
        GenericDatumReader.skip(schema, walker);
        if (!walker.isEnd()) {
            throw new IOException("it goes on after its end");
        }
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
