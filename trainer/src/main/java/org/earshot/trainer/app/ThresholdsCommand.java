package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.files.WholeFile;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.log.ProgressLine;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.OperatingPoint;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.ShippedModels;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.app.option.ModelOption;
import org.earshot.trainer.data.mix.MixtureOrigins;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.eval.choice.AlarmLimit;
import org.earshot.trainer.eval.choice.OperatingPointJson;
import org.earshot.trainer.eval.choice.OperatingPointSearch;
import org.earshot.trainer.eval.choice.OperatingPoints;
import org.earshot.trainer.eval.choice.OperatingPoints.Figures;
import org.earshot.trainer.eval.choice.SourcedSet;
import org.earshot.trainer.eval.choice.TagThresholdSearch;
import org.earshot.trainer.eval.choice.ThresholdSpace;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.VariantNetwork;
import org.earshot.trainer.export.ManifestStamp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thresholds}: chooses a model's thresholds on validation clips and writes them into its manifest. */
@Command(
        name = "thresholds",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Chooses gate, high, low, minimum event length and maximum gap of every label on validation clips,"
                        + " under limits on false alarms per hour of background, such that they also hold for sounds"
                        + " from other sources; writes a model file with them and with the operating points quiet,"
                        + " normal and sensitive (0.1, 0.5 and 2 alarms per hour and label, shared by"
                        + " the labels such that most is found). JSON on standard output.")
