package org.earshot.streams.framing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Earshot's records as JSON, the same wherever they are written: the fields of the schema under their own names, times in ISO
 * 8601 UTC, what is absent as null. Stateless; safe for use by several threads.
 */
public final class RecordJson {
    private RecordJson() {}

    /** @return an object whose text has no line break in it */
    public static ObjectNode of(SpecificRecord record) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value == null) {
                json.putNull(field.name());
            } else if (value instanceof Float number) {
                json.put(field.name(), number);
            } else if (value instanceof Number number) {
                json.put(field.name(), number.longValue());
            } else if (value instanceof Boolean flag) {
                json.put(field.name(), flag);
            } else {
                json.put(field.name(), value.toString());
            }
        }
        return json;
    }
}
