package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.earshot.core.model.ShippedModels;
import org.earshot.edges.alert.AlertConfig;
import org.earshot.edges.alert.KnownLabels;
import org.earshot.edges.feed.FeedConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the files of the folder deploy together. */
class DeployFilesTest {
    private static final Path DEPLOY = Path.of("..", "..", "deploy");

    @TempDir
    private Path folder;

    @Test
    void shouldHaveAnAnswerForEveryAlert() throws IOException {
        var runbook = Files.readString(DEPLOY.resolve("RUNBOOK.md"));

        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            var name = alert.get("alert").asText();
            assertThat(runbook).contains("\n## " + name + "\n");
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("RUNBOOK.md#" + name.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void shouldFireEveryAlertOnPurpose() throws IOException {
        var tests = Files.readString(DEPLOY.resolve("prometheus/alerts.test.yaml"));

        assertThat(alerts())
                .allSatisfy(alert -> assertThat(tests)
                        .contains("RUNBOOK.md#" + alert.get("alert").asText().toLowerCase(Locale.ROOT)));
    }

    @Test
    void shouldShowTheDashboardAsValidJson() throws IOException {
        var dashboard =
                new ObjectMapper().readTree(Files.readString(DEPLOY.resolve("grafana/dashboards/earshot.json")));

        assertThat(dashboard.get("panels")).allSatisfy(panel -> {
            assertThat(panel.get("title").asText()).isNotBlank();
            if (!panel.get("type").asText().equals("row")) {
                assertThat(panel.get("targets")).isNotEmpty();
            }
        });
    }

    @Test
    void shouldNameOneVersionEverywhere() throws IOException {
        var program = Pattern.compile("<artifactId>earshot</artifactId>\\s*<version>(.+?)(-SNAPSHOT)?</version>")
                .matcher(Files.readString(DEPLOY.resolve("../pom.xml")));
        assertThat(program.find()).isTrue();
        String version = program.group(1);

        JsonNode chart = yaml("kubernetes/earshot/Chart.yaml");
        assertThat(chart.get("version").asText()).isEqualTo(version);
        assertThat(chart.get("appVersion").asText()).isEqualTo(version);
        assertThat(yaml("compose.yaml").at("/services/detector/image").asText()).isEqualTo("earshot:" + version);
        assertThat(Files.readString(DEPLOY.resolve("Dockerfile")))
                .contains("org.opencontainers.image.version=\"" + version + "\"");
    }

    @Test
    void shouldCopyIntoTheImageWhatIsThere() throws IOException {
        var copies = Files.readAllLines(DEPLOY.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .map(line -> line.split(" "))
                .flatMap(words -> Stream.of(words).skip(1).limit(words.length - 2))
                .toList();

        assertThat(copies)
                .contains("pom.xml", "detector")
                .allSatisfy(
                        name -> assertThat(DEPLOY.resolve("..").resolve(name).normalize())
                                .exists());
    }

    @Test
    void shouldComposeASampleMicrophoneAndAlertsFromWhatIsThere() throws IOException {
        JsonNode compose = yaml("compose.yaml");
        JsonNode sources = compose.at("/configs/sample-sources/content");
        JsonNode rules = compose.at("/configs/alerts-rules/content");

        FeedConfig feed = FeedConfig.read(written("sources.yaml", sources), Map.of());
        KnownLabels labels = KnownLabels.of(ShippedModels.open("full").manifest());

        assertThat(AlertConfig.read(written("rules.yaml", rules), Map.of(), labels)
                        .rules())
                .isNotEmpty();
        Path audio = DEPLOY.resolve("../detector/app/src/main/resources/org/earshot/demo");
        assertThat(feed.sources())
                .isNotEmpty()
                .allSatisfy(source ->
                        assertThat(audio.resolve(source.file().getFileName())).exists());
        assertThat(compose.at("/services/microphone/volumes/0").asText())
                .isEqualTo("../detector/app/src/main/resources/org/earshot/demo:/audio:ro");
    }

    @Test
    void shouldAskOnlyADetectorForItsHealth() throws IOException {
        JsonNode services = yaml("compose.yaml").get("services");
        List<String> asked = new ArrayList<>();
        services.properties().forEach(service -> {
            boolean ours = service.getValue().path("image").asText().startsWith("earshot:");
            if (ours && !service.getValue().at("/healthcheck/disable").asBoolean()) {
                asked.add(service.getKey());
            }
        });

        assertThat(asked).containsExactly("detector");
    }

    @Test
    void shouldLetComposeWriteTheConfigsThatStandInItsFile() throws IOException {
        JsonNode compose = yaml("compose.yaml");
        List<JsonNode> written = new ArrayList<>();
        for (JsonNode service : compose.get("services")) {
            for (JsonNode config : service.path("configs")) {
                if (compose.at("/configs/" + config.get("source").asText()).has("content")) {
                    written.add(service);
                }
            }
        }

        // What is not said is as in x-hardened, which this parser does not merge.
        assertThat(written)
                .hasSizeGreaterThan(3)
                .allSatisfy(service ->
                        assertThat(service.path("read_only").asBoolean(true)).isFalse());
        assertThat(compose.at("/x-hardened/read_only").asBoolean()).isTrue();
    }

    @Test
    void shouldDescribeAStrimziClusterThatHoldsTheTopics() throws IOException {
        List<JsonNode> cluster = documents("kubernetes/strimzi/kafka.yaml");
        List<JsonNode> topics = documents("kubernetes/strimzi/topics.yaml");

        JsonNode pool = cluster.get(0);
        JsonNode kafka = cluster.get(1);
        String name = kafka.at("/metadata/name").asText();
        assertThat(pool.at("/metadata/labels").findValuesAsText("strimzi.io/cluster"))
                .containsExactly(name);
        assertThat(kafka.at("/spec/kafka/authorization/type").asText()).isEqualTo("simple");
        assertThat(kafka.at("/spec/kafka/listeners/0/authentication/type").asText())
                .isEqualTo("tls");
        assertThat(topics).isNotEmpty().allSatisfy(topic -> {
            assertThat(topic.at("/metadata/labels").findValuesAsText("strimzi.io/cluster"))
                    .containsExactly(name);
            assertThat(topic.at("/spec/replicas").asInt())
                    .isEqualTo(pool.at("/spec/replicas").asInt());
        });
    }

    private Path written(String name, JsonNode content) throws IOException {
        return Files.writeString(folder.resolve(name), content.asText());
    }

    private static List<JsonNode> documents(String name) throws IOException {
        try (MappingIterator<JsonNode> all = new YAMLMapper()
                .readerFor(JsonNode.class)
                .readValues(DEPLOY.resolve(name).toFile())) {
            return all.readAll();
        }
    }

    private static JsonNode yaml(String name) throws IOException {
        return new YAMLMapper().readTree(Files.readString(DEPLOY.resolve(name)));
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        yaml("prometheus/alerts.yaml").at("/groups/0/rules").forEach(alerts::add);
        return alerts;
    }
}
