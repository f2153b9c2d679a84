package org.earshot.app.command.read;

import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.schema.SourceLevel;
import org.earshot.streams.topology.Topics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code earshot levels}: prints committed sound levels as they are written, one a line. */
@Command(
        name = "levels",
        mixinStandardHelpOptions = true,
        description = "Prints how loud each source was each minute, one a line, only what is committed.")
public final class LevelsCommand implements Callable<Integer> {
    @Mixin
    private TopicPrinter<SourceLevel> printer =
            new TopicPrinter<>(new LevelColumns(), Topics.DEFAULT.levels(), RowFormat.TABLE);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        printer.print(level -> true, spec.commandLine());
        return ExitCodes.OK;
    }
}
