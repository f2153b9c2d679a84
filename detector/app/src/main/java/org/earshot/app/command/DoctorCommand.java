package org.earshot.app.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.http.HttpSettings;
import org.earshot.app.metrics.GraphicsCards;
import org.earshot.app.metrics.ProcessMeters;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.app.setup.EvidenceSetup;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.ModelFile;
import org.earshot.streams.framing.KafkaErrors;
import org.earshot.streams.framing.SchemaRegistry;
import org.earshot.streams.topology.StreamsProperties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code earshot doctor}: looks at everything that {@code run} needs, one line each, with what to do where it is red. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks configuration, model, device, broker and topics; says what to do where something is wrong.")
public final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private DetectorOptions options;

    @Spec
    private CommandSpec spec;

    private int worst = ExitCodes.OK;

    /** Checks one thing. @return a few words on its state; a fault comes as an exception */
    private interface Check {
        String look() throws Exception;
    }

    @Override
    public Integer call() {
        Config config = options.load();
        say(true, "configuration", "every key is known");
        check("clients", () -> clients(config));
        check("state", () -> state(config));
        if (config.http().enabled()) {
            check("http", () -> http(config));
        }
        boolean model = check("model", () -> describe(ConfiguredNetwork.model(config)));
        if (model) {
            check("device", () -> device(config));
            check("precision", () -> precision(config));
            check("evidence", () -> EvidenceSetup.check(config));
        } else {
            say(false, "device", "not tried without a model");
        }
        if (check("broker", () -> broker(config))) {
            check("permissions", () -> permissions(config));
            check("topics", () -> topics(config));
        } else {
            say(false, "permissions", "not tried without a broker");
            say(false, "topics", "not tried without a broker");
        }
        if (!config.kafka().getOrDefault("schema.registry.url", "").isBlank()) {
            check("registry", () -> schemas(config));
        }
        return worst;
    }

    private boolean check(String what, Check check) {
        try {
            say(true, what, check.look());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            say(false, what, "interrupted");
            return false;
        } catch (Exception e) {
            if (worst == ExitCodes.OK) {
                worst = KafkaErrors.exitCode(e);
            }
            say(false, what, KafkaErrors.describe(e));
            return false;
        }
    }

    /** Values that Kafka's clients take; of keys that they do not know nobody can say. */
    private static String clients(Config config) {
        StreamsConfig streams = new StreamsConfig(DetectorSetup.properties(config));
        Map<String, Object> consumer = streams.getMainConsumerConfigs("doctor", "doctor", 0);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        ConsumerConfig.configDef().parse(consumer);
        Map<String, Object> producer = streams.getProducerConfigs("doctor");
        producer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        producer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        ProducerConfig.configDef().parse(producer);
        return streams.getString(StreamsConfig.APPLICATION_ID_CONFIG);
    }

    /** Made at the start where it is not there; nothing is made here. */
    private static String state(Config config) {
        String given = config.streams().get(StreamsConfig.STATE_DIR_CONFIG);
        Path folder = given == null ? StreamsProperties.defaultStateFolder() : Path.of(given);
        Path there = folder.toAbsolutePath();
        for (Path above = there; above != null && !Files.exists(there); above = above.getParent()) {
            there = above;
        }
        if (!Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new ConfigurationException("streams." + StreamsConfig.STATE_DIR_CONFIG + " = " + folder + ": " + there
                    + " is no folder that this user may write to; change its owner, or name another");
        }
        return folder.toString();
    }

    private static String http(Config config) {
        HttpSettings http = HttpSettings.of(config);
        return http.bind() + ":" + http.port() + (http.token().isEmpty() ? ", open to this machine" : ", with a token");
    }

    private static String describe(ModelFile model) {
        return model.manifest().name() + " " + model.manifest().version() + ", "
                + model.manifest().classes() + " labels, SHA-256 "
                + model.sha256().substring(0, 12);
    }

    private static String device(Config config) {
        try (MaskNetwork network = ConfiguredNetwork.openForStreams(config)) {
            int frames = network.manifest().frontEnd().clipFrames();
            float[] silence = new float[frames * network.manifest().frontEnd().mels()];
            network.score(silence, 1, frames);
            long begin = System.nanoTime();
            network.score(silence, 1, frames);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            boolean idle =
                    ProcessMeters.leavesCardIdle(network, ConfiguredNetwork.device(config), GraphicsCards.present());
            return network.device() + (idle ? " though there is a graphics card; device cuda says why" : "") + ", "
                    + millis + " ms for 10 s of sound";
        }
    }

    private static String precision(Config config) {
        return ConfiguredNetwork.describe(config, ConfiguredNetwork.precision(config));
    }

    private static String broker(Config config) throws InterruptedException {
        if (ListeningPorts.allRefuse(DetectorSetup.bootstrapServers(config))) {
            throw noAnswer(config, "the connection was refused", null);
        }
        try (Admin admin = DetectorSetup.admin(config)) {
            int nodes = admin.describeCluster().nodes().get().size();
            return DetectorSetup.bootstrapServers(config) + ", " + nodes + (nodes == 1 ? " node" : " nodes");
        } catch (ExecutionException e) {
            throw KafkaErrors.isFinal(e)
                    ? KafkaErrors.of(e, DetectorSetup.bootstrapServers(config))
                    : noAnswer(config, e.getCause().getMessage(), e);
        }
    }

    private static ConfigurationException noAnswer(Config config, String why, Exception cause) {
        return new ConfigurationException(
                DetectorSetup.bootstrapServers(config) + " does not answer: " + why
                        + "; start a broker (for a trial: earshot broker), give its address as --bootstrap-servers, or set"
                        + " kafka.security.protocol to what the listener speaks",
                cause);
    }

    private static String permissions(Config config) throws InterruptedException {
        try (Admin admin = DetectorSetup.admin(config)) {
            List<Permissions.Need> missing = Permissions.missing(admin, config);
            if (!missing.isEmpty()) {
                throw new ConfigurationException("this user lacks: "
                        + missing.stream().map(Permissions.Need::toString).collect(Collectors.joining(", "))
                        + "; add these ACLs (deploy/kubernetes/strimzi/users.yaml has all)");
            }
            return "all that a detector needs";
        }
    }

    private static String topics(Config config) throws InterruptedException {
        try (Admin admin = DetectorSetup.admin(config)) {
            Set<String> missing = DetectorSetup.topics(config).missing(admin);
            if (!missing.isEmpty()) {
                throw new ConfigurationException(
                        "missing: " + String.join(", ", missing) + "; earshot run --create-topics makes them");
            }
            Optional<String> advice = audioAdvice(config, admin);
            if (advice.isPresent()) {
                throw new ConfigurationException(advice.get());
            }
            return "all there";
        }
    }

    /** A detector may run without the right to see how topics are configured. */
    private static Optional<String> audioAdvice(Config config, Admin admin) throws InterruptedException {
        try {
            return DetectorSetup.topics(config).adviceForAudio(admin);
        } catch (ConfigurationException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Nothing is registered here: to look must change nothing, and the doctor's user may be another than the detector's. */
    private static String schemas(Config config) {
        SchemaRegistry registry = SchemaRegistry.of(config.kafka()).orElseThrow();
        List<String> missing = DetectorSetup.subjectsToRegister(config, registry);
        return registry.url()
                + (missing.isEmpty()
                        ? " has the schemas"
                        : " answers; the start will register " + String.join(", ", missing));
    }

    private void say(boolean well, String what, String words) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-4s %-14s %s%n", well ? "ok" : "RED", what, words);
        out.flush();
    }
}
