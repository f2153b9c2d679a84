package org.earshot.streams.framing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.SchemaHistory;

/**
 * How a record is encoded in the value of a Kafka record, in one of two framings with different first bytes:
 *
 * <pre>
 * C3 01 | fingerprint, 8 bytes, little-endian | binary form     Avro's single-object encoding, needs no registry
 * 00    | schema id, 4 bytes, big-endian      | binary form     Confluent's, the schema is in a registry
 * </pre>
 *
 * Writes the second where a registry is given, else the first; reads both, the first by every published version of the schema
 * ({@link SchemaHistory}), the second with the writer's schema from the registry, each resolved to the reader's.
 *
 * <p>Safe for use by several threads.
 *
 * @param <T> generated record class
 */
public final class RecordFormat<T extends SpecificRecordBase> {
    private static final byte REGISTRY = 0;
    private static final int REGISTRY_HEADER_BYTES = 5;
    private static final int HEADER_BYTES = 10;

    private final SpecificData data;
    private final Schema schema;
    private final Schema published;
    private final Map<Long, SpecificDatumReader<T>> readers = new HashMap<>();
    private final BinaryMessageEncoder<T> encoder;
    private final Optional<SchemaRegistry> registry;
    private final String subject;
    /** Schemas of our own whose numbers in the registry are still to be found out; several threads may do so. */
    private volatile List<Schema> unnumbered;

    /** @param versions schemas whose records are read, beside the prototype's own */
    RecordFormat(T prototype, List<Schema> versions, Optional<SchemaRegistry> registry, String subject) {
        this.data = new RecordClasses(prototype.getSpecificData());
        this.schema = prototype.getSchema();
        this.published = SchemaHistory.published(schema);
        this.encoder = new BinaryMessageEncoder<>(data, schema);
        this.registry = registry;
        this.subject = subject;
        this.unnumbered = Stream.concat(versions.stream(), Stream.of(published))
                .distinct()
                .toList();
        versions.forEach(this::admit);
        admit(schema);
    }

    private void admit(Schema writer) {
        readers.put(SchemaNormalization.parsingFingerprint64(writer), new SpecificDatumReader<>(writer, schema, data));
    }

    /** Without a registry. @param prototype any record of the class */
    public static <T extends SpecificRecordBase> RecordFormat<T> singleObject(T prototype) {
        return new RecordFormat<>(prototype, SchemaHistory.of(prototype.getSchema()), Optional.empty(), "");
    }

    /**
     * With the registry, if there is one.
     *
     * @param prototype any record of the class
     * @param topic where the records are; the subject is {@code <topic>-value}
     */
    public static <T extends SpecificRecordBase> RecordFormat<T> of(
            T prototype, Optional<SchemaRegistry> registry, String topic) {
        return new RecordFormat<>(prototype, SchemaHistory.of(prototype.getSchema()), registry, topic + "-value");
    }

    /**
     * Registers the schema, so that a fault shows at the start, and the registry need not be there when records are written.
     *
     * @throws ConfigurationException if the registry refuses or does not answer
     */
    public void register() {
        try {
            registry.ifPresent(r -> r.id(subject, published));
        } catch (RegistryException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    /** Whether the registry has the schema already; looks only. As {@link SchemaRegistry#knows}; true without a registry. */
    public boolean isRegistered() {
        return registry.isEmpty() || registry.get().knows(subject, published);
    }

    /** Under which the registry has the schema. */
    public String subject() {
        return subject;
    }

    /**
     * The record's bytes.
     *
     * @throws RegistryException if the registry would have to be asked and does not answer
     */
    public byte[] encode(T record) {
        try {
            return registry.isPresent()
                    ? framed(record, registry.get().id(subject, published))
                    : encodeSingleObject(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] encodeSingleObject(T record) throws IOException {
        ByteBuffer bytes = encoder.encode(record);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private byte[] framed(T record, int id) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(REGISTRY);
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(id).array());
        BinaryEncoder binary = EncoderFactory.get().directBinaryEncoder(out, null);
        data.createDatumWriter(schema).write(record, binary);
        binary.flush();
        return out.toByteArray();
    }

    /**
     * The record in these bytes.
     *
     * @param bytes null is refused too
     * @throws SerializationException if they are not such a record
     * @throws RegistryException if the registry would have to be asked and does not answer
     */
    public T decode(byte[] bytes) {
        if (bytes == null) {
            throw new SerializationException("it has no value");
        }
        if (bytes.length > 0 && bytes[0] == REGISTRY) {
            return decodeFramed(bytes);
        }
        try {
            return read(readerFor(bytes), bytes, HEADER_BYTES);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException("not a single-object encoded record: " + e.getMessage(), e);
        }
    }

    private T decodeFramed(byte[] bytes) {
        if (bytes.length < REGISTRY_HEADER_BYTES) {
            throw new SerializationException("it has " + bytes.length + " bytes, the header of a registry's record has "
                    + REGISTRY_HEADER_BYTES);
        }
        int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
        if (registry.isEmpty()) {
            throw new SerializationException(
                    "it is framed with schema " + id + " of a registry; set schema.registry.url to read it");
        }
        if (!unnumbered.isEmpty() && !registry.get().hasNumber(id)) {
            registry.get().learn(subject, unnumbered);
            unnumbered = List.of();
        }
        Schema writer = registry.get().schema(id);
        try {
            return read(new SpecificDatumReader<>(writer, schema, data), bytes, REGISTRY_HEADER_BYTES);
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "not a " + schema.getName() + " of schema " + id + ": " + e.getMessage(), e);
        }
    }

    private SpecificDatumReader<T> readerFor(byte[] bytes) throws IOException {
        if (bytes.length < HEADER_BYTES) {
            throw new IOException("it has " + bytes.length + " bytes, the header alone has " + HEADER_BYTES);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        if (header.get() != (byte) 0xC3 || header.get() != 0x01) {
            throw new IOException("it does not begin with C3 01");
        }
        SpecificDatumReader<T> reader = readers.get(header.getLong());
        if (reader == null) {
            throw new IOException("no schema of " + schema.getName() + " that this version of Earshot knows has its"
                    + " fingerprint; a newer sender needs a newer Earshot, or a schema registry");
        }
        return reader;
    }

    /**
     * Reads the record, after it was skipped without keeping anything. The decoder allocates whatever length a record claims to have, so a
     * few hostile bytes could ask for gigabytes; passing over them fails where the bytes end.
     */
    private T read(SpecificDatumReader<T> reader, byte[] bytes, int from) throws IOException {
        BinaryDecoder binary = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
        GenericDatumReader.skip(reader.getSchema(), binary);
        if (!binary.isEnd()) {
            throw new IOException("it goes on after its end");
        }
        return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, binary));
    }
}
