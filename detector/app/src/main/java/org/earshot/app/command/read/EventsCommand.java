package org.earshot.app.command.read;

import java.util.Set;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.schema.SoundEvent;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot events}: prints committed sound events as they are written, one a line. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "Prints sound events, one a line, only those whose transaction is committed.")
public final class EventsCommand implements Callable<Integer> {
    @Mixin
    private TopicPrinter<SoundEvent> printer =
            new TopicPrinter<>(new EventColumns(), Topics.DEFAULT.events(), RowFormat.JSON);

    @Option(
            names = "--label",
            paramLabel = "L",
            split = ",",
            description = "Only events of this label; may be repeated. Default: all.")
    private Set<String> labels = Set.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        printer.print(event -> labels.isEmpty() || labels.contains(event.getLabel()), spec.commandLine());
        return ExitCodes.OK;
    }
}
