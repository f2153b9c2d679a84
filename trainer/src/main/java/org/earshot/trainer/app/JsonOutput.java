package org.earshot.trainer.app;

import java.io.PrintWriter;
import java.util.Map;
import org.earshot.trainer.eval.report.ReportJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the result of a command as JSON on standard output. */
@Command
final class JsonOutput {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    void print(Map<String, Object> json) {
        PrintWriter out = command.commandLine().getOut();
        out.println(ReportJson.text(json));
        out.flush();
    }
}
