package org.earshot.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
            String resource = "history/" + current.getName() + "/" + number + ".avsc";
            try (InputStream text = SchemaHistory.class.getResourceAsStream(resource)) {
                if (text == null) {
                    return List.copyOf(versions);
                }
                versions.add(new Schema.Parser().parse(text));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
