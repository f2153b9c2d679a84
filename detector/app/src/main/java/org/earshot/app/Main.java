package org.earshot.app;

import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.earshot.app.bench.BenchCommand;
import org.earshot.app.command.AlertsCommand;
import org.earshot.app.command.BridgeCommand;
import org.earshot.app.command.BrokerCommand;
import org.earshot.app.command.CalibrateCommand;
import org.earshot.app.command.DemoCommand;
import org.earshot.app.command.DoctorCommand;
import org.earshot.app.command.ListenCommand;
import org.earshot.app.command.PublishCommand;
import org.earshot.app.command.ReplayCommand;
import org.earshot.app.command.RunCommand;
import org.earshot.app.command.file.AnalyzeCommand;
import org.earshot.app.command.file.LogMelCommand;
import org.earshot.app.command.file.MaskCommand;
import org.earshot.app.command.file.SeparateCommand;
import org.earshot.app.command.file.TagsCommand;
import org.earshot.app.command.read.EventsCommand;
import org.earshot.app.command.read.LevelsCommand;
import org.earshot.app.listen.DevicesCommand;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.Program;
import org.earshot.core.files.Version;
import org.earshot.core.log.DataOutput;
import org.earshot.streams.framing.KafkaErrors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code earshot} program: one subcommand per thing it does. */
@Command(
        name = "earshot",
        mixinStandardHelpOptions = true,
        versionProvider = Main.class,
        description = "Hears events in live audio.")
public final class Main implements Callable<Integer>, IVersionProvider {
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            ListenCommand.class,
            DevicesCommand.class,
            AnalyzeCommand.class,
            TagsCommand.class,
            LogMelCommand.class,
            SeparateCommand.class,
            MaskCommand.class,
            AlertsCommand.class,
            BenchCommand.class,
            BridgeCommand.class,
            BrokerCommand.class,
            PublishCommand.class,
            EventsCommand.class,
            LevelsCommand.class,
            ReplayCommand.class,
            CalibrateCommand.class,
            DoctorCommand.class,
            RunCommand.class,
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class);

    /** These speak of all the others. */
    private static final Set<Class<?>> ABOUT_ALL =
            Set.of(CommandLine.HelpCommand.class, AutoComplete.GenerateCompletion.class);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"earshot " + Version.current()};
    }

    /** The parser with every subcommand and the mapping of errors to exit codes. */
    public static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** The same for these arguments alone: reading the options of all commands takes longer than many of them run. */
    private static CommandLine commandLineFor(String... args) {
        List<Class<?>> asked = COMMANDS.stream()
                .filter(type -> args.length > 0
                        && !ABOUT_ALL.contains(type)
                        && type.getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        boolean versionOnly = args.length == 1 && (args[0].equals("--version") || args[0].equals("-V"));
        return commandLine(asked.isEmpty() && !versionOnly ? COMMANDS : asked);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine line = new CommandLine(new Main());
        commands.forEach(line::addSubcommand);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((error, command, parsed) -> ExitCodes.report(
                command.getErr(), "earshot", KafkaErrors.describe(error), KafkaErrors.exitCode(error)));
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
        Program.run(() -> commandLineFor(args).setOut(DataOutput.take()).execute(args));
    }
}
