package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.earshot.app.config.Config;
import org.earshot.core.model.ShippedModels;
import org.earshot.edges.alert.AlertConfig;
import org.earshot.edges.alert.KnownLabels;
import org.earshot.edges.bridge.BridgeConfig;
import org.earshot.edges.feed.FeedConfig;
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

        Config config = settings(rendered);
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
    void shouldLetInWhoComesToThePageFromOutside() throws IOException {
        String page = KAFKA + TOKEN + "page: {enabled: true, service: {type: %s}}\n%s";

        assertThat(of(render(page.formatted("LoadBalancer", "")), "NetworkPolicy")
                        .at("/spec/ingress/0")
                        .has("from"))
                .isFalse();
        assertThat(of(render(page.formatted("ClusterIP", "")), "NetworkPolicy")
                        .at("/spec/ingress/0/from/0")
                        .has("namespaceSelector"))
                .isTrue();
        assertThat(of(
                                render(page.formatted(
                                        "NodePort", "networkPolicy: {from: [{ipBlock: {cidr: 10.1.0.0/16}}]}\n")),
                                "NetworkPolicy")
                        .at("/spec/ingress/0/from/0/ipBlock/cidr")
                        .asText())
                .isEqualTo("10.1.0.0/16");
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

    @Test
    void shouldScaleByTheLagOfTheKafkaThatTheClientsHave() throws IOException {
        var rendered = render("""
                kafka: {bootstrapServers: 'kafka:9093', settings: {bootstrap.servers: 'inner:9093'}}
                autoscaling: {kind: keda}
                """);

        assertThat(of(rendered, "ScaledObject")
                        .at("/spec/triggers/0/metadata/bootstrapServers")
                        .asText())
                .isEqualTo("inner:9093");
    }

    @Test
    void shouldServeThePageUnderANameOfItsOwn() throws IOException {
        var rendered = render(KAFKA + """
                page:
                  enabled: true
                  service: {port: 8000, annotations: {team: ears}}
                  ingress: {enabled: true, className: nginx, host: ears.example.org, tlsSecret: ears-tls}
                """);

        JsonNode service = of(rendered, "Service", "earshot-page");
        assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(8000);
        assertThat(service.at("/metadata/annotations/team").asText()).isEqualTo("ears");
        assertThat(service.at("/spec/selector"))
                .isEqualTo(of(rendered, "StatefulSet").at("/spec/selector/matchLabels"));
        JsonNode ingress = of(rendered, "Ingress").get("spec");
        assertThat(ingress.get("ingressClassName").asText()).isEqualTo("nginx");
        assertThat(ingress.at("/rules/0/host").asText()).isEqualTo("ears.example.org");
        assertThat(ingress.at("/rules/0/http/paths/0/backend/service/name").asText())
                .isEqualTo("earshot-page");
        assertThat(ingress.at("/tls/0/secretName").asText()).isEqualTo("ears-tls");
        assertThat(settings(rendered).http().pageEnabled()).isTrue();
    }

    @Test
    void shouldNotShowThePageUnlessAsked() throws IOException {
        var rendered = render(KAFKA);

        assertThat(kinds(rendered)).doesNotContain("Ingress", "Deployment").containsOnlyOnce("Service");
        assertThat(settings(rendered).http().pageEnabled()).isFalse();
    }

    @Test
    void shouldTakeNamesClassesAndADigest() throws IOException {
        String digest = "sha256:" + "0123456789abcdef".repeat(4);
        var rendered = render(KAFKA + """
                nameOverride: ears
                image: {repository: registry.example.org/earshot, tag: ignored, digest: "%s"}
                priorityClassName: high
                runtimeClassName: nvidia
                """.formatted(digest));

        JsonNode set = of(rendered, "StatefulSet");
        JsonNode pod = set.at("/spec/template/spec");
        assertThat(set.at("/metadata/name").asText()).isEqualTo("earshot-ears");
        assertThat(pod.at("/containers/0/image").asText()).isEqualTo("registry.example.org/earshot@" + digest);
        assertThat(pod.get("priorityClassName").asText()).isEqualTo("high");
        assertThat(pod.get("runtimeClassName").asText()).isEqualTo("nvidia");
        assertThat(of(render(KAFKA + "fullnameOverride: ears\n"), "StatefulSet")
                        .at("/metadata/name")
                        .asText())
                .isEqualTo("ears");
    }

    @Test
    void shouldRunAlertsBridgeAndPublishWithFilesThatTheyRead() throws IOException {
        var rendered = render("""
                kafka: {bootstrapServers: 'kafka:9093', settings: {security.protocol: SSL, fetch.max.bytes: 52428800}}
                alerts:
                  enabled: true
                  rules:
                    rules: [{name: dogs, labels: [dog], cooldown_ms: 3600000, send: [log]}]
                    sinks: {log: {type: webhook, url: "https://hooks.example.org", secret: "${HOOK}"}}
                  args: [--model, light]
                  kafkaSecret: alerts-user
                  extraEnvFrom: [{secretRef: {name: hooks}}]
                bridge:
                  enabled: true
                  config: {gateways: [{host: mqtt.example.org}]}
                publish:
                  enabled: true
                  sources: [{id: gate, url: "rtsp://camera-1/stream"}]
                  tlsSecret: sender-tls
                """);

        KnownLabels labels = KnownLabels.of(ShippedModels.open("light").manifest());
        assertThat(AlertConfig.read(file(rendered, "alerts"), Map.of("HOOK", "s"), labels)
                        .rules())
                .singleElement()
                .satisfies(rule -> assertThat(rule.coolDown()).isEqualTo(Duration.ofHours(1)));
        assertThat(BridgeConfig.read(file(rendered, "bridge"), Map.of()).gateways())
                .singleElement();
        assertThat(FeedConfig.read(file(rendered, "publish"), Map.of()).sources())
                .singleElement();
        assertThat(of(rendered, "ConfigMap", "earshot-alerts")
                        .at("/data/kafka.properties")
                        .asText())
                .contains("bootstrap.servers=kafka:9093", "security.protocol=SSL", "fetch.max.bytes=52428800");
        assertThat(container(rendered, "alerts").get("args").toString())
                .isEqualTo("[\"alerts\",\"--rules\",\"/etc/earshot/alerts.yaml\","
                        + "\"--kafka-config\",\"/etc/earshot/kafka.properties\",\"--model\",\"light\"]");
        assertThat(container(rendered, "alerts").findValuesAsText("name")).containsSubsequence("alerts-user", "hooks");
        assertThat(container(rendered, "publish")
                        .at("/volumeMounts/2/mountPath")
                        .asText())
                .isEqualTo("/etc/earshot-tls");
        assertThat(container(rendered, "bridge")
                        .at("/securityContext/readOnlyRootFilesystem")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void shouldPutTheSettingsAboveTheValuesForAllOfTheChart() throws IOException {
        var rendered = render("""
                kafka: {bootstrapServers: 'kafka:9093', settings: {security.protocol: PLAINTEXT}}
                config:
                  kafka.bootstrap.servers: other:9094
                  kafka.security.protocol: SSL
                  kafka.fetch.max.bytes: 52428800
                  streams.application.id: ears
                  streams.state.dir: /elsewhere
                  earshot.http.port: 8181
                  earshot.topic.audio: yard.audio
                  earshot.topic.events: yard.events
                autoscaling: {kind: keda, authenticationRef: kafka-lag}
                alerts: {enabled: true, rules: {rules: [], sinks: {}}}
                bridge: {enabled: true, config: {gateways: [{host: mqtt}]}, args: [--audio-topic=mine]}
                publish: {enabled: true, sources: [{id: gate, url: "rtsp://camera-1/stream"}]}
                """);

        for (String edge : List.of("alerts", "bridge", "publish")) {
            assertThat(of(rendered, "ConfigMap", "earshot-" + edge)
                            .at("/data/kafka.properties")
                            .asText()
                            .lines())
                    .containsExactlyInAnyOrder(
                            "bootstrap.servers=other:9094", "security.protocol=SSL", "fetch.max.bytes=52428800");
        }
        assertThat(container(rendered, "alerts").get("args").toString())
                .contains("\"--events-topic\",\"yard.events\"")
                .doesNotContain("dead-letters");
        assertThat(container(rendered, "bridge").get("args").toString())
                .contains("\"--events-topic\",\"yard.events\"", "--audio-topic=mine")
                .doesNotContain("yard.audio");
        assertThat(container(rendered, "publish").get("args").toString()).contains("\"--topic\",\"yard.audio\"");
        JsonNode trigger = of(rendered, "ScaledObject").at("/spec/triggers/0/metadata");
        assertThat(trigger.get("bootstrapServers").asText()).isEqualTo("other:9094");
        assertThat(trigger.get("consumerGroup").asText()).isEqualTo("ears");
        assertThat(trigger.get("tls").asText()).isEqualTo("enable");
        JsonNode detector = of(rendered, "StatefulSet").at("/spec/template/spec/containers/0");
        assertThat(detector.at("/ports/0/containerPort").asInt()).isEqualTo(8181);
        assertThat(detector.at("/volumeMounts/0/mountPath").asText()).isEqualTo("/elsewhere");
        assertThat(settings(rendered).kafka()).containsEntry("bootstrap.servers", "other:9094");
    }

    @Test
    void shouldKeepTheVolumeWhereItsOtherFoldersLie() throws IOException {
        var rendered =
                render(KAFKA + "config: {streams.state.dir: /data/state, earshot.evidence.store: /data/evidence}\n");

        assertThat(of(rendered, "StatefulSet")
                        .at("/spec/template/spec/containers/0/volumeMounts/0/mountPath")
                        .asText())
                .isEqualTo("/data");
    }

    @Test
    void shouldKeepTheVolumesOfPodsThatAreScaledAwayIfEvidenceLiesOnThem() throws IOException {
        assertThat(whenScaled("config: {earshot.evidence.store: /data/evidence}"))
                .isEqualTo("Retain");
        assertThat(whenScaled("extraEnv: [{name: EARSHOT_EVIDENCE_STORE, value: /data/evidence}]"))
                .isEqualTo("Retain");
        assertThat(whenScaled("config: {earshot.evidence.store: 's3://bucket/evidence'}"))
                .isEqualTo("Delete");
        assertThat(whenScaled("config: {earshot.evidence: none}")).isEqualTo("Delete");
    }

    private String whenScaled(String values) throws IOException {
        return of(render(KAFKA + values + "\n"), "StatefulSet")
                .at("/spec/persistentVolumeClaimRetentionPolicy/whenScaled")
                .asText();
    }

    @Test
    void shouldGiveTheEdgesSettingsOfAnyText() throws IOException {
        var rendered = render(KAFKA + """
                config:
                  kafka.group.id: ours
                  kafka.ssl.truststore.type: PEM
                  kafka.sasl.jaas.config: 'module required username="a\\b";'
                  kafka.ssl.truststore.certificates: |
                    -----BEGIN CERTIFICATE-----
                    MIIB
                    -----END CERTIFICATE-----
                alerts: {enabled: true, rules: {rules: [], sinks: {}}}
                """);

        Properties client = new Properties();
        client.load(new StringReader(of(rendered, "ConfigMap", "earshot-alerts")
                .at("/data/kafka.properties")
                .asText()));
        assertThat(client)
                .containsEntry("sasl.jaas.config", "module required username=\"a\\b\";")
                .containsEntry(
                        "ssl.truststore.certificates", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n")
                .as("alerts and bridge would share it")
                .doesNotContainKey("group.id");
    }

    /** A policy or Service of the detectors that also finds the edges would open or close the wrong doors. */
    @Test
    void shouldKeepTheEdgesApartFromTheDetectors() throws IOException {
        var rendered = render(KAFKA + "bridge: {enabled: true, config: {gateways: [{host: mqtt}]}}\n");

        JsonNode detectors = of(rendered, "StatefulSet").at("/spec/selector/matchLabels");
        JsonNode bridge = of(rendered, "Deployment").at("/spec/template/metadata/labels");
        assertThat(bridge.get("app.kubernetes.io/name")).isNotEqualTo(detectors.get("app.kubernetes.io/name"));
        assertThat(of(rendered, "NetworkPolicy", "earshot-bridge")
                        .at("/spec/egress/2/ports/0/port")
                        .asInt())
                .isEqualTo(1883);
    }

    @Test
    void shouldPutEveryOtherValueWhereItBelongs() throws IOException {
        String rendered = text("""
                kafka: {bootstrapServers: 'kafka:9093', secret: users-secret, tlsSecret: users-tls}
                image: {tag: "7.7", pullPolicy: Always}
                imagePullSecrets: [{name: pull-secret}]
                streams: {applicationId: ears, threads: 3, sessionTimeoutMs: 61000}
                http: {port: 8181, tokenSecret: token}
                resources: {requests: {cpu: 1250m}}
                javaOpts: -Xmx777m
                gpu: {enabled: true, count: 2, resource: example.org/card}
                persistence: {size: 11Gi, storageClass: fast-disks}
                podDisruptionBudget: {maxUnavailable: 33%}
                networkPolicy: {kafkaPorts: [9977], from: [{namespaceSelector: {matchLabels: {team: watchers}}}]}
                autoscaling: {kind: hpa, minReplicas: 4, maxReplicas: 44, cpuPercent: 66}
                monitoring: {podMonitor: true, prometheusRule: true, dashboard: true, labels: {release: prom}}
                podAnnotations: {note: pod-note}
                podLabels: {tier: pod-tier}
                nodeSelector: {disk: node-disk}
                tolerations: [{key: taint-key}]
                affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
                terminationGracePeriodSeconds: 99
                """);

        assertThat(rendered)
                .contains("users-secret", "users-tls", "earshot:7.7", "Always", "pull-secret", "8181", "1250m")
                .contains("streams.application.id: \"ears\"", "num.stream.threads: \"3\"", "timeout.ms: \"61000\"")
                .contains("-Xmx777m", "example.org/card: 2", "earshot.device: \"cuda\"", "11Gi", "fast-disks", "33%")
                .contains("port: 9977", "team: watchers", "minReplicas: 4", "maxReplicas: 44", "averageUtilization: 66")
                .contains("kind: PodMonitor", "kind: PrometheusRule", "grafana_dashboard", "release: prom")
                .contains("pod-note", "pod-tier", "node-disk", "taint-key", "podAntiAffinity", "PeriodSeconds: 99");
    }

    @Test
    void shouldRefuseEdgesWithNothingToDo() {
        for (String edge : List.of("alerts", "bridge", "publish")) {
            assertThatThrownBy(() -> render(KAFKA + edge + ": {enabled: true}\n"))
                    .as(edge)
                    .hasMessageContaining(edge);
        }
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

    private String text(String values) throws IOException {
        Path file = Files.createTempFile(folder, "values", ".yaml");
        Files.writeString(file, values);
        return new Helm(chart())
                .template()
                .withName("earshot")
                .withValuesFile(file)
                .call();
    }

    private List<JsonNode> render(String values) throws IOException {
        String rendered = text(values + TOKEN);
        List<JsonNode> documents = new ArrayList<>();
        YAMLMapper mapper = new YAMLMapper();
        try (MappingIterator<JsonNode> all = mapper.readerFor(JsonNode.class).readValues(rendered)) {
            all.forEachRemaining(documents::add);
        }
        return documents;
    }

    private static JsonNode of(List<JsonNode> rendered, String kind) {
        return of(rendered, kind, ".*");
    }

    private static JsonNode of(List<JsonNode> rendered, String kind, String name) {
        return rendered.stream()
                .filter(document -> document.path("kind").asText().equals(kind))
                .filter(document -> document.at("/metadata/name").asText().matches(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> kinds(List<JsonNode> rendered) {
        return rendered.stream().map(document -> document.path("kind").asText()).toList();
    }

    private static JsonNode container(List<JsonNode> rendered, String edge) {
        return of(rendered, "Deployment", "earshot-" + edge).at("/spec/template/spec/containers/0");
    }

    private Path file(List<JsonNode> rendered, String edge) throws IOException {
        JsonNode data = of(rendered, "ConfigMap", "earshot-" + edge).get("data");
        return Files.writeString(
                folder.resolve(edge + ".yaml"), data.get(edge + ".yaml").asText());
    }

    private Config settings(List<JsonNode> rendered) throws IOException {
        JsonNode data = of(rendered, "ConfigMap", "earshot").get("data");
        Path file = Files.writeString(
                folder.resolve("settings.yaml"), data.get("earshot.yaml").asText());
        return Config.load(file, Map.of(), Map.of());
    }
}
