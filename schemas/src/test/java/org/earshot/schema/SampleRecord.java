package org.earshot.schema;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;

/** A record of any schema with a value of its own in every field, the same whenever it is made. */
final class SampleRecord {
    private SampleRecord() {}

    static GenericRecord of(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), value(field.schema(), field.name()));
        }
        return record;
    }

    /** In single-object encoding. */
    static byte[] bytes(Schema schema) throws IOException {
        ByteBuffer encoded = new BinaryMessageEncoder<GenericRecord>(new GenericData(), schema).encode(of(schema));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static Object value(Schema type, String name) {
        int seed = name.length();
        return switch (type.getType()) {
            case STRING -> string(name);
            case BYTES -> ByteBuffer.wrap(new byte[] {1, 0, (byte) 0xFF, 0x7F});
            case INT -> 16_000 + seed;
            case LONG -> 1_772_359_200_000_000L + seed;
            case FLOAT -> 0.5f + seed;
            case BOOLEAN -> true;
            case ENUM -> new GenericData.EnumSymbol(type, type.getEnumSymbols().get(1));
            case MAP -> Map.of(string(name), value(type.getValueType(), name));
            case UNION -> value(type.getTypes().get(1), name);
            default -> throw new IllegalArgumentException(type + " is in no record yet; give it a value here");
        };
    }

    private static Object string(String name) {
        return "value of " + name;
    }
}
