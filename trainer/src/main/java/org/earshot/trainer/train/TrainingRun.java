package org.earshot.trainer.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.earshot.core.files.Version;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.Batch;
import org.earshot.trainer.data.clips.BatchLoader;
import org.earshot.trainer.data.clips.BatchMixing;
import org.earshot.trainer.data.clips.ClipCutter;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipSampler;
import org.earshot.trainer.data.clips.EpochSampler;
import org.earshot.trainer.data.clips.MelStatistics;
import org.earshot.trainer.data.clips.QuotaSampler;
import org.earshot.trainer.net.block.TorchEngine;
import org.earshot.trainer.net.block.Weight;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.net.tagger.TaggingNetwork;
import org.earshot.trainer.train.Recipe.Phase;
import org.earshot.trainer.train.Recipe.Sampling;
import org.earshot.trainer.train.augment.AugmentationSettings;

/**
 * One training run: batches of clip tags in, a learnt network out, with checkpoints from which it goes on as if it had
 * not stopped. The batches depend on the recipe's seed and the number of the batch alone.
 *
 * <p>Used by one thread.
 */
public final class TrainingRun implements AutoCloseable {
    private static final double STRETCH_SECONDS = 20;
    private static final double NANOS = 1e-9;

    private final RunSetup setup;
    private final Recipe recipe;
    private final NDManager manager;
    private final TaggingNetwork network;
    private final AdamOptimiser optimiser;
    private final WeightMean mean;
    private final Validator validator;
    private final TrainingLog log;
    /** What each label counts in the loss. */
    private final float[] labelWeights;
    /** Null where there is none. */
    private final Teacher teacher;

    private long step;
    private int phase;
    private long phaseBatches;
    private double clipSteps;
    private double progress;
    private double seconds;
    private double bestMap = Double.NEGATIVE_INFINITY;
    private int sinceBest;
    private double lastMap = Double.NaN;

    /** A run from its beginning: fresh weights, z-score of the training clips. */
    public static TrainingRun start(RunSetup setup) {
        TrainingRun run = new TrainingRun(setup, 0);
        MelStatistics statistics = MelStatistics.of(setup.training());
        run.network.normalisation().set(floats(statistics.mean()), floats(statistics.deviation()));
        run.mean.restart();
        return run;
    }

