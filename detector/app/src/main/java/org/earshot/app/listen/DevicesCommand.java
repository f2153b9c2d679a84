package org.earshot.app.listen;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.model.Naming;
import org.earshot.edges.feed.source.SoundCardSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code earshot devices}: the sound cards that record. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description =
                "Lists the sound cards of this machine that record, by the names that earshot listen and earshot publish"
                        + " --device take; part of a name will do.")
public final class DevicesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> names = SoundCardSource.names();
        PrintWriter out = spec.commandLine().getOut();
        names.forEach(name -> out.println(Naming.printable(name)));
        out.flush();
        if (names.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "earshot: this machine has no sound card that records; plug in a microphone, let this user into"
                                    + " the group audio, or send sound from elsewhere: arecord ... | ssh HOST earshot listen - --rate"
                                    + " 16000");
        }
        return ExitCodes.OK;
    }
}
