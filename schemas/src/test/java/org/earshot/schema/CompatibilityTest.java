package org.earshot.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every schema to FULL_TRANSITIVE compatibility: each version that was ever published reads each other one. A version
 * is published by copying it to {@code history/RECORD/NUMBER.avsc}.
 */
class CompatibilityTest {
    private static final Path HISTORY = Path.of("src/test/resources/history");

    static List<Schema> records() {
        return List.of(
                AudioChunk.getClassSchema(),
                SoundEvent.getClassSchema(),
                ClipTags.getClassSchema(),
                SourceStatus.getClassSchema());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldReadAndBeReadByEveryPastVersion(Schema current) {
        List<Schema> past = past(current.getName());

        assertThat(past).isNotEmpty();
        for (Schema version : past) {
            assertThat(typeOf(current, version)).as("new reads old").isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(typeOf(version, current)).as("old reads new").isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldHaveItsNewestVersionInTheHistory(Schema current) {
        List<Schema> past = past(current.getName());

        assertThat(SchemaNormalization.parsingFingerprint64(past.get(past.size() - 1)))
                .as("copy src/main/avro/%s.avsc to the history as its next version", current.getName())
                .isEqualTo(SchemaNormalization.parsingFingerprint64(current));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldHaveAnUnknownDefaultInEveryEnum(Schema current) {
        current.getFields().stream()
                .map(Schema.Field::schema)
                .filter(type -> type.getType() == Schema.Type.ENUM)
                .forEach(type -> assertThat(type.getEnumDefault()).isEqualTo("UNKNOWN"));
    }

    @Test
    void shouldNoticeAFieldWithoutADefault() {
        Schema one = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");
        Schema two = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
                        + "{\"name\":\"b\",\"type\":\"int\"}]}");

        Assertions.assertThatThrownBy(() -> new SchemaValidatorBuilder()
                        .mutualReadStrategy()
                        .validateAll()
                        .validate(two, List.of(one)))
                .isInstanceOf(SchemaValidationException.class);
        assertThat(typeOf(two, one)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    private static SchemaCompatibilityType typeOf(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }

    private static List<Schema> past(String record) {
        try (Stream<Path> files = Files.list(HISTORY.resolve(record))) {
            return files.sorted(Comparator.comparingInt(CompatibilityTest::number))
                    .map(CompatibilityTest::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".avsc", ""));
    }

    private static Schema parse(Path file) {
        try {
            return new Schema.Parser().parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
