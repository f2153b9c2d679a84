package org.earshot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.earshot.app.command.Permissions;
import org.earshot.app.config.Config;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.core.NeedsProgram;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.TestModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every role against a broker with TLS that allows what the deployment's ACLs say and nothing else. */
@Tag("integration")
class SecuredBrokerTest {
    private static final String DETECTOR = "earshot-detector";
    private static final String CHANGELOG = "earshot-sources-changelog";
    private static final String PAGE = "earshot-detector-page";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path folder;

    private static Map<String, List<AclBinding>> roles;
    private static SecuredBroker broker;
    private static MaskNetwork network;
    private static RoleWork work;

    private interface Work {
        void run() throws Exception;
    }

    @BeforeAll
    static void startBroker() throws Exception {
        network =
                OnnxMaskNetwork.open(TestModels.tiny(), DeviceChoice.parse("cpu"), InferenceSettings.singleThreaded());
        roles = RoleAcls.read();
        broker = new SecuredBroker(folder, List.copyOf(roles.keySet()), List.of("stranger"));
        for (List<AclBinding> acls : roles.values()) {
            broker.allow(acls);
        }
        work = new RoleWork(broker, network, folder);
    }

    @AfterAll
    static void stopBroker() {
        network.close();
        broker.close();
    }

    @Test
    void shouldAllowASenderWhatItNeedsAndNoMore() throws Exception {
        shouldNeedEveryAcl("earshot-sender", () -> work.send("earshot-sender"));
    }

    @Test
    void shouldAllowAConsumerWhatItNeedsAndNoMore() throws Exception {
        shouldNeedEveryAcl("earshot-consumer", () -> work.consume("earshot-consumer"));
    }

    @Test
    void shouldAllowAlertsWhatTheyNeedAndNoMore() throws Exception {
        shouldNeedEveryAcl("earshot-alerts", () -> work.alert("earshot-alerts"));
    }

    @Test
    @NeedsProgram("mosquitto")
    void shouldAllowTheBridgeWhatItNeedsAndNoMore() throws Exception {
        try (Mosquitto mosquitto = new Mosquitto(folder)) {
            shouldNeedEveryAcl("earshot-bridge", () -> work.bridge("earshot-bridge", mosquitto.port()));
        }
    }

    @Test
    void shouldAllowTheDetectorWhatItNeedsAndNoMore() throws Exception {
        work.detect(DETECTOR);

        for (AclBinding acl : roles.get(DETECTOR)) {
            boolean creates = acl.entry().operation() == AclOperation.CREATE;
            if (creates) {
                broker.admin().deleteTopics(List.of(CHANGELOG)).all().get();
            }
            shouldFailWithout(acl, creates ? () -> work.detectSoon(DETECTOR) : () -> work.detect(DETECTOR));
            Config config = work.detector(DETECTOR);
            broker.forbid(acl);
            try (Admin admin = DetectorSetup.admin(config)) {
                assertThat(Permissions.missing(admin, config))
                        .as("what doctor says without " + acl)
                        .singleElement()
                        .isEqualTo(need(acl));
            } finally {
                broker.allow(List.of(acl));
            }
            if (creates) {
                work.detect(DETECTOR);
            }
        }
    }

    @Test
    void shouldAllowTheLivePageWhatItNeedsAndNoMore() throws Exception {
        List<AclBinding> pages = new ArrayList<>(roles.get(PAGE));
        Set<String> detectors =
                roles.get(DETECTOR).stream().map(acl -> need(acl).toString()).collect(Collectors.toSet());
        pages.removeIf(acl -> detectors.contains(need(acl).toString()));

        assertThat(pages).hasSize(5);
        assertThat(roles.get(PAGE)).hasSize(detectors.size() + pages.size());
        work.showPage(PAGE);
        for (AclBinding acl : pages) {
            shouldFailWithout(acl, () -> work.showPage(PAGE));
        }
    }

