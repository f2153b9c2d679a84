package org.earshot.streams.framing;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.schema.ClipTags;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceLevel;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;

/**
 * The classes of Earshot's records for Avro's readers. Avro itself loads classes by the names in a schema, and only those of
 * packages that a system property trusts; a program that embeds Earshot and does not set it would read nothing. Here they are
 * named by the code, and no name in a schema loads any class.
 *
 * <p>Safe for use by several threads.
 */
final class RecordClasses extends SpecificData {
    private static final Map<String, Class<?>> CLASSES = Stream.of(
                    AudioChunk.class,
                    AudioEncoding.class,
                    SoundEvent.class,
                    EventPhase.class,
                    ClipTags.class,
                    SourceLevel.class,
                    SourceStatus.class,
                    SourceState.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

    /** @param model of a generated class, whose conversions of logical types are taken over */
    RecordClasses(SpecificData model) {
        model.getConversions().forEach(this::addLogicalTypeConversion);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            // Null has Avro make a generic record or symbol.
            case RECORD, ENUM, FIXED -> CLASSES.get(schema.getFullName());
            default -> super.getClass(schema);
        };
    }
}