public final class ThresholdsCommand implements Callable<Integer> {
    @Mixin
    private ModelOption model;

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "validation set with known events; never the set on which results are reported")
    private String data;

    @Option(
            names = "--fold",
            paramLabel = "ONNX=DATA[,BACKGROUND...]",
            description = "instead of --data and --background, for a model that also learnt from validation"
                    + " recordings: a model that learnt the same way without a part of them, and the validation set and"
                    + " backgrounds of this part (mix --cross-fit). Once for each part; thresholds are chosen on all of"
                    + " them together")
    private Map<String, String> folds = new LinkedHashMap<>();

    @Option(
            names = "--background",
            split = DataSets.BETWEEN,
            splitSynopsisLabel = ",",
            paramLabel = "DATA",
            description = "data sets without labelled sounds on which false alarms are counted, as varied as possible;"
                    + " clips of --data without events are added")
    private List<String> background = List.of();

    @Option(
            names = "--max-alarms",
            defaultValue = "0.5",
            description = "limit on false alarms per hour and label, as a mean over the labels, for the operating point"
                    + " normal and the model's own thresholds; if it is below 0.1 quiet takes it too, if above 2"
                    + " sensitive does; default 0.5")
    private double maxAlarms;

    @Option(
            names = "--min-event-frames",
            split = ",",
            defaultValue = "1,3",
            description = "minimum event lengths to try; default 1,3")
    private List<Integer> minEventFrames;

    @Option(
            names = "--max-gap-frames",
            split = ",",
            defaultValue = "30",
            description = "maximum gaps to try; default 30")
    private List<Integer> maxGapFrames;

    @Option(
            names = "--window",
            paramLabel = "FRAMES[:AHEAD]",
            converter = WindowOption.class,
            description = "also gives the model another activity window, with the number of its frames that lie"
                    + " ahead; default its own")
    private ActivityCurve window;

    @Option(
            names = "--gate-frames",
            paramLabel = "FRAMES",
            description = "compares gates with the tag over this many frames, rounded to whole blocks, instead of"
                    + " the clip's; 0 for the clip; default the model's own. Needs a detector that supports"
                    + " gate_frames")
    private Integer gateFrames;

    @Option(
            names = "--tags-only",
            description = "choose only the gates, for the best F1 of the clip tags over all labels (DCASE 2017 task"
                    + " 4); --data needs no event times. The model's operating points are dropped")
    private boolean tagsOnly;

    @Option(names = "--output", required = true, paramLabel = "ONNX", description = "the model with the thresholds")
    private Path output;

    @Mixin
    private ScoringOptions scoring;

    @Mixin
    private JsonOutput out;

    @Override
    public Integer call() throws IOException {
        if (!(maxAlarms >= 0)) {
            throw new ConfigurationException("thresholds: --max-alarms must be 0 or more, is " + maxAlarms);
        }
        if (folds.isEmpty() == (data == null) || (!folds.isEmpty() && (!background.isEmpty() || tagsOnly))) {
            throw new ConfigurationException(
                    "thresholds: give either --data, with --background or --tags-only if need be, or --fold");
        }
        if (tagsOnly && (!background.isEmpty() || window != null || gateFrames != null)) {
            throw new ConfigurationException("thresholds: --tags-only chooses gates for the tags of whole clips; leave"
                    + " --background, --window and --gate-frames out");
        }
        ModelFile file = model.open();
        if (tagsOnly) {
            try (MaskNetwork own = scoring.open(file)) {
                write(ManifestStamp.stamp(file.bytes(), tagged(file.manifest(), scoring.score(own, data))));
            }
            return ExitCodes.OK;
        }
        Manifest manifest = variant(file.manifest());
        SourcedClips clips = null;
        if (folds.isEmpty()) {
            clips = scored(file, manifest, data, background);
        }
        for (Map.Entry<String, String> fold : folds.entrySet()) {
            ModelFile partly = ShippedModels.open(fold.getKey());
            requireSameDecisions(partly.manifest(), file.manifest());
            List<String> sets = List.of(fold.getValue().split(DataSets.BETWEEN));
            SourcedClips more = scored(partly, manifest, sets.get(0), sets.subList(1, sets.size()));
            clips = clips == null ? more : clips.with(more);
        }
        if (clips.quiet().set().size() == 0) {
            throw new ConfigurationException(
                    "thresholds: no clip without events to count alarms on; give --background");
        }
        choose(file, manifest, clips.validation(), clips.quiet());
        return ExitCodes.OK;
    }

    /** Scores a validation set and backgrounds by one model, with the activity and gate of another. */
    private SourcedClips scored(ModelFile model, Manifest manifest, String validation, List<String> backgrounds) {
        try (MaskNetwork own = scoring.open(model)) {
            MaskNetwork network = new VariantNetwork(own, manifest.activity(), manifest.gateFrames());
            ScoredSet scored = scoring.score(network, validation);
            if (!scored.strong()) {
                throw new ConfigurationException("thresholds: " + validation
                        + " does not have the event times of every clip; give a data set with"
                        + " a complete events.tsv");
            }
            SourcedSet quiet = SourcedSet.of(scored.backgrounds(), origins(validation));
            for (String more : backgrounds) {
                quiet = quiet.with(SourcedSet.of(scoring.score(network, more).backgrounds(), origins(more)));
            }
            return new SourcedClips(SourcedSet.of(scored, origins(validation)), quiet);
        }
    }

    private static void requireSameDecisions(Manifest fold, Manifest whole) {
        if (!fold.labels().equals(whole.labels()) || !fold.frontEnd().equals(whole.frontEnd())) {
            throw new ConfigurationException("thresholds: --fold: " + fold.name() + " has other labels or another front"
                    + " end than the model, " + fold.labels() + " instead of " + whole.labels());
        }
    }

    private Manifest variant(Manifest manifest) {
        if (gateFrames != null
                && (gateFrames < 0 || gateFrames > manifest.frontEnd().clipFrames())) {
            throw new ConfigurationException("thresholds: --gate-frames must lie in 0.."
                    + manifest.frontEnd().clipFrames() + ", is " + gateFrames);
        }
        if (gateFrames != null && gateFrames > 0 && !manifest.streams()) {
            throw new ConfigurationException("thresholds: --gate-frames: the pooling of " + manifest.name()
                    + " is not a ratio of sums over frames, so it only has tags of whole clips");
        }
        return VariantNetwork.manifest(
                manifest,
                window == null ? manifest.activity() : window,
                gateFrames == null ? manifest.gateFrames() : gateFrames);
    }

    private void choose(ModelFile file, Manifest manifest, SourcedSet validation, SourcedSet quiet) throws IOException {
        OperatingPointSearch search =
                new OperatingPointSearch(ThresholdSpace.coarse(minEventFrames, maxGapFrames), scoring.mode());
        List<AlarmLimit> limits = AlarmLimit.points(maxAlarms);
        OperatingPoints result;
        try (ProgressLine line = ProgressLine.onTerminal()) {
            result = search.choose(
                    manifest, validation, quiet, limits, share -> line.update(share, "choosing thresholds"));
        }
        List<Decision> chosen = result.common().get(AlarmLimit.NORMAL);
        List<Figures> figures = new ArrayList<>();
        for (int k = 0; k < chosen.size(); k++) {
            figures.add(search.figures(k, chosen.get(k), manifest, validation, quiet));
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("data", folds.isEmpty() ? data : folds);
        json.put("max_alarms_per_hour", maxAlarms);
        json.put("kinds_of_background", quiet.kindsOfBackground());
        json.putAll(OperatingPointJson.of(result, chosen, figures));
        write(ManifestStamp.stamp(file.bytes(), with(manifest, chosen, result, json)));
        out.print(json);
    }

    private static MixtureOrigins origins(String written) {
        return MixtureOrigins.read(DataSets.directory(written));
    }

    /** The manifest with these gates alone: no operating point, and no record of how they were chosen, holds any more. */
    private static Manifest tagged(Manifest manifest, ScoredSet validation) {
        Map<String, Object> training = new LinkedHashMap<>(manifest.training());
        training.remove("thresholds");
        return manifest.withThresholds(gates(manifest, validation))
                .withOperatingPoints(List.of())
                .withTraining(training);
    }

    private static List<Thresholds> gates(Manifest manifest, ScoredSet validation) {
        float[] gates = TagThresholdSearch.choose(
                validation.scores().stream().map(ClipScores::tags).toList(), validation.tags());
        List<Thresholds> thresholds = new ArrayList<>();
        for (int k = 0; k < gates.length; k++) {
            Thresholds old = manifest.thresholds().get(k);
            thresholds.add(new Thresholds(gates[k], old.high(), old.low()));
        }
        return thresholds;
    }

    private static Manifest with(
            Manifest old, List<Decision> chosen, OperatingPoints result, Map<String, Object> json) {
        Map<String, Object> training = new LinkedHashMap<>(old.training());
        training.put("thresholds", json);
        List<OperatingPoint> points = new ArrayList<>();
        for (int t = 0; t < result.limits().size(); t++) {
            points.add(new OperatingPoint(result.limits().get(t).name(), result.decisions(t)));
        }
        return new Manifest(
                old.name(),
                old.version(),
                old.labels(),
                old.frontEnd(),
                old.activity(),
                old.receptiveFrames(),
                old.pooling(),
                old.streams(),
                chosen.stream().map(Decision::thresholds).toList(),
                chosen.get(0).minEventFrames(),
                chosen.get(0).maxGapFrames(),
                old.alpha(),
                training,
                points,
                old.gateFrames());
    }

    private void write(byte[] bytes) throws IOException {
        ModelFile.read(bytes, output.toString());
        WholeFile.write(output, bytes);
    }

    /** Clips with and without events; those of several folds have names of their own. */
    private record SourcedClips(SourcedSet validation, SourcedSet quiet) {
        SourcedClips with(SourcedClips more) {
            String fold = "fold" + validation.set().size() + "/";
            return new SourcedClips(
                    validation.with(more.validation.renamed(fold)), quiet.with(more.quiet.renamed(fold)));
        }
    }
}