    @Test
    void shouldGrantNobodyMoreOnAnyTopic() throws Exception {
        Collection<String> topics = broker.admin().listTopics().names().get();
        for (Map.Entry<String, List<AclBinding>> role : roles.entrySet()) {
            try (Admin admin = Admin.create(broker.client(role.getKey()))) {
                for (String topic : topics) {
                    assertThat(granted(admin, topic))
                            .as(role.getKey() + " on " + topic)
                            .isEqualTo(listed(role.getValue(), topic));
                }
                assertThatThrownBy(() -> admin.createTopics(List.of(new NewTopic("elsewhere", 1, (short) 1)))
                                .all()
                                .get())
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
                assertThatThrownBy(() -> admin.deleteTopics(List.of("earshot.audio"))
                                .all()
                                .get())
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
    }

    @Test
    void shouldSayInDoctorWhatTheRoleFilesSay() {
        assertThat(Permissions.of(Config.defaults())).containsExactlyInAnyOrderElementsOf(needs(roles.get(DETECTOR)));
        assertThat(Permissions.of(Config.defaults().with(Map.of("earshot.page.enabled", "true"))))
                .containsExactlyInAnyOrderElementsOf(needs(roles.get(PAGE)));
    }

    @Test
    void shouldRefuseWhoHasNoCertificateInOneClearLine() throws Exception {
        Path stranger = properties("stranger", broker.certificates().client("stranger"));
        Path nobody = properties("nobody", broker.certificates().trust());
        Path distrustful = properties("distrustful", Map.of("security.protocol", "SSL"));

        for (Path config : List.of(stranger, nobody)) {
            for (List<String> command : clientCommands()) {
                assertThat(refusal(command, config))
                        .startsWith("earshot: Kafka")
                        .contains("asks for a client certificate that it trusts and got none")
                        .contains("set ssl.keystore.location");
            }
        }
        assertThat(refusal(List.of("events"), distrustful)).contains("a certificate that this client does not trust");
    }

    @Test
    void shouldTakeAPasswordFromAFileAndRefuseAWrongOne() throws Exception {
        broker.setPassword("site-7", "correct horse");
        var resource = new ResourcePattern(ResourceType.TOPIC, "earshot.audio", PatternType.LITERAL);
        var entry = new AccessControlEntry("User:site-7", "*", AclOperation.WRITE, AclPermissionType.ALLOW);
        broker.allow(List.of(new AclBinding(resource, entry)));
        Path password = Files.writeString(folder.resolve("password"), "correct horse\n");
        Map<String, String> settings = new HashMap<>(broker.certificates().trust());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"site-7\" password=\""
                        + "${directory:" + folder + ":password}\";");
        Path config = properties("site", settings);
        List<String> command = List.of("publish", "../core/src/test/resources/audio/tone-1khz-22050.mp3", "--fast");

        assertThat(execute(command, config, broker.scramAddress()).code).isZero();
        assertThat(execute(List.of("events"), config, broker.scramAddress()).err)
                .contains("does not allow this user to use topic earshot.events");

        Files.writeString(password, "battery staple");
        Ended wrong = execute(command, config, broker.scramAddress());
        assertThat(wrong.code).isEqualTo(ExitCodes.USAGE);
        assertThat(wrong.err.lines())
                .singleElement()
                .asString()
                .contains("refuses these credentials")
                .doesNotContain("staple");
    }

    private static void shouldNeedEveryAcl(String role, Work job) throws Exception {
        shouldSucceed(job);
        for (AclBinding acl : roles.get(role)) {
            shouldFailWithout(acl, job);
        }
        shouldSucceed(job);
    }

    /** A busy machine may take longer than what is taken for silence where something is forbidden. */
    private static void shouldSucceed(Work job) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (isRefused(job) && System.nanoTime() < until) {
            // Tried again.
        }
        job.run();
    }

    private static void shouldFailWithout(AclBinding acl, Work job) throws Exception {
        broker.forbid(acl);
        try {
            // The broker takes a moment to hear of what its controller forbids.
            long until = System.nanoTime() + PATIENCE.toNanos();
            boolean refused = false;
            while (!refused && System.nanoTime() < until) {
                refused = isRefused(job);
            }
            assertThat(refused).as("refused without " + acl).isTrue();
        } finally {
            broker.allow(List.of(acl));
        }
    }

