package org.earshot.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.earshot.app.config.Config;
import org.earshot.app.setup.DetectorSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class KafkaOptionsTest {
    @Command
    private static final class Client {
        @Mixin
        private KafkaOptions kafka;
    }

    @Test
    void shouldLookForKafkaWhereEveryCommandDoes() {
        assertThat(parse()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
        assertThat(DetectorSetup.bootstrapServers(Config.defaults())).isEqualTo("127.0.0.1:9092");
    }

    @Command
    private static final class Detector {
        @Mixin
        private DetectorOptions options;
    }

    @Test
    void shouldTakeItUnderTheSameNameForADetector() {
        assertThat(detectorsAddress("--bootstrap-servers", "kafka:9093")).isEqualTo("kafka:9093");
        assertThat(detectorsAddress("--bootstrap-servers", "kafka:9093", "--set", "kafka.bootstrap.servers=kafka:9094"))
                .isEqualTo("kafka:9094");
        assertThat(detectorsAddress()).isEqualTo("127.0.0.1:9092");
    }

    @Test
    void shouldTakeAnAddressThatIsGiven() {
        assertThat(parse("--bootstrap-servers", "kafka:9093")).containsEntry("bootstrap.servers", "kafka:9093");
        assertThat(parse("--kafka", "bootstrap.servers=kafka:9094")).containsEntry("bootstrap.servers", "kafka:9094");
    }

    @Command(name = "follow")
    private static final class Follower {
        @Mixin
        private ConsumerOptions events;
    }

    @Test
    void shouldTakeTheGroupThatIsGiven() {
        assertThat(group()).isEqualTo("earshot-follow");
        assertThat(group("--kafka", "group.id=ours")).isEqualTo("ours");
        assertThat(group("--kafka", "group.id=ours", "--group", "mine")).isEqualTo("mine");
    }

    private static Object group(String... arguments) {
        Follower follower = new Follower();
        new CommandLine(follower).parseArgs(arguments);
        return follower.events.client().get("group.id");
    }

    /** Prints the address of a client whose configuration says {@code set:1}. */
    static final class Configured {
        private Configured() {}

        public static void main(String[] arguments) {
            Client client = new Client();
            new CommandLine(client).parseArgs(arguments);
            System.out.println(KafkaOptions.address(client.kafka.client(Map.of("bootstrap.servers", "set:1"))) + " "
                    + KafkaOptions.address(client.kafka.client()));
        }
    }

    @Test
    void shouldNotTakeTheEnvironmentAgainAboveAConfiguration() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), Configured.class.getName());
        builder.environment().put("EARSHOT_KAFKA_BOOTSTRAP_SERVERS", "environment:1");
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));

        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();

        assertThat(process.inputReader().readLine()).isEqualTo("set:1 environment:1");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void shouldPutTheFileBelowTheEnvironmentForEveryCommand(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("k.properties"), "bootstrap.servers=file:1\nclient.id=ours\n");
        Client client = new Client();
        new CommandLine(client).parseArgs("--kafka-config", file.toString());
        Map<String, String> environment = Map.of("EARSHOT_KAFKA_BOOTSTRAP_SERVERS", "environment:1");

        assertThat(client.kafka.client(Map.of(), environment))
                .containsEntry("bootstrap.servers", "environment:1")
                .containsEntry("client.id", "ours");
        assertThat(client.kafka.client(Map.of("bootstrap.servers", "set:1"), environment))
                .containsEntry("bootstrap.servers", "set:1");
        assertThat(client.kafka.client(Map.of("bootstrap.servers", "config:1"), Map.of()))
                .containsEntry("bootstrap.servers", "file:1");
    }

    private static Map<String, String> parse(String... arguments) {
        Client client = new Client();
        new CommandLine(client).parseArgs(arguments);
        return client.kafka.client();
    }

    @Test
    void shouldTakeTheModelUnderItsNameForADetector() {
        assertThat(detector("--model", "light").model().name()).isEqualTo("light");
        assertThat(detector().model().name()).isEqualTo("default");
    }

    private static String detectorsAddress(String... arguments) {
        return DetectorSetup.bootstrapServers(detector(arguments));
    }

    private static Config detector(String... arguments) {
        Detector detector = new Detector();
        new CommandLine(detector).parseArgs(arguments);
        return detector.options.load();
    }
}
