package org.earshot.trainer.teach.trial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.earshot.core.files.WholeFile;
import org.earshot.core.model.DataException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.eval.score.ClipScores;
import org.earshot.trainer.teach.Taught;
import org.earshot.trainer.teach.TeachProgress;
import org.earshot.trainer.teach.Teaching;
import org.earshot.trainer.teach.head.Body;
import org.earshot.trainer.teach.head.FapHead;
import org.earshot.trainer.teach.head.HeadTensors;
import org.earshot.trainer.teach.head.LabelCurves;
import org.earshot.trainer.teach.head.SceneFeatures;
import org.earshot.trainer.teach.scene.SoundFolder;

/**
 * Teaches kinds of sounds that a model does not know, from several numbers of recordings and several draws of them, and
 * measures each on mixtures and background of other recordings. What was taught before is kept in the folder and not taught
 * again; the body runs once over what is measured on, for all labels together.
 *
 * <p>For one thread.
 */
public final class Trial {
    private static final int AT_ONCE = 24;

    private final Setup setup;
    private final ModelFile model;
    private final Manifest manifest;
    private final TrialCorpus corpus;
    private final Consumer<String> log;

    /**
     * What is tried.
     *
     * @param model that is taught
     * @param corpus folder with {@code manifest.csv}
     * @param kinds distractors of the corpus
     * @param examples numbers of recordings
     * @param draws of recordings, for each number
     * @param backgroundMinutes of the place that each is taught for
     * @param samePlace whether it is measured on background of the same kinds, of other recordings
     * @param mixtures of 10 s with the kind
     * @param measuredMinutes of background without and with distractors
     * @param output folder
     * @param seed of the mixtures
     */
    public record Setup(
            ModelFile model,
            Path corpus,
            List<String> kinds,
            List<Integer> examples,
            int draws,
            int backgroundMinutes,
            boolean samePlace,
            int mixtures,
            int measuredMinutes,
            Path output,
            long seed) {}

    /** A taught label on trial. */
    record Candidate(String kind, int examples, int draw, FapHead head, Manifest manifest, int label) {
        @Override
        public String toString() {
            return kind + ", " + examples + " recordings, draw " + draw;
        }
    }

    public Trial(Setup setup, Consumer<String> log) {
        this.setup = setup;
        this.model = setup.model();
        this.manifest = model.manifest();
        this.corpus = new TrialCorpus(setup.corpus(), manifest.frontEnd(), setup.samePlace());
        this.log = log;
    }

    public List<TrialResult> run() throws IOException {
        Map<String, List<Integer>> counts = counts();
        List<Candidate> candidates = new ArrayList<>();
        Path place = setup.output().resolve("place");
        if (!Files.isDirectory(place) && setup.backgroundMinutes() > 0) {
            corpus.place(setup.backgroundMinutes() * 6, setup.seed(), place);
        }
        for (int draw = 1; draw <= setup.draws(); draw++) {
            for (int count : setup.examples()) {
                for (String kind : setup.kinds()) {
                    if (!counts.get(kind).contains(count)) {
                        continue;
                    }
                    candidates.add(candidate(kind, count, draw, setup.backgroundMinutes() > 0 ? place : null));
                }
            }
        }
        return measure(candidates);
    }

    /**
     * The numbers of recordings that each kind has. Says at once what is left out, before minutes were spent on the rest.
     *
     * @throws DataException if a kind has not even the least of them
     */
    Map<String, List<Integer>> counts() {
        Map<String, List<Integer>> counts = new LinkedHashMap<>();
        for (String kind : setup.kinds()) {
            int there = corpus.count(kind);
            List<Integer> enough =
                    setup.examples().stream().filter(count -> count <= there).toList();
            if (enough.isEmpty()) {
                throw new DataException("corpus: " + kind + " has " + there + " recordings to learn from, not "
                        + Collections.min(setup.examples()));
            }
            if (enough.size() < setup.examples().size()) {
                log.accept(kind + " has " + there + " recordings to learn from: tried with " + enough);
            }
            counts.put(kind, enough);
        }
        return counts;
    }

