package org.earshot.app.command;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.listen.ListenInput;
import org.earshot.app.listen.Listening;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.Program;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.edges.feed.source.SoundCardSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot listen}: the events of a microphone at the terminal, without Kafka. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        description = {
            "Prints the events of a microphone as they happen, with a level meter and the last minute's spectrogram where"
                    + " standard error is a terminal. Needs no Kafka.",
            "Recordings are played in real time. earshot devices lists the sound cards."
        })
public final class ListenCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "DEVICE|FILE|URL|-",
            description =
                    "A sound card by part of its name, a recording, a URL that ffmpeg reads, or - for standard input:"
                            + " raw PCM if --rate is given, else WAV, FLAC or MP3. Default: the sound card that the system"
                            + " prefers.")
    private String input = SoundCardSource.DEFAULT_DEVICE;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--teach",
            arity = "2",
            paramLabel = "LABEL DIR",
            hideParamSyntax = true,
            description = "LABEL DIR: a key press saves the last seconds in the folder, as an example of the label for"
                    + " earshot-trainer teach.")
    private String[] teach;

    @Option(names = "--seconds", paramLabel = "N", description = "Length of an example, 1 to 60. Default: 5.")
    private double seconds = 5;

    @Mixin
    private SoundOptions form;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!(seconds >= 1 && seconds <= 60)) {
            throw new ConfigurationException("--seconds must lie in 1..60");
        }
        if (form.rateHz != 0) {
            form.requireUsableRate();
        }
        Config config = model.load();
        try (MaskNetwork network = ConfiguredNetwork.open(config)) {
            ListenInput sound = ListenInput.open(
                    input, new ListenInput.Form(form.rateHz, form.channels, form.format, form.ffmpeg), System.in);
            var listening = new Listening(
                    network,
                    ConfiguredNetwork.detector(config, network.manifest(), sourceId()),
                    sound,
                    teach == null ? null : new Listening.Teaching(teach[0], Path.of(teach[1]), seconds),
                    new Listening.Outlets(
                            spec.commandLine().getOut(),
                            spec.commandLine().getErr(),
                            input.equals(ListenInput.STANDARD_INPUT) ? null : System.in));
            Program.untilStopped(listening::run, listening::stop);
        }
        return ExitCodes.OK;
    }

    /** Under which the sound would be published: of a recording its name without the ending. */
    private String sourceId() {
        return ListenInput.isFile(input) ? FileNames.stemOf(Path.of(input)) : input;
    }
}
