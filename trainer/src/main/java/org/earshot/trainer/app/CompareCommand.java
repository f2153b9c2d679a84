package org.earshot.trainer.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.decode.RunRules;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.eval.choice.ThresholdChoice;
import org.earshot.trainer.eval.choice.ThresholdGoal;
import org.earshot.trainer.eval.choice.ThresholdSearch;
import org.earshot.trainer.eval.choice.ThresholdSpace;
import org.earshot.trainer.eval.report.ReportJson;
import org.earshot.trainer.eval.score.Evaluation;
import org.earshot.trainer.eval.score.EvaluationReport;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.VariantNetwork;
import org.earshot.trainer.eval.score.WindowTags;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code compare}: several models on one data set, side by side as a Markdown table. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures several models on one data set and prints them side by side in Markdown.")
public final class CompareCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "[NAME=]MODEL",
            description = "model files, or default, full, light or free")
    private List<String> models;

    @Option(names = "--data", required = true, paramLabel = "DATA", description = "validation set with known events")
    private String data;

    @Option(
            names = "--activity",
            split = ",",
            paramLabel = "FRAMES[:AHEAD]",
            converter = WindowOption.class,
            description = "use these activity windows instead of each model's own; 0: the activity output of the graph")
    private List<ActivityCurve> windows = List.of();

    @Option(
            names = "--tag-frames",
            split = ",",
            paramLabel = "FRAMES",
            description = "tag a clip by the largest tag over its parts of this many frames instead of by its own tag")
    private List<Integer> tagFrames = List.of();

    @Option(
            names = "--tune",
            description = "first choose the thresholds of each model on --data, so that they do not decide the"
                    + " comparison")
    private boolean tune;

    @Option(names = "--json", paramLabel = "FILE", description = "all measures of all models")
    private Path json;

    @Mixin
    private ScoringOptions scoring;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "| model | tag mAP | tag AUC | frame mAP | frame AUC | event F1 | event ER | segment F1 | alarms/h |");
        out.println("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        for (String named : models) {
            int at = named.indexOf('=');
            String file = named.substring(at + 1);
            String name = at > 0 ? named.substring(0, at) : file;
            try (MaskNetwork network = scoring.open(ShippedModels.open(file))) {
                if (windows.isEmpty() && tagFrames.isEmpty()) {
                    row(name, network, all, out);
                }
                for (ActivityCurve window : windows) {
                    String variant = name + ", activity " + WindowOption.written(window);
                    row(variant, new VariantNetwork(network, window), all, out);
                }
                for (int length : tagFrames) {
                    row(name + ", tags of " + length + " frames", new WindowTags(network, length), all, out);
                }
            }
        }
        out.flush();
        if (json != null) {
            Files.writeString(json, ReportJson.text(all) + "\n");
        }
        return ExitCodes.OK;
    }

    private void row(String name, MaskNetwork network, Map<String, Object> all, PrintWriter out) {
        Manifest manifest = network.manifest();
        ScoredSet set = scoring.score(network, data);
        if (!set.strong()) {
            throw new ConfigurationException("compare: " + data
                    + " does not have the event times of every clip; give a data set with a" + " complete events.tsv");
        }
        DetectorSettings decided = scoring.decisions(manifest);
        EventDecoder decoder = EventDecoder.of(scoring.mode(), decided, manifest);
        List<Thresholds> thresholds = decided.thresholds();
        if (tune) {
            ThresholdChoice choice = tuned(manifest, set);
            RunRules rules = new RunRules(choice.minEventFrames(), choice.maxGapFrames(), true);
            decoder =
                    new EventDecoder(scoring.mode(), rules, manifest.activity().aheadFrames());
            thresholds = choice.thresholds();
        }
        EvaluationReport report = new Evaluation(decoder, thresholds, 0, 1).of(set);
        all.put(name, ReportJson.of(report));
        out.println(String.format(
                Locale.ROOT,
                "| %s | %.3f | %.3f | %.3f | %.3f | %.3f | %.2f | %.3f | %.1f |",
                name,
                report.tagging().macro().averagePrecision(),
                report.tagging().macro().auc(),
                report.frames().macro().averagePrecision(),
                report.frames().macro().auc(),
                report.events().macro().f1(),
                report.events().macro().errorRate(),
                report.segments().macro().f1(),
                report.falseAlarms().perHour()));
        out.flush();
    }

    private ThresholdChoice tuned(Manifest manifest, ScoredSet set) {
        ThresholdSpace space = ThresholdSpace.usual(List.of(5, 10), List.of(10, 20));
        return new ThresholdSearch(space, new ThresholdGoal(1, 0.5, 0.25, 2), scoring.mode())
                .choose(manifest, set, set.backgrounds(), share -> {});
    }
}
