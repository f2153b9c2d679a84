package org.earshot.app.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.Naming;
import org.earshot.edges.alert.AlertConfig;
import org.earshot.edges.alert.AlertTrial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot alerts test}: one alert of each rule to each of its sinks, to see whether they arrive. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Sends one alert of each rule to each of its sinks, marked as a test, and says what became of each.",
            "Exit code 0: all were delivered; 5: some were not. Needs no Kafka."
        })
public final class AlertsTestCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RULES", description = "rules and sinks, YAML")
    private Path rules;

    @Option(names = "--model", paramLabel = "M", description = "the model whose labels the rules may name")
    private String model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        AlertConfig config = AlertConfig.read(rules, System.getenv(), AlertsCommand.labels(model));
        PrintWriter out = spec.commandLine().getOut();
        List<AlertTrial.Outcome> outcomes = AlertTrial.run(config, Instant.now());
        for (AlertTrial.Outcome outcome : outcomes) {
            out.println(outcome.rule() + "\t" + outcome.sink() + "\t"
                    + Naming.printable(outcome.failure()
                            .map(why -> "not delivered: " + why)
                            .orElse("delivered")));
        }
        out.flush();
        return outcomes.stream().allMatch(AlertTrial.Outcome::isDelivered) ? ExitCodes.OK : ExitCodes.DATA;
    }
}
