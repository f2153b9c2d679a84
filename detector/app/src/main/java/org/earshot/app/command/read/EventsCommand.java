package org.earshot.app.command.read;

import static org.earshot.app.command.read.RecordColumns.decimal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
    static final RecordColumns<SoundEvent> COLUMNS = new RecordColumns<>(
            new SoundEvent(),
            SoundEvent::getSourceId,
            "%-23s %8s %-7s %5s  %-20s %s",
            List.of("onset (UTC)", "seconds", "phase", "score", "label", "source"),
            event -> List.of(
                    event.getOnset()
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString()
                            .replace('T', ' ')
                            .replace("Z", ""),
                    decimal(
                            2,
                            Duration.between(event.getOnset(), event.getOffset())
                                            .toMillis()
                                    / 1e3),
                    event.getPhase(),
                    decimal(2, event.getScore()),
                    event.getLabel(),
                    event.getSourceId()),
            List.of("source", "onset", "offset", "label", "score", "phase", "event_id"),
            event -> List.of(
                    event.getSourceId(),
                    event.getOnset(),
                    event.getOffset(),
                    event.getLabel(),
                    decimal(4, event.getScore()),
                    event.getPhase(),
                    event.getEventId()));

    @Mixin
    private TopicPrinter<SoundEvent> printer = new TopicPrinter<>(COLUMNS, Topics.DEFAULT.events(), RowFormat.JSON);

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
