package org.earshot.app.command.file;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.earshot.app.command.ModelOptions;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.setup.EvidenceSetup;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.WavWriter;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.audio.file.ReadSound;
import org.earshot.core.files.FileNames;
import org.earshot.core.files.OutputFiles;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.edges.evidence.SpeechLeft;
import org.earshot.edges.evidence.SpeechMeter;
import org.earshot.edges.evidence.SpeechRemover;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code earshot mask}: takes speech out of recordings as masked evidence does, and measures what is left of it. */
@Command(
        name = "mask",
        mixinStandardHelpOptions = true,
        description = {
            "Takes speech out of recordings as masked evidence does, and prints what that did to each, and their mean.",
            "The columns: the model's speech tag before and after, the change of energy from 300 to 3400 Hz where there is speech, and"
                    + " that of all energy elsewhere, in dB; - where there is nothing to measure."
        })
public final class MaskCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "recordings")
    private List<Path> files;

    @Option(
            names = "--events",
            paramLabel = "F.tsv",
            description =
                    "when there is speech: filename, onset, offset, event_label; recordings without are passed over."
                            + " Without it all counts as speech.")
    private Path events;

    @Option(names = "--output", paramLabel = "DIR", description = "folder that gets what is left, a 16-bit WAV each")
    private Path output;

    @Mixin
    private ModelOptions model;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (output != null) {
            requireApart();
        }
        Config config = model.load();
        PrintWriter out = spec.commandLine().getOut();
        try (MaskNetwork network = ConfiguredNetwork.open(config)) {
            Manifest manifest = network.manifest();
            List<Integer> speech = EvidenceSetup.speechToMask(config, manifest);
            SpokenTimes spoken = events == null
                    ? null
                    : SpokenTimes.read(
                            events, speech.stream().map(manifest.labels()::get).collect(Collectors.toSet()));
            var remover = new SpeechRemover(network, speech);
            var meter = new SpeechMeter(network, speech);
            var names = new FileNames(files);
            int rateHz = manifest.frontEnd().rateHz();
            List<SpeechLeft> rows = new ArrayList<>();
            out.println("filename\ttag_before\ttag_after\tspeech_db\telsewhere_db");
            List<Path> heard = files.stream()
                    .filter(file -> spoken == null || spoken.knows(names.of(file)))
                    .toList();
            int code = new FileRun(out, spec.commandLine().getErr()).over(heard, file -> {
                String name = names.of(file);
                LongPredicate speaks = spoken == null ? sample -> true : spoken.of(name, rateHz);
                ReadSound read = AudioFiles.read(file, rateHz);
                float[] sound = Arrays.copyOf(
                        read.samples(),
                        Math.max(read.samples().length, manifest.frontEnd().windowSamples()));
                float[] left = remover.remove(sound);
                write(file, rateHz, left);
                SpeechLeft measured = meter.measure(sound, left, speaks);
                rows.add(measured);
                return new FileRun.Result(
                        List.of(row(name, measured)), read.samples().length, read.fault(), read.notes());
            });
            out.println(row("mean", mean(rows)));
            return code;
        } finally {
            out.flush();
        }
    }

    private void requireApart() {
        Map<Path, Path> written = new HashMap<>();
        for (Path file : files) {
            OutputFiles.requireApart(files, target(file));
            Path other = written.putIfAbsent(target(file), file);
            if (other != null && !other.equals(file)) {
                throw new ConfigurationException("--output: " + other + " and " + file + " would both become "
                        + target(file) + "; mask them one after the other, each into a folder of its own");
            }
        }
    }

    private void write(Path file, int rateHz, float[] left) {
        if (output != null) {
            OutputFiles.write(target(file), to -> WavWriter.write(to, rateHz, SampleFormat.S16LE, left));
        }
    }

    private Path target(Path file) {
        return output.resolve(FileNames.stemOf(file) + ".wav");
    }

    private static SpeechLeft mean(List<SpeechLeft> rows) {
        return new SpeechLeft(
                (float) mean(rows, SpeechLeft::tagBefore),
                (float) mean(rows, SpeechLeft::tagAfter),
                mean(rows, SpeechLeft::speechDb),
                mean(rows, SpeechLeft::elsewhereDb));
    }

    private static double mean(List<SpeechLeft> rows, ToDoubleFunction<SpeechLeft> of) {
        return rows.stream().mapToDouble(of).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    private static String row(String name, SpeechLeft left) {
        return String.join(
                "\t",
                name,
                number("%.4f", left.tagBefore()),
                number("%.4f", left.tagAfter()),
                number("%.1f", left.speechDb()),
                number("%.1f", left.elsewhereDb()));
    }

    /** A dash where there is nothing to measure, such as the energy elsewhere if all counts as speech. */
    public static String number(String format, double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        String text = String.format(Locale.ROOT, format, value);
        // What rounds to nothing has no sign.
        return text.matches("-[0.]+") ? text.substring(1) : text;
    }
}