    private Candidate candidate(String kind, int count, int draw, Path place) throws IOException {
        Path file = setup.output().resolve(kind + "-" + count + "-" + draw + ".onnx");
        if (!Files.exists(file)) {
            Path folder = setup.output().resolve("examples").resolve(kind + "-" + count + "-" + draw);
            if (!Files.isDirectory(folder)) {
                corpus.examples(kind, count, draw, folder);
            }
            long from = System.nanoTime();
            long cpu = cpuNanos();
            Taught taught = Teaching.teach(
                    new Teaching.Request(
                            model,
                            kind,
                            SoundFolder.recordings(folder, kind, Recording.Role.EVENT),
                            List.of(),
                            place,
                            Set.of(),
                            0.5,
                            draw),
                    TeachProgress.NONE);
            double seconds = (System.nanoTime() - from) / 1e9;
            double cpuSeconds = (cpuNanos() - cpu) / 1e9;
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("seconds", seconds);
            record.put("cpu_seconds", cpuSeconds);
            record.put("expected_recall", taught.recallAt(10));
            WholeFile.write(file, taught.graft(model, "trial", record));
            log.accept(String.format(
                    Locale.ROOT,
                    "%s: %.0f s, %.0f s of processor time, expects %.2f at 10 dB, %s",
                    file.getFileName(),
                    seconds,
                    cpuSeconds,
                    taught.recallAt(10),
                    taught.chosen()));
        }
        ModelFile written = ModelFile.read(file);
        int label = written.manifest().labels().indexOf(kind);
        return new Candidate(kind, count, draw, HeadTensors.of(written).head(label), written.manifest(), label);
    }

    private static long cpuNanos() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean bean
                ? bean.getProcessCpuTime()
                : 0;
    }

    private List<TrialResult> measure(List<Candidate> candidates) {
        int clips = setup.measuredMinutes() * 6;
        List<TrialCorpus.TestClip> plain = corpus.background(clips, false, setup.seed() + 1);
        List<TrialCorpus.TestClip> hard = corpus.background(clips, true, setup.seed() + 2);
        List<TrialTally> tallies = candidates.stream().map(TrialTally::new).toList();
        try (Body body = Body.open(model)) {
            List<float[]> first = new ArrayList<>();
            Map<String, List<TrialCorpus.TestClip>> mixtures = new LinkedHashMap<>();
            for (String kind : setup.kinds()) {
                mixtures.put(kind, corpus.mixtures(kind, setup.mixtures(), TrialCorpus.USUAL_DB, setup.seed() + 3));
                mixtures.get(kind).stream().limit(4).forEach(c -> first.add(c.logMel()));
            }
            Body.Features scale = body.run(padded(first), share -> {});
            for (String kind : setup.kinds()) {
                List<TrialTally> own = tallies.stream()
                        .filter(t -> t.candidate().kind().equals(kind))
                        .toList();
                hear(body, scale, mixtures.get(kind), own, TrialTally::mixture);
                hear(
                        body,
                        scale,
                        corpus.mixtures(kind, setup.mixtures(), TrialCorpus.LOUDER_DB, setup.seed() + 3),
                        own,
                        TrialTally::louder);
            }
            hear(body, scale, plain, tallies, TrialTally::plain);
            hear(body, scale, hard, tallies, TrialTally::hard);
        }
        double hours = setup.measuredMinutes() / 60.0;
        return tallies.stream().map(t -> t.result(hours)).toList();
    }

    private interface Take {
        void take(TrialTally tally, TrialCorpus.TestClip clip, ClipScores scores);
    }

    private void hear(
            Body body, Body.Features scale, List<TrialCorpus.TestClip> clips, List<TrialTally> tallies, Take take) {
        for (int from = 0; from < clips.size(); from += AT_ONCE) {
            List<TrialCorpus.TestClip> some = clips.subList(from, Math.min(clips.size(), from + AT_ONCE));
            List<SceneFeatures> features = body.run(
                    padded(some.stream().map(TrialCorpus.TestClip::logMel).toList()), scale);
            List<FapHead> heads =
                    tallies.stream().map(t -> t.candidate().head()).toList();
            List<float[]> weights = new ArrayList<>();
            heads.forEach(head -> weights.add(head.alpha()));
            ClipScores[][] scores = new ClipScores[some.size()][];
            IntStream.range(0, scores.length)
                    .parallel()
                    .forEach(i -> scores[i] = LabelCurves.of(features.get(i), heads, scale.steps(), weights).stream()
                            .map(curves -> curves.scores(manifest))
                            .toArray(ClipScores[]::new));
            for (int i = 0; i < scores.length; i++) {
                for (int h = 0; h < heads.size(); h++) {
                    take.take(tallies.get(h), some.get(i), scores[i][h]);
                }
            }
        }
    }

    /** A stream goes on before and after a clip; here it is mirrored at both ends. */
    List<float[]> padded(List<float[]> clips) {
        int context = manifest.receptiveFrames();
        int mels = manifest.frontEnd().mels();
        return clips.stream()
                .map(clip -> {
                    int frames = clip.length / mels;
                    float[] padded = new float[clip.length + 2 * context * mels];
                    for (int t = -context; t < frames + context; t++) {
                        int from = t < 0 ? -1 - t : t < frames ? t : 2 * frames - 1 - t;
                        System.arraycopy(clip, from * mels, padded, (t + context) * mels, mels);
                    }
                    return padded;
                })
                .toList();
    }
}
