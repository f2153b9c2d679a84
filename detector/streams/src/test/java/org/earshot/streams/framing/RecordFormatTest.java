package org.earshot.streams.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;
import org.apache.kafka.common.errors.SerializationException;
import org.earshot.core.model.ConfigurationException;
import org.earshot.schema.AudioChunk;
import org.earshot.schema.AudioEncoding;
import org.earshot.schema.ClipTags;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SchemaHistory;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordFormatTest {
    private static final String TOPIC = "earshot.source-status";

    private final LocalRegistry server = new LocalRegistry();

    @AfterEach
    void stopServer() {
        server.close();
    }

    @Test
    void shouldFrameForTheRegistryAndAskItOnce() {
        RecordFormat<SourceStatus> format = format(server.settings());

        byte[] bytes = format.encode(status("door"));
        format.encode(status("yard"));

        assertThat(ByteBuffer.wrap(bytes).get()).isZero();
        assertThat(ByteBuffer.wrap(bytes, 1, 4).getInt()).isEqualTo(1);
        assertThat(format.decode(bytes)).isEqualTo(status("door"));
        assertThat(format(server.settings()).decode(bytes)).isEqualTo(status("door"));
        assertThat(server.requests)
                .containsExactly(
                        "POST /subjects/earshot.source-status-value/versions",
                        "GET /config/earshot.source-status-value",
                        "PUT /config/earshot.source-status-value",
                        // The two versions, of which one is what was written.
                        "POST /subjects/earshot.source-status-value",
                        "POST /subjects/earshot.source-status-value");
        assertThat(server.compatibility).containsEntry("earshot.source-status-value", "FULL_TRANSITIVE");
    }

    @Test
    void shouldReadBothFramings() {
        byte[] single = RecordFormat.singleObject(new SourceStatus()).encode(status("door"));

        assertThat(single).startsWith(0xC3, 0x01);
        assertThat(format(server.settings()).decode(single)).isEqualTo(status("door"));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void shouldLeaveACompatibilityThatSomebodyHasChosen() {
        server.compatibility.put("earshot.source-status-value", "BACKWARD");

        format(server.settings()).register();

        assertThat(server.compatibility).containsEntry("earshot.source-status-value", "BACKWARD");
    }

    @Test
    void shouldGiveACompatibilityWhereApicurioSaysThatThereIsNone() {
        server.compatibility.put("earshot.source-status-value", "NONE");

        format(server.settings()).register();

        assertThat(server.compatibility).containsEntry("earshot.source-status-value", "FULL_TRANSITIVE");
    }

    @Test
    void shouldOnlyLookUpWhereItMayNotRegister() {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.put("auto.register.schemas", "false");
        // As an operator registers it: the file.
        server.add("earshot.source-status-value", SchemaHistory.published(SourceStatus.getClassSchema()));

        format(settings).register();

        assertThat(server.requests).containsExactly("POST /subjects/earshot.source-status-value");
    }

    @Test
    void shouldTellWithoutRegisteringWhetherTheSchemaIsThere() {
        assertThat(format(server.settings()).isRegistered()).isFalse();
        assertThat(format(server.settings()).isRegistered()).isFalse();

        format(server.settings()).register();

        assertThat(format(server.settings()).isRegistered()).isTrue();
        assertThat(RecordFormat.singleObject(new SourceStatus()).isRegistered()).isTrue();
    }

    @Test
    void shouldTellWithoutRegisteringWhetherTheSchemaWillBeTaken() {
        server.add("earshot.source-status-value", SoundEvent.getClassSchema());

        assertThat(format(server.settings()).isRegistered()).isFalse();
        server.compatible = false;
        assertThatThrownBy(() -> format(server.settings()).isRegistered())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("earshot.source-status-value holds another schema");
        assertThat(server.requests).noneMatch(request -> request.endsWith("-value/versions"));
    }

    @Test
    void shouldTellThatAMissingSchemaWillNotBeRegistered() {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.put("auto.register.schemas", "false");

        assertThatThrownBy(() -> format(settings).isRegistered())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("earshot.source-status-value lacks the schema; register it first");
    }

    @Test
    void shouldTellThatAnotherServerIsNoRegistry() {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.computeIfPresent("schema.registry.url", (key, url) -> url + "elsewhere");

        assertThatThrownBy(() -> format(settings).isRegistered())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HTTP 404; check schema.registry.url");
    }

    @Test
    void shouldReadWhatAnOlderSchemaWrote() throws Exception {
        Schema writer = without("gaps");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(ByteBuffer.allocate(4).putInt(server.add(writer)).array());
        var binary = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<>(writer).write(record(writer), binary);

        SourceStatus read = format(server.settings()).decode(out.toByteArray());

        assertThat(read.getSourceId()).isEqualTo("old");
        assertThat(read.getGaps()).isZero();
    }

    @Test
    void shouldReadWhatEveryPublishedVersionWroteWithoutARegistry() throws Exception {
        Schema first = without("gaps", "late");
        Schema second = without("late");
        var format = new RecordFormat<>(new SourceStatus(), List.of(first, second), Optional.empty(), "");

        SourceStatus fromFirst = format.decode(singleObject(first));
        SourceStatus fromSecond = format.decode(singleObject(second));
        SourceStatus own = format.decode(format.encode(status("door")));

        assertThat(fromFirst.getSourceId()).isEqualTo("old");
        assertThat(fromFirst.getState()).isEqualTo(SourceState.HEALTHY);
        assertThat(fromFirst.getUpdatedAt()).isEqualTo(Instant.EPOCH.plusNanos(1_000));
        assertThat(fromFirst.getGaps()).isZero();
        assertThat(fromSecond.getGaps()).isOne();
        assertThat(own).isEqualTo(status("door"));
    }

    @Test
    void shouldSayOfAnUnknownVersionWhoIsTooOld() {
        RecordFormat<SourceStatus> format = RecordFormat.singleObject(new SourceStatus());

        assertThatThrownBy(() -> format.decode(singleObject(without("gaps"))))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("a newer sender needs a newer Earshot");
    }

    @Test
    void shouldRefuseAPublishedVersionThatIsCutOffOrGoesOn() throws Exception {
        Schema first = without("gaps");
        var format = new RecordFormat<>(new SourceStatus(), List.of(first), Optional.empty(), "");
        byte[] whole = singleObject(first);

        assertThatThrownBy(() -> format.decode(Arrays.copyOf(whole, whole.length - 1)))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> format.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("goes on after its end");
    }

    @Test
    void shouldReadWhateverClassesAvroTrusts() {
        var before = ClassSecurityValidator.getGlobal();
        ClassSecurityValidator.setGlobal(type -> false);
        try {
            for (SpecificRecordBase record :
                    List.of(new AudioChunk(), new SoundEvent(), new ClipTags(), new SourceStatus())) {
                fill(record);
                var format = RecordFormat.singleObject(record);

                assertThat(format.decode(format.encode(record)))
                        .hasSameClassAs(record)
                        .isEqualTo(record);
            }
        } finally {
            ClassSecurityValidator.setGlobal(before);
        }
    }

    @Test
    void shouldRefuseWhatItCannotReadAndNotAskForItAgain() {
        RecordFormat<SourceStatus> format = format(server.settings());
        byte[] unknown = {0, 0, 0, 0, 77, 1, 2, 3};

        for (int n = 0; n < 3; n++) {
            assertThatThrownBy(() -> format.decode(unknown))
                    .isInstanceOf(SerializationException.class)
                    .hasMessage("the schema registry has no schema 77");
        }
        assertThat(server.requests).containsOnlyOnce("GET /schemas/ids/77").hasSize(3);
        byte[] whole = format.encode(status("door"));
        assertThatThrownBy(() -> format.decode(Arrays.copyOf(whole, whole.length - 3)))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> format.decode(null))
                .isInstanceOf(SerializationException.class)
                .hasMessage("it has no value");
        assertThatThrownBy(() -> format.decode(new byte[] {0, 0}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("2 bytes");
        assertThatThrownBy(() -> RecordFormat.singleObject(new SourceStatus()).decode(whole))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("set schema.registry.url");
    }

    @Test
    void shouldNotAskForEachOfManyNumbersThatAreMadeUp() {
        byte[] whole = format(server.settings()).encode(status("door"));
        server.requests.clear();
        RecordFormat<SourceStatus> format = format(server.settings());

        for (int id = 1_000; id < 1_500; id++) {
            byte[] madeUp = ByteBuffer.allocate(9).putInt(1, id).array();
            assertThatThrownBy(() -> format.decode(madeUp)).isInstanceOf(SerializationException.class);
        }

        assertThat(server.requests)
                .filteredOn(request -> request.startsWith("GET /schemas/ids/"))
                .hasSize(SchemaRegistry.MOST_USELESS);
        assertThatThrownBy(
                        () -> format.decode(ByteBuffer.allocate(9).putInt(1, 7).array()))
                .hasMessage(
                        "the schema registry is not asked for schema 7: it had none for 64 others in the last 30 s");
        assertThat(format.decode(whole)).as("a number of our own is known").isEqualTo(status("door"));
    }

    @Test
    void shouldTakeForUselessWhatTheRegistryRefusesToLookUp() {
        assertThatThrownBy(() -> format(server.settings())
                        .decode(ByteBuffer.allocate(9).putInt(1, -1).array()))
                .isInstanceOf(SerializationException.class)
                .hasMessage("the schema registry has no schema -1 (HTTP 422, no such number)");
    }

    @Test
    void shouldTellEachRegistryItsOwnPassword() {
        String url = server.settings().get("schema.registry.url").replace("//", "//me:secret@");
        try (LocalRegistry other = new LocalRegistry()) {
            String second = other.settings().get("schema.registry.url").replace("//", "//you:other@");

            assertThat(SchemaRegistry.of(Map.of("schema.registry.url", url + "," + second))
                            .orElseThrow()
                            .knows("any", SourceStatus.getClassSchema()))
                    .isFalse();
        }
    }

    @Test
    void shouldTakeAProxyThatAnswersInTheRegistrysPlaceForOneThatIsAway() {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.merge("schema.registry.url", "nowhere", String::concat);
        RecordFormat<SourceStatus> format = format(settings);

        assertThatThrownBy(() -> format.decode(new byte[] {0, 0, 0, 0, 77, 1, 2, 3}))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("HTTP 404");
    }

    @Test
    void shouldTryAgainWhileTheRegistryIsAwayForAMoment() {
        server.failures.set(2);

        format(server.settings()).register();

        assertThat(server.requests).hasSize(5);
    }

    @Test
    void shouldNotWaitLongerForManyAddressesThatAreSilentThanForOne() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String address = "http://127.0.0.1:" + silent.getLocalPort();
            RegistryHttp http = RegistryHttp.of(
                            Map.of("schema.registry.url", address + "," + address + "/b," + address + "/c"),
                            Duration.ofMillis(500))
                    .orElseThrow();
            long start = System.nanoTime();

            assertThatThrownBy(() -> http.look("/schemas/ids/1")).isInstanceOf(RegistryException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void shouldNotWaitForAnAnswerThatStopsAfterItsHeaders() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch testOver = new CountDownLatch(1);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            try {
                testOver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.start();
        try {
            RegistryHttp http = RegistryHttp.of(
                            Map.of(
                                    "schema.registry.url",
                                    "http://127.0.0.1:" + server.getAddress().getPort()),
                            Duration.ofMillis(500))
                    .orElseThrow();

            assertThatThrownBy(() -> http.look("/schemas/ids/1")).isInstanceOf(RegistryException.class);
        } finally {
            testOver.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    @Test
    void shouldTakeThePasswordOfAnAddressAndNeverShowIt() {
        String url = server.settings().get("schema.registry.url").replace("//", "//me:secret@");
        SchemaRegistry registry =
                SchemaRegistry.of(Map.of("schema.registry.url", url)).orElseThrow();

        assertThat(registry.knows("any", SourceStatus.getClassSchema())).isFalse();
        assertThat(registry.url()).startsWith("http://127.0.0.1:").doesNotContain("secret");
        assertThatThrownBy(() -> SchemaRegistry.of(Map.of("schema.registry.url", "ftp://me:se/cret@registry")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("registry")
                .hasMessageNotContaining("cret@");
    }

    @Test
    void shouldSayWhatIsWrongWithTheSettings() {
        Map<String, String> settings = new HashMap<>(server.settings());
        settings.put("schema.registry.basic.auth.user.info", "me:guess");

        assertThatThrownBy(() -> format(settings).register())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("refuses: HTTP 401, who are you?")
                .hasMessageNotContaining("guess");
        assertThatThrownBy(() -> SchemaRegistry.of(Map.of("schema.registry.url", "registry:8081")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("must be http://HOST");
        assertThat(SchemaRegistry.of(Map.of())).isEmpty();
    }

    private static RecordFormat<SourceStatus> format(Map<String, String> settings) {
        return RecordFormat.of(new SourceStatus(), SchemaRegistry.of(settings), TOPIC);
    }

    /** The schema of a status before these fields were added. */
    private static Schema without(String... fields) {
        Schema now = SourceStatus.getClassSchema();
        List<Schema.Field> older = now.getFields().stream()
                .filter(field -> !List.of(fields).contains(field.name()))
                .map(field -> new Schema.Field(field, field.schema()))
                .toList();
        return Schema.createRecord(now.getName(), null, now.getNamespace(), false, older);
    }

    private static GenericRecord record(Schema writer) {
        GenericRecord record = new GenericData.Record(writer);
        writer.getFields().forEach(field -> record.put(field.name(), raw(field)));
        return record;
    }

    private static byte[] singleObject(Schema writer) throws IOException {
        ByteBuffer bytes = new BinaryMessageEncoder<GenericRecord>(new GenericData(), writer).encode(record(writer));
        return Arrays.copyOfRange(bytes.array(), bytes.position(), bytes.limit());
    }

    /** Each field by its type. */
    private static void fill(SpecificRecordBase record) {
        for (Schema.Field field : record.getSchema().getFields()) {
            Schema type = field.schema();
            record.put(
                    field.pos(),
                    switch (type.getType()) {
                        case STRING -> field.name();
                        case BYTES -> ByteBuffer.wrap(new byte[] {1, 2});
                        case INT -> 1;
                        case LONG -> type.getLogicalType() == null ? (Object) 1L : Instant.EPOCH;
                        case FLOAT -> 0.5f;
                        case BOOLEAN -> true;
                        case MAP -> Map.of("dog", 0.5f);
                        case ENUM -> symbol(type.getName());
                        default -> null;
                    });
        }
    }

    private static Enum<?> symbol(String type) {
        return switch (type) {
            case "AudioEncoding" -> AudioEncoding.FLAC;
            case "EventPhase" -> EventPhase.ENDED;
            default -> SourceState.SILENT;
        };
    }

    private static Object raw(Schema.Field field) {
        return switch (field.schema().getType()) {
            case STRING -> "old";
            case ENUM -> new GenericData.EnumSymbol(field.schema(), "HEALTHY");
            case BOOLEAN -> false;
            case INT -> 16_000;
            case FLOAT -> -40f;
            default -> 1L;
        };
    }

    private static SourceStatus status(String source) {
        Instant now = Instant.parse("2026-03-01T10:00:00Z");
        return SourceStatus.newBuilder()
                .setSourceId(source)
                .setEpochId("e")
                .setState(SourceState.HEALTHY)
                .setLastChunkAt(now)
                .setSampleRateHz(16_000)
                .setLevelDbfs(-40)
                .setClippedShare(0)
                .setSilentShare(0)
                .setClockSkewMs(10)
                .setUpdatedAt(now)
                .build();
    }
}
