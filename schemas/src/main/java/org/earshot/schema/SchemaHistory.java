package org.earshot.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/**
 * Every published version of a record's schema. Senders in the field and records on the topics outlive an upgrade, so a reader
 * that looks a fingerprint up has to know them all, for instance by
 * {@link org.apache.avro.message.BinaryMessageDecoder#addSchema}. Any two versions read each other.
 *
 * <p>Stateless; safe for use by several threads.
 */
public final class SchemaHistory {
    private SchemaHistory() {}

    /**
     * The versions of the record, oldest first, the current one included.
     *
     * @param current the schema that the generated class has
     * @return empty for a record that is none of this module's
     */
    public static List<Schema> of(Schema current) {
        List<Schema> versions = new ArrayList<>();
        for (int number = 1; ; number++) {
            Optional<Schema> version = read("history/" + current.getName() + "/" + number + ".avsc");
            if (version.isEmpty()) {
                return List.copyOf(versions);
            }
            versions.add(version.get());
        }
    }

    /**
     * The record's schema as its file has it. The schema of the generated class says beside it which class Java has for a string, and
     * a registry takes the two for different ones.
     *
     * @param current the schema that the generated class has
     * @return the same for a record that is none of this module's
     */
    public static Schema published(Schema current) {
        return read(current.getName() + ".avsc").orElse(current);
    }

    private static Optional<Schema> read(String resource) {
        try (InputStream text = SchemaHistory.class.getResourceAsStream(resource)) {
            return text == null ? Optional.empty() : Optional.of(new Schema.Parser().parse(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
