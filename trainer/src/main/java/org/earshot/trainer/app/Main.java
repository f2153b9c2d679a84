package org.earshot.trainer.app;

import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Program;
import org.earshot.core.files.Version;
import org.earshot.core.log.DataOutput;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code earshot-trainer} program: from recordings with clip tags to a model file. */
@Command(
        name = "earshot-trainer",
        mixinStandardHelpOptions = true,
        versionProvider = Main.class,
        description = "Learns sound event detection from clip tags.",
        subcommands = {
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class,
            // One line each.
            MixCommand.class,
            TrainCommand.class,
            DescribeCommand.class,
            ExportCommand.class,
            ExperimentCommand.class,
            CardCommand.class,
            CompareCommand.class,
            EvaluateCommand.class,
            ScoreCommand.class,
            ThresholdsCommand.class,
            TeachCommand.class,
            TeachNegativesCommand.class,
            TeachTrialCommand.class,
            LossCommand.class
        })
public final class Main implements Callable<Integer>, IVersionProvider {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"earshot-trainer " + Version.current()};
    }

    /** The parser with every subcommand and the mapping of errors to exit codes. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((error, command, parsed) ->
                ExitCodes.report(command.getErr(), "earshot-trainer", ExitCodes.describe(error), ExitCodes.of(error)));
        line.setParameterExceptionHandler(Main::sayWhatIsWrong);
        return line;
    }

    /** In few lines: under a long help nobody would see them. */
    private static int sayWhatIsWrong(ParameterException error, String[] args) {
        CommandLine command = error.getCommandLine();
        command.getErr().println(error.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(error, command.getErr())) {
            command.getErr()
                    .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for what there is.");
        }
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    public static void main(String[] args) throws InterruptedException {
        Program.run(() -> commandLine().setOut(DataOutput.take()).execute(args));
    }
}
