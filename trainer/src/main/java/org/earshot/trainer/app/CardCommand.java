package org.earshot.trainer.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.earshot.core.decode.RunRules;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.files.ExitCodes;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.app.option.ModelOption;
import org.earshot.trainer.data.corpus.CorpusLicences;
import org.earshot.trainer.data.corpus.LicenceFilter;
import org.earshot.trainer.data.mix.MixtureOrigins;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.eval.choice.OperatingPointJson;
import org.earshot.trainer.eval.choice.SourcedSet;
import org.earshot.trainer.eval.metric.BinaryScores;
import org.earshot.trainer.eval.report.CardFacts;
import org.earshot.trainer.eval.report.ModelCard;
import org.earshot.trainer.eval.report.Plots;
import org.earshot.trainer.eval.report.ReportJson;
import org.earshot.trainer.eval.score.ConfusionMatrix;
import org.earshot.trainer.eval.score.Evaluation;
import org.earshot.trainer.eval.score.EventAgreement;
import org.earshot.trainer.eval.score.EventDecoder;
import org.earshot.trainer.eval.score.FalseAlarms;
import org.earshot.trainer.eval.score.ScoredSet;
import org.earshot.trainer.eval.score.SnrBreakdown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code card}: measures a model and writes its card with pictures. */
@Command(
        name = "card",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Writes a model card: NAME.md, its pictures, and every figure as NAME.json.")
public final class CardCommand implements Callable<Integer> {
    @Mixin
    private ModelOption model;

    @Mixin
    private TestSetOptions test;

    @Option(
            names = "--also",
            split = DataSets.BETWEEN,
            splitSynopsisLabel = ",",
            paramLabel = "NAME=DATA",
            description = "other test sets for the table of results")
    private List<String> also = List.of();

    @Option(
            names = "--twin",
            split = ",",
            paramLabel = "ONNX",
            description = "the same network in other precisions, for how far its events differ")
    private List<Path> twins = List.of();

    @Option(
            names = "--beside",
            split = ",",
            paramLabel = "ONNX",
            description = "other models, for example earlier ones, measured on --data and --background at their own"
                    + " thresholds")
    private List<Path> beside = List.of();

    @Option(names = "--corpus", paramLabel = "DIR", description = "corpus trained on, for its licences")
    private Path corpus;

    @Option(
            names = "--licences",
            defaultValue = "all",
            paramLabel = "all|free",
            description = "which recordings of it, as in mix; default all")
    private LicenceFilter licences;

    @Option(names = "--licence", paramLabel = "TEXT", description = "what the card says about the licence")
    private String licence;

    @Option(
            names = "--history",
            paramLabel = "CSV",
            description = "training log, from which the validation curve is drawn")
    private Path history;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "folder of the card")
    private Path output;

    @Option(
            names = "--file-name",
            paramLabel = "NAME",
            description = "base name of the files; default the model's name")
    private String fileName;

    @Mixin
    private ScoringOptions scoring;

    @Override
    public Integer call() throws IOException {
        ModelFile file = model.open();
        test.check();
        Files.createDirectories(output);
        try (MaskNetwork network = scoring.open(file)) {
            write(file, network);
        }
        return ExitCodes.OK;
    }

    private void write(ModelFile file, MaskNetwork network) throws IOException {
        Manifest manifest = file.manifest();
        String name = fileName == null ? manifest.name() : fileName;
        DetectorSettings decided = scoring.decisions(manifest);
        EventDecoder decoder = EventDecoder.of(scoring.mode(), decided, manifest);
        ScoredSet set = scoring.score(network, test.data());
        Evaluation evaluation = new Evaluation(decoder, decided.thresholds(), test.bootstrap(), 1);
        List<CardFacts.Result> results = new ArrayList<>();
        results.add(new CardFacts.Result("the test set", set.size(), evaluation.of(set)));
        for (String other : also) {
            String[] parts = other.split("=", 2);
            ScoredSet more = scoring.score(network, parts[parts.length - 1]);
            results.add(new CardFacts.Result(parts[0], more.size(), evaluation.of(more)));
        }
        Evaluation plain = new Evaluation(decoder, decided.thresholds(), 0, 1);
        for (TestSetOptions.Variant variant : test.variants(network, scoring)) {
            results.add(new CardFacts.Result(
                    "the test set, " + variant.name(), variant.set().size(), plain.of(variant.set())));
        }
        ScoredSet background = test.background(network, scoring);
        ScoredSet quiet = background == null ? set.backgrounds() : background;
        List<CardFacts.Other> others = new ArrayList<>();
        Map<String, EventAgreement> agreements = new LinkedHashMap<>();
        for (Path twin : twins) {
            ModelFile other = ModelFile.read(twin);
            try (MaskNetwork otherNetwork = scoring.open(other)) {
                ScoredSet its = scoring.score(otherNetwork, test.data());
                String precision = other.manifest().precision();
                agreements.put(precision, EventAgreement.of(set, its, decoder, decided.thresholds()));
                others.add(other("this one, " + precision, otherNetwork, its, decoder, decided));
            }
        }
        for (Path path : beside) {
            others.add(other(ModelFile.read(path)));
        }
        SnrBreakdown levels = set.strong()
                ? SnrBreakdown.of(
                        DataSets.directory(test.data()).resolve("mixtures.jsonl"), set, decoder, decided.thresholds())
                : new SnrBreakdown(List.of(), Map.of());
        ConfusionMatrix confusions = ConfusionMatrix.of(set, decoder, decided.thresholds());
        CardFacts facts = new CardFacts(
                file,
                results,
                others,
                agreements,
                set.strong() ? sources(manifest, decided, set) : Map.of(),
                FalseAlarms.count(quiet, decoder, decided.thresholds()),
                levels,
                confusions,
                corpus == null ? Map.of() : CorpusLicences.of(corpus, licences),
                licence,
                scoring.mode(),
                scoring.sensitivity(),
                decided,
                pictures(name, set, decoder, decided.thresholds(), confusions));
        Files.writeString(output.resolve(name + ".md"), ModelCard.markdown(facts));
        Files.writeString(output.resolve(name + ".json"), ReportJson.text(figures(facts)) + "\n");
    }

    private CardFacts.Other other(ModelFile file) {
        Manifest manifest = file.manifest();
        DetectorSettings decided = scoring.decisions(manifest);
        EventDecoder decoder = EventDecoder.of(scoring.mode(), decided, manifest);
        try (MaskNetwork network = scoring.open(file)) {
            ScoredSet set = scoring.score(network, test.data());
            return other(manifest.name() + " " + manifest.version(), network, set, decoder, decided);
        }
    }

    private CardFacts.Other other(
            String name, MaskNetwork network, ScoredSet set, EventDecoder decoder, DetectorSettings decided) {
        ScoredSet background = test.background(network, scoring);
        return new CardFacts.Other(
                name,
                new Evaluation(decoder, decided.thresholds(), 0, 1).of(set),
                FalseAlarms.count(background == null ? set.backgrounds() : background, decoder, decided.thresholds()));
    }

    /** Events found and missed, by label and source data set. */
    private Map<String, Map<String, BinaryScores>> sources(Manifest manifest, DetectorSettings decided, ScoredSet set) {
        SourcedSet sourced = SourcedSet.of(set, MixtureOrigins.read(DataSets.directory(test.data())));
        Map<String, Map<String, BinaryScores>> sources = new LinkedHashMap<>();
        for (int k = 0; k < manifest.classes(); k++) {
            RunRules rules = decided.rules().get(k);
            Decision decision = new Decision(decided.thresholds().get(k), rules.minEventFrames(), rules.maxGapFrames());
            sources.put(manifest.labels().get(k), sourced.bySource(k, decision, manifest, scoring.mode()));
        }
        return sources;
    }

    private Map<String, String> pictures(
            String name, ScoredSet set, EventDecoder decoder, List<Thresholds> thresholds, ConfusionMatrix confusions) {
        Map<String, String> pictures = new LinkedHashMap<>();
        pictures.put("Confusion matrix", name + "-confusion.png");
        Plots.confusion(confusions, output.resolve(name + "-confusion.png"));
        pictures.put("Distribution of the tags", name + "-scores.png");
        Plots.scores(set, decoder, thresholds, output.resolve(name + "-scores.png"));
        if (model.open().manifest().training().get("thresholds") instanceof Map<?, ?> chosen
                && chosen.get(OperatingPointJson.CURVES) instanceof Map<?, ?> curves
                && !curves.isEmpty()) {
            Plots.curves(curves, output.resolve(name + "-alarms.png"));
            pictures.put("Recall over false alarms", name + "-alarms.png");
        }
        if (history != null) {
            pictures.put("Validation curve", name + "-validation.png");
            Plots.validation(history, output.resolve(name + "-validation.png"));
        }
        return pictures;
    }

    private static Map<String, Object> figures(CardFacts facts) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", facts.model().manifest().name());
        json.put("version", facts.model().manifest().version());
        json.put("sha256", facts.model().sha256());
        json.put("sensitivity", facts.sensitivity());
        for (CardFacts.Result result : facts.results()) {
            json.put(result.name(), ReportJson.of(result.report()));
        }
        json.put("false_alarms", ReportJson.of(facts.falseAlarms()));
        for (CardFacts.Other other : facts.others()) {
            Map<String, Object> its = new LinkedHashMap<>(ReportJson.of(other.report()));
            its.put("false_alarms", ReportJson.of(other.alarms()));
            json.put("beside: " + other.name(), its);
        }
        facts.twins().forEach((name, agreement) -> json.put("events in " + name, agreement));
        return json;
    }
}