    private static boolean isRefused(Work job) {
        try {
            job.run();
            return false;
        } catch (Exception refusal) {
            return true;
        }
    }

    private static List<Permissions.Need> needs(List<AclBinding> acls) {
        return acls.stream().map(SecuredBrokerTest::need).toList();
    }

    private static Permissions.Need need(AclBinding acl) {
        return new Permissions.Need(acl.entry().operation(), acl.pattern());
    }

    private static Set<AclOperation> granted(Admin admin, String topic) throws Exception {
        var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
        try {
            return admin.describeTopics(List.of(topic), options)
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .authorizedOperations();
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
            return Set.of();
        }
    }

    private static Set<AclOperation> listed(List<AclBinding> acls, String topic) {
        Set<AclOperation> operations = new HashSet<>();
        for (AclBinding acl : acls) {
            boolean meant = acl.pattern().resourceType() == ResourceType.TOPIC
                    && (acl.pattern().patternType() == PatternType.PREFIXED
                            ? topic.startsWith(acl.pattern().name())
                            : topic.equals(acl.pattern().name()));
            if (meant) {
                operations.add(acl.entry().operation());
            }
        }
        if (operations.contains(AclOperation.READ) || operations.contains(AclOperation.WRITE)) {
            operations.add(AclOperation.DESCRIBE);
        }
        return operations;
    }

    private static Path properties(String name, Map<String, String> settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        settings.forEach((key, value) ->
                lines.append("kafka.").append(key).append('=').append(value).append('\n'));
        return Files.writeString(folder.resolve(name + ".properties"), lines.toString());
    }

    private static List<List<String>> clientCommands() throws IOException {
        Path rules = Files.writeString(
                folder.resolve("some-rules.yaml"),
                "rules: [{name: all, send: [hook]}]\nsinks: {hook: {type: webhook, url: 'http://127.0.0.1:1/'}}\n");
        Path bridge =
                Files.writeString(folder.resolve("bridge.yaml"), "gateways: [{name: lab, host: 127.0.0.1, port: 1}]\n");
        List<String> model = List.of("--set", "earshot.model=tiny", "--set", "earshot.device=cpu");
        List<String> run =
                new ArrayList<>(List.of("run", "--set", "earshot.http.port=0", "--set", "earshot.start.wait.ms=0"));
        run.addAll(model);
        List<String> doctor = new ArrayList<>(List.of("doctor"));
        doctor.addAll(model);
        return List.of(
                List.of("events"),
                List.of("publish", "../core/src/test/resources/audio/tone-1khz-22050.mp3"),
                List.of("alerts", "--rules", rules.toString()),
                List.of("bridge", "mqtt", "--config", bridge.toString()),
                doctor,
                run);
    }

    private static String refusal(List<String> command, Path config) {
        Ended ended = execute(command, config, broker.address());
        assertThat(ended.code).as(command + ": " + ended.err).isEqualTo(ExitCodes.USAGE);
        if (command.get(0).equals("doctor")) {
            return "earshot: "
                    + ended.out
                            .lines()
                            .filter(line -> line.startsWith("RED  broker"))
                            .findFirst()
                            .orElseThrow()
                            .substring(20);
        }
        assertThat(ended.err.lines()).as(command.toString()).hasSize(1);
        return ended.err;
    }

    private static Ended execute(List<String> command, Path config, String address) {
        List<String> all = new ArrayList<>(command);
        boolean detectors = command.get(0).equals("doctor") || command.get(0).equals("run");
        all.addAll(
                detectors
                        ? List.of("--config", config.toString(), "--set", "kafka.bootstrap.servers=" + address)
                        : List.of("--kafka-config", config.toString(), "--bootstrap-servers", address));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(String[]::new));
        return new Ended(code, out.toString(), err.toString());
    }

    private record Ended(int code, String out, String err) {}
}
