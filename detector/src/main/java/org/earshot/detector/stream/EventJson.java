package org.earshot.detector.stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.apache.avro.Schema;
import org.earshot.schema.SoundEvent;

/**
 * A sound event as one line of JSON: the fields of the schema under their own names, times in ISO 8601 UTC.
 *
 * <p>Safe for use by several threads.
 */
public final class EventJson {
    private final ObjectMapper mapper = new ObjectMapper();

    /** @return one JSON object without a line break inside or at the end */
    public String line(SoundEvent event) {
        return object(event).toString();
    }

    /** The event as a JSON tree. */
    public ObjectNode object(SoundEvent event) {
        ObjectNode node = mapper.createObjectNode();
        for (Schema.Field field : event.getSchema().getFields()) {
            Object value = event.get(field.pos());
            if (value instanceof Float number) {
                node.put(field.name(), number);
            } else if (value instanceof Long number) {
                node.put(field.name(), number);
            } else if (value instanceof Instant || value instanceof Enum || value instanceof CharSequence) {
                node.put(field.name(), value.toString());
            } else if (value == null) {
                node.putNull(field.name());
            } else {
                node.putPOJO(field.name(), value);
            }
        }
        return node;
    }
}
