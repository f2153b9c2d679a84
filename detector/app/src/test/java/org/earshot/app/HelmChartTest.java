package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.earshot.app.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart, rendered by Helm with the values that operators give it. */
class HelmChartTest {
    private static final Path CHART = Path.of("..", "..", "deploy", "kubernetes", "earshot");
    /** Without one the chart asks the cluster whether it has made one before, and there is no cluster here. */
    private static final String TOKEN = "http: {tokenSecret: token}\n";

    private static final String KAFKA = "kafka: {bootstrapServers: 'kafka:9093'}\n";

    @TempDir
    private Path folder;

    @Test
    void shouldGiveTheDetectorSettingsThatItReads() throws IOException {
        var rendered = render(KAFKA + """
                config:
                  earshot.store.memory.bytes: 268435456
                  earshot.evidence.retention.ms: 2592000000
                  earshot.threshold.*.gate: 0.25
                  earshot.tags.enabled: true
                  earshot.clip.blocks: 5
                """);

        Path file = folder.resolve("earshot.yaml");
        Files.writeString(
                file, of(rendered, "ConfigMap").at("/data/earshot.yaml").asText());
        Config config = Config.load(file, Map.of(), Map.of());
        assertThat(config.state().memoryBytes()).isEqualTo(268_435_456L);
        assertThat(config.evidence().retention().toMillis()).isEqualTo(2_592_000_000L);
        assertThat(config.detection().tagsEnabled()).isTrue();
        assertThat(config.detection().clipBlocks()).isEqualTo(5);
        assertThat(config.streams()).containsEntry("main.consumer.session.timeout.ms", "45000");
    }

    @Test
    void shouldMountAModelOfOnesOwnAndTakeMoreVariables() throws IOException {
        var rendered = render(KAFKA + """
                extraVolumes: [{name: models, persistentVolumeClaim: {claimName: models}}]
                extraVolumeMounts: [{name: models, mountPath: /models, readOnly: true}]
                extraEnv: [{name: AWS_REGION, value: eu-central-1}]
                extraEnvFrom: [{secretRef: {name: s3}}]
                initContainers: [{name: fetch, image: curl}]
                annotations: {team: ears}
                serviceAccount: {annotations: {role: reader}}
                service: {annotations: {scrape: "yes"}}
                """);

        JsonNode set = of(rendered, "StatefulSet");
        JsonNode pod = set.at("/spec/template/spec");
        assertThat(set.at("/metadata/annotations/team").asText()).isEqualTo("ears");
        assertThat(pod.get("volumes"))
                .anySatisfy(v -> assertThat(v.get("name").asText()).isEqualTo("models"));
        assertThat(pod.at("/containers/0/volumeMounts"))
                .anySatisfy(m -> assertThat(m.get("mountPath").asText()).isEqualTo("/models"));
        assertThat(pod.at("/containers/0/env"))
                .anySatisfy(e -> assertThat(e.path("value").asText()).isEqualTo("eu-central-1"));
        assertThat(pod.at("/containers/0/envFrom/0/secretRef/name").asText()).isEqualTo("s3");
        assertThat(pod.at("/initContainers/0/name").asText()).isEqualTo("fetch");
        assertThat(of(rendered, "ServiceAccount")
                        .at("/metadata/annotations/role")
                        .asText())
                .isEqualTo("reader");
        assertThat(of(rendered, "Service").at("/metadata/annotations/scrape").asText())
                .isEqualTo("yes");
    }

    @Test
    void shouldLetTheDetectorReachWhatItNeedsBesideKafka() throws IOException {
        var rendered = render(KAFKA + "networkPolicy: {egress: [{ports: [{protocol: TCP, port: 443}]}]}\n");

        assertThat(of(rendered, "NetworkPolicy").at("/spec/egress"))
                .anySatisfy(rule -> assertThat(rule.at("/ports/0/port").asInt()).isEqualTo(443));
    }

    @Test
    void shouldScaleByLagWithTheCredentialsOfTheListener() throws IOException {
        var rendered = render("""
                kafka:
                  bootstrapServers: kafka:9093
                  settings: {security.protocol: SASL_SSL, sasl.mechanism: SCRAM-SHA-512}
                autoscaling: {kind: keda, authenticationRef: kafka-lag, lagPerReplica: 2000000}
                """);

        JsonNode trigger = of(rendered, "ScaledObject").at("/spec/triggers/0");
        assertThat(trigger.at("/authenticationRef/name").asText()).isEqualTo("kafka-lag");
        assertThat(trigger.at("/metadata/tls").asText()).isEqualTo("enable");
        assertThat(trigger.at("/metadata/sasl").asText()).isEqualTo("scram_sha512");
        assertThat(trigger.at("/metadata/lagThreshold").asText()).isEqualTo("2000000");
    }

    @Test
    void shouldNotScaleByALagThatNobodyMayRead() {
        assertThatThrownBy(() -> render("""
                kafka: {bootstrapServers: 'kafka:9093', settings: {security.protocol: SSL}}
                autoscaling: {kind: keda}
                """)).hasMessageContaining("authenticationRef");
    }

    @Test
    void shouldScaleByLagOfAPlainListenerWithoutAnything() throws IOException {
        var rendered = render(KAFKA + "autoscaling: {kind: keda}\n");

        assertThat(of(rendered, "ScaledObject")
                        .at("/spec/triggers/0/metadata/topic")
                        .asText())
                .isEqualTo("earshot.audio");
    }

    /** The library's Helm takes every cluster for an old one, so the chart's word on that is left out. */
    private Path chart() throws IOException {
        Path copy = folder.resolve("earshot");
        try (Stream<Path> files = Files.walk(CHART, FileVisitOption.FOLLOW_LINKS)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(CHART.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.writeString(target, Files.readString(file).replaceAll("(?m)^kubeVersion:.*$", ""));
                }
            }
        }
        return copy;
    }

    private List<JsonNode> render(String values) throws IOException {
        Path file = Files.createTempFile(folder, "values", ".yaml");
        Files.writeString(file, values + TOKEN);
        String rendered = new Helm(chart())
                .template()
                .withName("earshot")
                .withValuesFile(file)
                .call();
        List<JsonNode> documents = new ArrayList<>();
        YAMLMapper mapper = new YAMLMapper();
        try (MappingIterator<JsonNode> all = mapper.readerFor(JsonNode.class).readValues(rendered)) {
            all.forEachRemaining(documents::add);
        }
        return documents;
    }

    private static JsonNode of(List<JsonNode> rendered, String kind) {
        return rendered.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
