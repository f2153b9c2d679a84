package org.earshot.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Program;
import org.earshot.core.model.ShippedModels;
import org.earshot.edges.alert.AlertConfig;
import org.earshot.edges.alert.AlertService;
import org.earshot.edges.alert.AlertTopics;
import org.earshot.edges.alert.DryRun;
import org.earshot.edges.alert.KnownLabels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code earshot alerts}: reads event records and tells people, by the rules of a YAML file. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        subcommands = AlertsTestCommand.class,
        description = "Sends alerts for events: webhook, Alertmanager, e-mail or any command.")
public final class AlertsCommand implements Callable<Integer> {
    /** Not required by its annotation, which would ask for it before a subcommand too. */
    @Option(names = "--rules", paramLabel = "FILE", description = "rules and sinks, YAML; needed")
    private Path rules;

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "the model whose events come in; a rule with a label that it lacks is refused."
                    + " Without it, labels that the shipped model lacks are warned of")
    private String model;

    @Mixin
    private ConsumerOptions events;

    @Option(
            names = "--source-status-topic",
            defaultValue = "earshot.source-status",
            description = "for rules over sources; default: ${DEFAULT-VALUE}")
    private String sourceStatusTopic;

    @Option(names = "--alerts-topic", defaultValue = "earshot.alerts", description = "default: ${DEFAULT-VALUE}")
    private String alertsTopic;

    @Option(
            names = "--dead-letters-topic",
            defaultValue = "earshot.dead-letters",
            description = "default: ${DEFAULT-VALUE}")
    private String deadLettersTopic;

    @Option(names = "--create-topics", description = "create the log of sent alerts if it is not there")
    private boolean createTopics;

    @Option(names = "--dry-run", description = "print what would have been sent, as NDJSON, and end")
    private boolean dryRun;

    @Option(
            names = "--since",
            defaultValue = "24h",
            converter = DurationConverter.class,
            description = "how far a dry run looks back, e.g. 90s, 30m, 24h, 7d (${DEFAULT-VALUE})")
    private Duration since;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (rules == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--rules=FILE'");
        }
        AlertConfig config = AlertConfig.read(rules, System.getenv(), labels(model));
        Map<String, Object> client = events.client();
        AlertTopics topics = new AlertTopics(events.eventsTopic(), sourceStatusTopic, alertsTopic, deadLettersTopic);
        if (dryRun) {
            PrintWriter out = spec.commandLine().getOut();
            new DryRun(config, topics, client).alerts(since, out::println);
            out.flush();
            return ExitCodes.OK;
        }
        try (Admin admin = Admin.create(new HashMap<>(client))) {
            if (createTopics) {
                topics.createLog(admin);
            }
            topics.require(admin, config.rules());
        }
        AlertService service = new AlertService(config, topics, client);
        Program.untilStopped(service::run, service::stop);
        return ExitCodes.OK;
    }

    /** The labels that rules may name. */
    static KnownLabels labels(String model) {
        return model == null
                ? KnownLabels.presumed(ShippedModels.open(ShippedModels.DEFAULT).manifest())
                : KnownLabels.of(ShippedModels.open(model).manifest());
    }
}
