package org.earshot.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.earshot.app.config.Config;
import org.earshot.app.setup.DetectorSetup;
import org.earshot.app.setup.EmbeddedBroker;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Program;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.alert.AlertTopics;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot broker}: a single-node Kafka for trials, with the topics made; prints its address and runs until ended. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        description = "Runs a single-node Kafka for trials, on this machine only, with Earshot's topics in it.")
public final class BrokerCommand implements Callable<Integer> {
    /** A broker writes its logs out before it ends. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Option(
            names = "--port",
            paramLabel = "P",
            defaultValue = "9092",
            description = "Port to listen on; 0 takes any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder that keeps the data from one start to the next. Default: a temporary one.")
    private Path data;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "4",
            description = "Partitions of each topic that is created. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > 65_535) {
            throw new ConfigurationException("--port must lie in 0..65535, is " + port);
        }
        if (partitions < 1) {
            throw new ConfigurationException("--partitions must be at least 1, is " + partitions);
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(port, data)) {
            CountDownLatch ended = new CountDownLatch(1);
            Program.untilStopped(
                    () -> {
                        createTopics(broker);
                        PrintWriter out = spec.commandLine().getOut();
                        out.println(broker.bootstrapServers());
                        out.flush();
                        ended.await();
                    },
                    ended::countDown,
                    PATIENCE);
        }
        return ExitCodes.OK;
    }

    private void createTopics(EmbeddedBroker broker) throws InterruptedException {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()))) {
            Topics.DEFAULT.create(admin, partitions, Optional.of((short) 1));
            AlertTopics.DEFAULT.createLog(admin);
            DetectorSetup.createReviews(admin, Config.defaults());
        }
    }
}
