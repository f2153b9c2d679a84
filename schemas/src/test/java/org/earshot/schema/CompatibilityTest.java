package org.earshot.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.SchemaValidationException;
import org.apache.avro.SchemaValidatorBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds every schema to FULL_TRANSITIVE compatibility: each version that was ever published reads each other one, by its
 * schema and by the bytes that it wrote. A version is published by copying it to {@code history/RECORD/NUMBER.avsc}, and the
 * bytes of a record to {@code bytes/RECORD/NUMBER.hex}.
 */
class CompatibilityTest {
    private static final Path HISTORY = Path.of("src/main/resources/org/earshot/schema/history");
    private static final Path BYTES = Path.of("src/test/resources/bytes");

    static List<Schema> records() {
        return List.of(
                AudioChunk.getClassSchema(),
                SoundEvent.getClassSchema(),
                ClipTags.getClassSchema(),
                SourceStatus.getClassSchema(),
                SourceLevel.getClassSchema());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldReadAndBeReadByEveryPastVersion(Schema current) {
        List<Schema> past = SchemaHistory.of(current);

        assertThat(past).isNotEmpty();
        for (Schema version : past) {
            assertThat(typeOf(current, version)).as("new reads old").isEqualTo(SchemaCompatibilityType.COMPATIBLE);
            assertThat(typeOf(version, current)).as("old reads new").isEqualTo(SchemaCompatibilityType.COMPATIBLE);
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldHaveItsNewestVersionInTheHistory(Schema current) {
        List<Schema> past = SchemaHistory.of(current);

        assertThat(SchemaNormalization.parsingFingerprint64(past.get(past.size() - 1)))
                .as("copy src/main/avro/%s.avsc to the history as its next version", current.getName())
                .isEqualTo(SchemaNormalization.parsingFingerprint64(current));
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldPublishTheSchemaOfTheFile(Schema current) throws IOException {
        Path file = Path.of("src/main/avro", current.getName() + ".avsc");

        assertThat(SchemaHistory.published(current).toString())
                .isEqualTo(new Schema.Parser().parse(file.toFile()).toString())
                .doesNotContain("avro.java.string");
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldFindEveryFileOfTheHistory(Schema current) throws IOException {
        try (Stream<Path> files = Files.list(HISTORY.resolve(current.getName()))) {
            assertThat(SchemaHistory.of(current))
                    .as("numbered 1, 2, 3 ... without a hole")
                    .hasSize((int) files.count());
        }
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("records")
    void shouldReadTheBytesOfEveryVersionByEveryOther(Schema current) throws IOException {
        List<Schema> versions = SchemaHistory.of(current);

        for (int number = 1; number <= versions.size(); number++) {
            Schema writer = versions.get(number - 1);
            byte[] bytes = written(writer, number);
            for (Schema reader : versions) {
                var decoder = new BinaryMessageDecoder<GenericRecord>(new GenericData(), reader);
                versions.forEach(decoder::addSchema);
                GenericRecord read = decoder.decode(bytes);
                for (Schema.Field field : reader.getFields()) {
                    if (writer.getField(field.name()) != null) {
                        assertThat(text(read, field))
                                .as("%s version %d: %s", writer.getName(), number, field.name())
                                .isEqualTo(text(SampleRecord.of(writer), field));
                    }
                }
            }
        }
    }

    /** Consumers in other languages find the version of a record in this table. */
    @Test
    void shouldListTheFingerprintOfEveryVersion() throws IOException {
        List<String> expected = new ArrayList<>(List.of("fingerprint\tschema"));
        try (Stream<Path> files = Files.walk(HISTORY)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".avsc")).sorted().toList()) {
                byte[] fingerprint = ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(SchemaNormalization.parsingFingerprint64(new Schema.Parser().parse(file.toFile())))
                        .array();
                expected.add(HexFormat.of().formatHex(fingerprint) + "\t"
                        + HISTORY.relativize(file).toString().replace('\\', '/'));
            }
        }

        assertThat(HISTORY.resolve("fingerprints.tsv")).hasContent(String.join("\n", expected));
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
    void shouldKnowNoVersionOfARecordThatIsNotOfThisModule() {
        Schema other = Schema.createRecord("Other", null, "org.example", false, List.of());

        assertThat(SchemaHistory.of(other)).isEmpty();
    }

    @Test
    void shouldNoticeAFieldWithoutADefault() {
        Schema one = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");
        Schema two = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},"
                        + "{\"name\":\"b\",\"type\":\"int\"}]}");

        assertThatThrownBy(() -> new SchemaValidatorBuilder()
                        .mutualReadStrategy()
                        .validateAll()
                        .validate(two, List.of(one)))
                .isInstanceOf(SchemaValidationException.class);
        assertThat(typeOf(two, one)).isEqualTo(SchemaCompatibilityType.INCOMPATIBLE);
    }

    /** What a program of that version wrote once; never to be changed. */
    private static byte[] written(Schema version, int number) throws IOException {
        Path file = BYTES.resolve(version.getName()).resolve(number + ".hex");
        assertThat(file)
                .as("write into it: %s", HexFormat.of().formatHex(SampleRecord.bytes(version)))
                .exists();
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }

    private static String text(GenericRecord record, Schema.Field field) {
        return GenericData.get().toString(record.get(field.name()));
    }

    private static SchemaCompatibilityType typeOf(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getType();
    }
}
