package org.earshot.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.sink.CommandSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigTest {
    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheDefaultsOfTheReference() {
        var config = Config.defaults();

        assertThat(config.model().name()).isEqualTo("default");
        assertThat(config.model().sha256()).isEmpty();
        assertThat(config.model().device()).isEqualTo("auto");
        assertThat(config.model().precision()).isEqualTo("auto");
        assertThat(config.model().inferThreads()).isEqualTo(1);
        assertThat(config.model().batchMax()).isEqualTo(16);
        assertThat(config.model().batchLinger().toMillis()).isZero();
        assertThat(config.model().cacheBytes()).isEqualTo(-1);
        assertThat(config.detection().clipBlocks()).isEqualTo(10);
        assertThat(config.detection().gapFillMax().toMillis()).isEqualTo(2_000);
        assertThat(config.detection().staleAfter().toMillis()).isEqualTo(30_000);
        assertThat(config.detection().sourceSpeedMax()).isZero();
        assertThat(config.detection().sourceBurst().toMillis()).isEqualTo(60_000);
        assertThat(config.detection().ongoingBlocks()).isZero();
        assertThat(config.detection().tagsEnabled()).isFalse();
        assertThat(config.topics().audio()).isEqualTo("earshot.audio");
        assertThat(config.topics().events()).isEqualTo("earshot.events");
        assertThat(config.topics().tags()).isEqualTo("earshot.tags");
        assertThat(config.topics().sourceStatus()).isEqualTo("earshot.source-status");
        assertThat(config.topics().levels()).isEqualTo("earshot.levels");
        assertThat(config.levels().enabled()).isTrue();
        assertThat(config.levels().calibrationDb("")).isZero();
        assertThat(config.topics().deadLetters()).isEqualTo("earshot.dead-letters");
        assertThat(config.topics().reviews()).isEqualTo("earshot.reviews");
        assertThat(config.topics().startWait().toMillis()).isEqualTo(60_000);
        assertThat(config.topics().partitions()).isEqualTo(6);
        assertThat(config.topics().replication()).isEqualTo(1);
        assertThat(config.detection().statusInterval().toMillis()).isEqualTo(10_000);
        assertThat(config.state().memoryBytes()).isEqualTo(32L << 20);
        assertThat(config.evidence().mode()).isEqualTo("none");
        assertThat(config.evidence().store()).isEmpty();
        assertThat(config.evidence().preRoll().toMillis()).isEqualTo(3_000);
        assertThat(config.evidence().postRoll().toMillis()).isEqualTo(2_000);
        assertThat(config.evidence().longest().toMillis()).isEqualTo(60_000);
        assertThat(config.evidence().patience().toMillis()).isEqualTo(30_000);
        assertThat(config.evidence().retention().toMillis()).isEqualTo(7 * 86_400_000L);
        assertThat(config.evidenceRetention()).isEmpty();
        assertThat(config.evidence().speechLabels()).isEmpty();
        assertThat(config.evidence().s3Endpoint()).isEmpty();
        assertThat(config.evidence().s3Region()).isEmpty();
        assertThat(config.http().enabled()).isTrue();
        assertThat(config.http().bind()).isEqualTo("127.0.0.1");
        assertThat(config.http().port()).isEqualTo(8080);
        assertThat(config.http().token()).isEmpty();
        assertThat(config.http().pageEnabled()).isFalse();
        assertThat(config.log().format()).isEqualTo("text");
        assertThat(config.log().level()).isEqualTo("info");
        assertThat(config.thresholds().isUniform()).isTrue();
        assertThat(config.kafka()).isEmpty();
        assertThat(config.streams()).isEmpty();
    }

    @Test
    void shouldTakeEveryKeyFromAFile() throws IOException {
        var values = everyKey();
        var file = folder.resolve("earshot.properties");
        Files.write(
                file,
                values.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());

        var config = Config.load(file, Map.of(), Map.of());

        assertThat(values.keySet()).containsAll(ConfigKeys.DEFINITION.names());
        ConfigKeys.DEFINITION
                .configKeys()
                .forEach((key, definition) ->
                        assertThat(text(config, key)).as(key).isEqualTo(values.get(key)));
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "broker:9093");
        assertThat(config.streams()).containsEntry("num.stream.threads", "2");
    }

    @Test
    void shouldTakeEveryKeyFromTheEnvironment() {
        var values = everyKey();
        Map<String, String> environment = new LinkedHashMap<>();
        values.forEach((key, value) -> environment.put(
                (key.startsWith("earshot.") ? "" : "EARSHOT_") + ConfigEnvironment.variable(key), value));

        var config = Config.load(null, environment, Map.of());

        ConfigKeys.DEFINITION
                .names()
                .forEach(key -> assertThat(text(config, key)).as(key).isEqualTo(values.get(key)));
        assertThat(config.kafka()).containsEntry("bootstrap.servers", "broker:9093");
        assertThat(config.streams()).containsEntry("num.stream.threads", "2");
    }

    @Test
    void shouldLetTheLaterLayerWin() throws IOException {
        var file = folder.resolve("earshot.yaml");
        Files.writeString(file, "earshot: {clip.blocks: 2, infer: {batch: {max: 3}}, gap.fill.max.ms: 4}\n");

        var config = Config.load(
                file,
                Map.of("EARSHOT_INFER_BATCH_MAX", "30", "EARSHOT_GAP_FILL_MAX_MS", "40", "PATH", "/bin"),
                Map.of("earshot.gap.fill.max.ms", "400"));

        assertThat(config.detection().clipBlocks()).isEqualTo(2);
        assertThat(config.model().batchMax()).isEqualTo(30);
        assertThat(config.detection().gapFillMax().toMillis()).isEqualTo(400);
        assertThat(config.describe())
                .contains(
                        "earshot.clip.blocks = 2  (" + file + ")",
                        "earshot.infer.batch.max = 30  (environment)",
                        "earshot.gap.fill.max.ms = 400  (--set)",
                        "every other setting has its default")
                .noneMatch(line -> line.startsWith("earshot.device"));
    }

    @Test
    void shouldRefuseAnUnknownKeyAndNameTheNearest() {
        assertThatThrownBy(() -> set("earshot.clip.block", "5"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--set: unknown key earshot.clip.block; did you mean earshot.clip.blocks?");
        assertThatThrownBy(() -> Config.load(null, Map.of("EARSHOT_CLIP_BLOKS", "5"), Map.of()))
                .hasMessage("environment: unknown key earshot.clip.bloks; did you mean earshot.clip.blocks?");
        assertThatThrownBy(() -> set("entirely.elsewhere", "5"))
                .hasMessage("--set: unknown key entirely.elsewhere; the keys are listed in CONFIGURATION.md");
    }

    @Test
    void shouldTakeWhatAnAlertTellsItsCommandForNoSettings() {
        Map<String, String> told =
                CommandSink.VARIABLES.stream().collect(Collectors.toMap(name -> name, name -> "dog"));

        assertThat(Config.load(null, told, Map.of()).describe()).containsExactly("every setting has its default");
    }

    @Test
    void shouldRefuseAKeyThatGoesByAnotherName() {
        assertThatThrownBy(() -> set("earshot.bootstrap.servers", "broker:9092"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--set: there is no key earshot.bootstrap.servers; its name is kafka.bootstrap.servers");
    }

    @Test
    void shouldRefuseASlipInAKafkaKeyAndPassThoseOfPlugIns() {
        assertThatThrownBy(() -> set("kafka.bootstrap.server", "broker:9092"))
                .hasMessage("--set: unknown key kafka.bootstrap.server; did you mean kafka.bootstrap.servers?");

        assertThat(set("kafka.my.plugin.endpoint", "x").kafka()).containsEntry("my.plugin.endpoint", "x");
        assertThat(set("streams.producer.linger.ms", "5").streams()).containsEntry("producer.linger.ms", "5");
    }

    @Test
    void shouldSayWhereABadValueStands() {
        assertThatThrownBy(() -> set("earshot.clip.blocks", "0"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("--set: ")
                .hasMessageContaining("earshot.clip.blocks");
        assertThatThrownBy(() -> Config.load(null, Map.of("EARSHOT_DEVICE", "gpu"), Map.of()))
                .hasMessageStartingWith("environment: ")
                .hasMessageContaining("must be auto, cpu, cuda or cuda:N");
    }

    @Test
    void shouldTakeValuesFromWhereTheyAreKept() throws IOException {
        Path folder = Files.createDirectories(this.folder.resolve("secrets"));
        Files.writeString(folder.resolve("password"), "horse\n");
        Files.writeString(folder.resolve("kafka.properties"), "address=broker:9093\n");
        var sets = Map.of(
                "kafka.sasl.jaas.config",
                "Login required password=\"${directory:" + folder + ":password}\";",
                "kafka.bootstrap.servers",
                "${file:" + folder + "/kafka.properties:address}",
                "earshot.http.token",
                "${directory:" + folder + ":password}");

        Config config = Config.load(null, Map.of(), sets);

        assertThat(config.kafka())
                .containsEntry("sasl.jaas.config", "Login required password=\"horse\";")
                .containsEntry("bootstrap.servers", "broker:9093");
        assertThat(config.http().token()).isEqualTo("horse");
        assertThat(String.join("\n", config.describe()))
                .contains("${file:" + folder + "/kafka.properties:address}")
                .doesNotContain("horse");
    }

    @Test
    void shouldSayWhichValueIsNotWhereItShouldBe() {
        var sets = Map.of("earshot.http.token", "${directory:" + folder + ":no-such-file}");

        assertThatThrownBy(() -> Config.load(null, Map.of(), sets))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--set: earshot.http.token: there is nothing at ${directory:")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldReadTheRetentionOfALabel() {
        var config = Config.load(
                null,
                Map.of("EARSHOT_EVIDENCE_RETENTION_GUN_SHOT_MS", "0", "EARSHOT_EVIDENCE_RETENTION_MS", "5"),
                Map.of("earshot.evidence.retention.dog.ms", "1000"));

        assertThat(config.evidenceRetention())
                .containsOnly(Map.entry("gun_shot", Duration.ZERO), Map.entry("dog", Duration.ofSeconds(1)));
        assertThat(config.evidence().retention().toMillis()).isEqualTo(5);
        assertThatThrownBy(() -> set("earshot.evidence.retention.dog.ms", "-1"))
                .hasMessage(
                        "earshot.evidence.retention.dog.ms = -1: must be milliseconds, 0 or more; 0 keeps for ever");
    }

    @Test
    void shouldMaskSecrets() {
        var config = Config.load(
                null,
                Map.of("EARSHOT_HTTP_TOKEN", "hush"),
                Map.of(
                        "kafka.sasl.jaas.config", "password=hush",
                        "kafka.ssl.key.password", "hush",
                        "kafka.schema.registry.url", "https://me:hush/hush@registry",
                        "earshot.evidence.s3.endpoint", "https://store/?token=hush"));

        assertThat(config.http().token()).isEqualTo("hush");
        assertThat(config.describe()).noneMatch(line -> line.contains("hush"));
        assertThat(config.describe()).contains("kafka.sasl.jaas.config = ********  (--set)");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        var broken = folder.resolve("broken.yaml");
        Files.writeString(broken, "earshot:\n  clip: [1\n");
        var twice = folder.resolve("twice.yaml");
        Files.writeString(twice, "earshot: {clip.blocks: 1}\nearshot.clip.blocks: 2\n");

        assertThatThrownBy(() -> Config.load(folder.resolve("none.yaml"), Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("none.yaml: cannot read the configuration file");
        assertThatThrownBy(() -> Config.load(broken, Map.of(), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(broken + ":3: not valid YAML");
        assertThatThrownBy(() -> Config.load(twice, Map.of(), Map.of()))
                .hasMessage(twice + ":2: earshot.clip.blocks: stands twice; keep one of them");
        var none = Files.writeString(folder.resolve("null.yaml"), "earshot:\n  device:\n");
        assertThatThrownBy(() -> Config.load(none, Map.of(), Map.of()))
                .hasMessage(none + ":2: earshot.device: has no value; write one or remove it");
        var nested = Files.writeString(folder.resolve("nested.yaml"), "earshot:\n  device: [{a: b}]\n");
        assertThatThrownBy(() -> Config.load(nested, Map.of(), Map.of()))
                .hasMessage(nested + ":2: earshot.device: must be a single value, is a mapping");
    }

    @Test
    void shouldTakeWhatStandsInAFileOfComments() throws IOException {
        var comments = Files.writeString(folder.resolve("comments.yaml"), "# earshot.clip.blocks: 2\n");
        var values = Files.writeString(
                folder.resolve("values.yaml"), "kafka:\n  client.id: 007\n  bootstrap.servers: [a:1, b:2]\n");

        assertThat(Config.load(comments, Map.of(), Map.of()).detection().clipBlocks())
                .isEqualTo(Config.defaults().detection().clipBlocks());
        assertThat(Config.load(values, Map.of(), Map.of()).kafka())
                .containsEntry("client.id", "007")
                .containsEntry("bootstrap.servers", "a:1,b:2");
    }

    private static Config set(String key, String value) {
        return Config.load(null, Map.of(), Map.of(key, value));
    }

    private static String text(Config config, String key) {
        KeyValues values = config.values();
        return switch (ConfigKeys.DEFINITION.configKeys().get(key).type) {
            case INT -> String.valueOf(values.integer(key));
            case LONG -> String.valueOf(values.number(key));
            case DOUBLE -> String.valueOf(values.decimal(key));
            case BOOLEAN -> String.valueOf(values.flag(key));
            case PASSWORD -> values.secret(key);
            default -> values.string(key);
        };
    }

    private static Map<String, String> everyKey() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("earshot.model", "light");
        values.put("earshot.model.sha256", "ab".repeat(32));
        values.put("earshot.device", "cuda:1");
        values.put("earshot.precision", "int8");
        values.put("earshot.infer.threads", "2");
        values.put("earshot.infer.batch.max", "8");
        values.put("earshot.infer.batch.linger.ms", "50");
        values.put("earshot.infer.cache.bytes", "1048576");
        values.put("earshot.sensitivity", "quiet");
        values.put("earshot.clip.blocks", "5");
        values.put("earshot.gap.fill.max.ms", "3000");
        values.put("earshot.reorder.window.ms", "500");
        values.put("earshot.sources.max", "77");
        values.put("earshot.stale.after.ms", "60000");
        values.put("earshot.source.speed.max", "3");
        values.put("earshot.source.burst.ms", "20000");
        values.put("earshot.events.ongoing.blocks", "4");
        values.put("earshot.tags.enabled", "true");
        values.put("earshot.levels.enabled", "false");
        values.put("earshot.levels.calibration.db", "93.5");
        values.put("earshot.topic.audio", "a");
        values.put("earshot.topic.events", "b");
        values.put("earshot.topic.tags", "c");
        values.put("earshot.topic.source.status", "d");
        values.put("earshot.topic.levels", "l");
        values.put("earshot.topic.dead.letters", "e");
        values.put("earshot.topic.reviews", "f");
        values.put("earshot.start.wait.ms", "5000");
        values.put("earshot.topics.partitions", "12");
        values.put("earshot.topics.replication", "3");
        values.put("earshot.status.interval.ms", "20000");
        values.put("earshot.store.memory.bytes", "134217728");
        values.put("earshot.evidence", "masked");
        values.put("earshot.evidence.store", "s3://evidence/site-1");
        values.put("earshot.evidence.pre.roll.ms", "4000");
        values.put("earshot.evidence.post.roll.ms", "1000");
        values.put("earshot.evidence.longest.ms", "30000");
        values.put("earshot.evidence.patience.ms", "5000");
        values.put("earshot.evidence.retention.ms", "86400000");
        values.put("earshot.evidence.speech.labels", "speech,laughing");
        values.put("earshot.evidence.s3.endpoint", "http://127.0.0.1:9000");
        values.put("earshot.evidence.s3.region", "eu-west-1");
        values.put("earshot.http.enabled", "false");
        values.put("earshot.http.bind", "0.0.0.0");
        values.put("earshot.http.port", "9000");
        values.put("earshot.http.token", "secret");
        values.put("earshot.page.enabled", "true");
        values.put("earshot.log.format", "json");
        values.put("earshot.log.level", "debug");
        values.put("kafka.bootstrap.servers", "broker:9093");
        values.put("streams.num.stream.threads", "2");
        return values;
    }
}
