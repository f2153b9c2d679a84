package org.earshot.detector.app;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.earshot.detector.app.bench.BenchCommand;
import org.earshot.detector.log.DataOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code earshot} program: one subcommand per thing it does. */
@Command(
        name = "earshot",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Hears events in live audio.",
        subcommands = {
            DemoCommand.class,
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
            ReplayCommand.class,
            DoctorCommand.class,
            RunCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main implements Callable<Integer> {
    /** As much as the system gives a program's first thread; native code is called with it. */
    private static final long STACK_BYTES = 8L << 20;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCodes.USAGE;
    }

    /** The parser with every subcommand and the mapping of errors to exit codes. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((error, command, parsed) -> {
            PrintWriter err = command.getErr();
            err.println("earshot: " + ExitCodes.describe(error));
            err.flush();
            return ExitCodes.of(error);
        });
        return line;
    }

    /**
     * Runs a command on a thread of its own, so that a service that was told to end can be waited for: this thread does
     * not come back from {@link System#exit} while the process ends.
     */
    public static void main(String[] args) throws InterruptedException {
        AtomicInteger code = new AtomicInteger(1);
        Thread command = new Thread(
                null, () -> code.set(commandLine().setOut(DataOutput.take()).execute(args)), "command", STACK_BYTES);
        command.start();
        command.join();
        System.exit(code.get());
    }
}