    /**
     * A run from its beginning, but with weights and z-score that were learnt before.
     *
     * @throws ConfigurationException if they do not fit the network
     */
    public static TrainingRun start(RunSetup setup, StartingPoint from) {
        TrainingRun run = new TrainingRun(setup, 0);
        try {
            from.layInto(run.network, setup.training());
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
        run.mean.restart();
        return run;
    }

    /** A run that goes on from a checkpoint. */
    public static TrainingRun resume(RunSetup setup, Checkpoint checkpoint) {
        RunState state = checkpoint.state();
        if (!state.labels().equals(setup.training().labels())) {
            throw new ConfigurationException(setup.folder() + ": the checkpoint's labels " + state.labels()
                    + " are not the data's " + setup.training().labels());
        }
        TrainingRun run = new TrainingRun(setup, state.step());
        checkpoint.weights().forEach(run.network.weights()::write);
        run.mean.restore(checkpoint.means());
        run.optimiser.restore(checkpoint.moments(), state.step());
        run.step = state.step();
        run.phase = state.phase();
        run.phaseBatches = state.phaseBatches();
        run.clipSteps = state.clipSteps();
        run.progress = state.progress();
        run.seconds = state.seconds();
        run.bestMap = state.bestMap();
        run.sinceBest = state.sinceBest();
        run.lastMap = state.lastMap();
        return run;
    }

    private TrainingRun(RunSetup setup, long logUpTo) {
        requireFittingLabels(setup);
        if (setup.teacher() != null) {
            Teacher.requireKnown(setup.teacher(), setup.training());
        }
        this.setup = setup;
        this.recipe = setup.recipe();
        this.manager = TorchEngine.open(recipe.train().threads());
        this.network = Networks.create(
                recipe.networkSettings(),
                setup.training().labels().size(),
                setup.training().mels(),
                recipe.train().seed(),
                manager);
        network.trainIn(recipe.train().precision().resolved(recipe.network().name()), manager);
        this.optimiser = new AdamOptimiser(recipe.train().optimiser(), network.weights(), manager);
        this.mean = new WeightMean(network.weights(), recipe.train().averageDecay());
        this.validator = new Validator(setup.validation(), recipe.validate().clips());
        this.labelWeights = labelWeights(setup.training(), recipe.train().auxiliaryWeight());
        this.teacher = setup.teacher() == null
                ? null
                : Teacher.of(setup.teacher(), setup.training(), labelWeights, recipe, manager);
        this.log = TrainingLog.upTo(logUpTo, setup.folder().resolve("log.csv"));
    }

    /**
     * Trains until the schedule is done, patience is at its end, or a stop is asked for; writes a checkpoint in any case.
     *
     * @param onRow told of each row of the log
     */
    public RunState train(StopRequest stop, Consumer<TrainingLog.Row> onRow) {
        while (progress < 1 && !stop.isAsked() && !outOfPatience()) {
            trainPhase(stop, onRow);
        }
        if (outOfPatience()) {
            progress = 1;
        }
        write();
        return state();
    }

    /** The newest state. */
    public RunState state() {
        return new RunState(
                RecipeFile.write(recipe),
                setup.training().labels(),
                setup.training().labels().size() - setup.training().ownLabels(),
                setup.training().frontEnd(),
                setup.data(),
                Version.current(),
                step,
                phase,
                phaseBatches,
                clipSteps,
                progress,
                seconds,
                bestMap,
                sinceBest,
                lastMap);
    }

    public TrainingLog log() {
        return log;
    }

    @Override
    public void close() {
        if (teacher != null) {
            teacher.close();
        }
        network.close();
        optimiser.close();
        manager.close();
    }

    private void trainPhase(StopRequest stop, Consumer<TrainingLog.Row> onRow) {
        List<Phase> phases = recipe.train().phases();
        Phase now = phases.get(phase);
        double end = phase == phases.size() - 1
                ? 1
                : IntStream.rangeClosed(0, phase)
                        .mapToDouble(i -> phases.get(i).share())
                        .sum();
        ClipDataset clips = setup.training();
        int frames = now.frames() == 0 ? clips.frames() : Math.min(now.frames(), clips.frames());
        try (BatchLoader batches = new BatchLoader(clips, loaderSettings(now, frames))) {
            for (long i = 0; i < phaseBatches; i++) {
                batches.next();
            }
            Stretch stretch = new Stretch(batches.waitedSeconds());
            long checkpointNanos = System.nanoTime();
            double nextValidation = progress + untilValidation();
            while (progress < end && !stop.isAsked() && !outOfPatience()) {
                long start = System.nanoTime();
                double rate = recipe.train().rate().at(progress, step);
                Batch batch = batches.next();
                stretch.add(step(batch, rate), batch.tags());
                double took = (System.nanoTime() - start) * NANOS;
                advance(batch, took);
                stretch.seconds += took;

                boolean validate = progress >= nextValidation || progress >= 1;
                if (validate) {
                    validate();
                    nextValidation = progress + untilValidation();
                }
                if (validate || stretch.seconds > STRETCH_SECONDS) {
                    TrainingLog.Row row = stretch.row(frames, rate, validate, batches.waitedSeconds());
                    log.add(row);
                    onRow.accept(row);
                    stretch = new Stretch(batches.waitedSeconds());
                }
                if ((System.nanoTime() - checkpointNanos) * NANOS
                        > recipe.train().checkpointMinutes() * 60) {
                    write();
                    checkpointNanos = System.nanoTime();
                }
            }
        }
        if (progress >= end && phase < phases.size() - 1) {
            phase++;
            phaseBatches = 0;
        }
    }

    private BatchLoader.Settings loaderSettings(Phase now, int frames) {
        ClipSampler sampler = recipe.train().sampling() == Sampling.QUOTA
                ? new QuotaSampler(setup.training())
                : new EpochSampler(IntStream.range(0, setup.training().size()).toArray());
        AugmentationSettings augment = recipe.augment();
        return new BatchLoader.Settings(
                sampler,
                new ClipCutter(frames, now.aroundEvents()),
                now.batch(),
                augment.perClip(),
                new BatchMixing(augment.mixShare()),
                recipe.train().seed() * 1_000_003L + phase);
    }

    private float step(Batch batch, double rate) {
        float loss;
        int labels = batch.tags().length / batch.size();
        try (NDManager scope = manager.newSubManager()) {
            NDArray sound = scope.create(batch.logMel(), new Shape(batch.size(), batch.frames(), batch.mels()));
            TaggingNetwork.Outputs said = teacher == null ? null : teacher.say(sound);
            try (GradientCollector gradients = TorchEngine.engine().newGradientCollector()) {
                NDArray targets = scope.create(batch.tags(), new Shape(batch.size(), labels));
                TaggingNetwork.Outputs learnt = network.learn(sound);
                NDArray value = TaggingLoss.of(learnt.tags(), targets, scope.create(labelWeights));
                loss = value.getFloat();
                if (teacher != null) {
                    value = value.add(teacher.loss(learnt, said, recipe.train().teaching()));
                }
                gradients.backward(value);
            }
        }
        if (!Float.isFinite(loss)) {
            throw new ConfigurationException("training: the loss is " + loss + " in step " + step
                    + "; lower train.rate.peak and resume from the last checkpoint");
        }
        optimiser.step(rate);
        return loss;
    }

    private void advance(Batch batch, double took) {
        double done = (double) batch.size() * batch.frames() / setup.training().frames();
        step++;
        mean.add(step);
        phaseBatches++;
        clipSteps += done;
        seconds += took;
        progress += Math.max(done / recipe.train().clipSteps(), took / (setup.maxMinutes() * 60));
    }

    private void validate() {
        long start = System.nanoTime();
        mean.inPlace(() -> lastMap = validator.meanAveragePrecision(network, manager));
        if (!Double.isNaN(lastMap)) {
            sinceBest = lastMap > bestMap ? 0 : sinceBest + 1;
            bestMap = Math.max(bestMap, lastMap);
        }
        double took = (System.nanoTime() - start) * NANOS;
        seconds += took;
        progress += took / (setup.maxMinutes() * 60);
    }

    /** Validations stand at multiples of their distance, wherever a run was interrupted. */
    private double untilValidation() {
        double every = recipe.validate().every();
        return every - progress % every;
    }

    private boolean outOfPatience() {
        int patience = recipe.validate().patience();
        return patience > 0 && sinceBest >= patience;
    }

    private void write() {
        Map<String, float[]> weights = new LinkedHashMap<>();
        for (Weight weight : network.weights().all()) {
            weights.put(weight.name(), weight.value().toFloatArray());
        }
        new Checkpoint(state(), weights, optimiser.read(), mean.read()).write(RunSetup.checkpoint(setup.folder()));
    }

    private static float[] labelWeights(ClipDataset clips, double auxiliary) {
        int labels = clips.labels().size();
        int own = clips.ownLabels();
        double sum = own + auxiliary * (labels - own);
        float[] weights = new float[labels];
        for (int k = 0; k < labels; k++) {
            weights[k] = (float) ((k < own ? 1 : auxiliary) / sum);
        }
        return weights;
    }

    private static void requireFittingLabels(RunSetup setup) {
        ClipDataset clips = setup.training();
        List<String> own = clips.labels().subList(0, clips.ownLabels());
        if (!setup.validation().labels().equals(own)) {
            throw new ConfigurationException("training: the labels of the validation clips "
                    + setup.validation().labels() + " are not those learnt " + own);
        }
        if (own.size() < clips.labels().size()
                && !Networks.hasMasks(setup.recipe().network().name())) {
            throw new ConfigurationException(
                    "train.auxiliaryWeight: only ddc and vgg can drop labels at export; set it to 0");
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    /** What is gathered between two rows of the log. */
    private final class Stretch {
        private final List<float[]> tags = new ArrayList<>();
        private final double waitedBefore;
        private double lossSum;
        private double seconds;

        Stretch(double waitedBefore) {
            this.waitedBefore = waitedBefore;
        }

        void add(float loss, float[] batchTags) {
            lossSum += loss;
            tags.add(batchTags);
        }

        TrainingLog.Row row(int frames, double rate, boolean validated, double waited) {
            return new TrainingLog.Row(
                    step,
                    clipSteps,
                    Math.min(1, progress),
                    frames,
                    rate,
                    lossSum / tags.size(),
                    TaggingLoss.priorEntropy(shares(), labelWeights),
                    validated ? lastMap : Double.NaN,
                    TrainingRun.this.seconds,
                    (waited - waitedBefore) / seconds);
        }

        private double[] shares() {
            double[] share = new double[setup.training().labels().size()];
            long clips = 0;
            for (float[] batch : tags) {
                for (int i = 0; i < batch.length; i++) {
                    share[i % share.length] += batch[i];
                }
                clips += batch.length / share.length;
            }
            for (int k = 0; k < share.length; k++) {
                share[k] /= clips;
            }
            return share;
        }
    }
}
