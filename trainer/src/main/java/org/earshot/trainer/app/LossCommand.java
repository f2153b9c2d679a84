package org.earshot.trainer.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.live.LiveEvent;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.app.option.ModelOption;
import org.earshot.trainer.eval.metric.EventRow;
import org.earshot.trainer.eval.metric.EventTsv;
import org.earshot.trainer.eval.score.LossEffect;
import org.earshot.trainer.eval.score.LossEffect.Loss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code earshot-trainer loss}: what a live detector makes of sound with lost chunks. */
@Command(
        name = "loss",
        mixinStandardHelpOptions = true,
        description = "Measures the cost of lost chunks: false events in background sound, and true events still found."
                + " A table in Markdown on standard output.")
public final class LossCommand implements Callable<Integer> {
    @Mixin
    private ModelOption model;

    @Option(
            names = "--background",
            required = true,
            paramLabel = "DIR",
            description = "Recordings without an event of the model's labels.")
    private Path background;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Mixtures with events: a folder with audio/ and events.tsv, as mix writes it.")
    private Path data;

    @Option(
            names = "--clips",
            defaultValue = "40",
            description = "Number of mixtures to use. Default: ${DEFAULT-VALUE}")
    private int clips;

    @Option(
            names = "--chunk-ms",
            split = ",",
            defaultValue = "20,100,500",
            description = "Lengths of the chunks in milliseconds. Default: ${DEFAULT-VALUE}")
    private List<Integer> chunkMs;

    @Option(
            names = "--lost",
            split = ",",
            defaultValue = "0.01,0.05,0.2,0.5",
            description = "Shares of the chunks that are lost. Default: ${DEFAULT-VALUE}")
    private List<Double> lost;

    @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Spec
    private CommandSpec spec;

    private record Sound(String file, float[] mono, int rateHz) {}

    @Override
    public Integer call() {
        if (chunkMs.stream().anyMatch(ms -> ms < 1 || ms > 1000)
                || lost.stream().anyMatch(share -> !(share >= 0 && share <= 1))) {
            throw new ConfigurationException("loss: --chunk-ms must lie in 1..1000 and --lost in 0..1");
        }
        List<Sound> backgrounds = sounds(background, Integer.MAX_VALUE);
        List<Sound> mixtures = data == null ? List.of() : sounds(data.resolve("audio"), clips);
        Map<String, List<EventRow>> truth = new LinkedHashMap<>();
        if (data != null) {
            EventTsv.read(data.resolve("events.tsv"))
                    .events()
                    .forEach(row -> truth.computeIfAbsent(row.file(), file -> new ArrayList<>())
                            .add(row));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("| chunks | lost | events in " + backgrounds.size() + " backgrounds | events found | others |");
        out.println("| ---: | ---: | ---: | ---: | ---: |");
        try (MaskNetwork network =
                OnnxMaskNetwork.open(model.open(), DeviceChoice.CPU, InferenceSettings.singleThreaded())) {
            LossEffect effect = new LossEffect(network, seed);
            row(out, effect, Loss.NONE, backgrounds, mixtures, truth);
            for (int ms : chunkMs) {
                for (double share : lost) {
                    row(out, effect, new Loss(ms, share), backgrounds, mixtures, truth);
                }
            }
        }
        return ExitCodes.OK;
    }

    private static void row(
            PrintWriter out,
            LossEffect effect,
            Loss loss,
            List<Sound> backgrounds,
            List<Sound> mixtures,
            Map<String, List<EventRow>> truth) {
        effect.restart();
        int alarms = 0;
        for (Sound sound : backgrounds) {
            alarms += effect.events(sound.mono, sound.rateHz, loss).size();
        }
        int found = 0;
        int all = 0;
        int others = 0;
        for (Sound sound : mixtures) {
            List<LiveEvent> events = effect.events(sound.mono, sound.rateHz, loss);
            List<EventRow> rows = truth.getOrDefault(sound.file, List.of());
            all += rows.size();
            found += (int) rows.stream()
                    .filter(row -> events.stream().anyMatch(event -> overlap(event, row, sound.rateHz)))
                    .count();
            others += (int) events.stream()
                    .filter(event -> rows.stream().noneMatch(row -> overlap(event, row, sound.rateHz)))
                    .count();
        }
        out.printf(
                Locale.ROOT,
                "| %s | %.0f %% | %d | %d of %d | %d |%n",
                loss.share() == 0 ? "" : loss.chunkMs() + " ms",
                100 * loss.share(),
                alarms,
                found,
                all,
                others);
        out.flush();
    }

    private static boolean overlap(LiveEvent event, EventRow row, int rateHz) {
        return event.label().equals(row.label())
                && event.onsetSample() < row.offsetSeconds() * rateHz
                && event.offsetSample() > row.onsetSeconds() * rateHz;
    }

    private static List<Sound> sounds(Path folder, int max) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .sorted()
                    .limit(max)
                    .map(LossCommand::sound)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Sound sound(Path file) {
        try (SampleSource source = AudioFiles.open(file)) {
            float[] mono = new float[1 << 16];
            int filled = 0;
            int read;
            while ((read = source.read(mono, filled, mono.length - filled)) >= 0) {
                filled += read;
                if (filled == mono.length) {
                    mono = Arrays.copyOf(mono, 2 * mono.length);
                }
            }
            return new Sound(file.getFileName().toString(), Arrays.copyOf(mono, filled), source.rateHz());
        }
    }
}
