package org.earshot.trainer.train;

import java.util.List;
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
import org.earshot.trainer.data.clips.QuotaSampler;
import org.earshot.trainer.net.tagger.Networks;
import org.earshot.trainer.train.Recipe.Phase;
import org.earshot.trainer.train.Recipe.Sampling;
import org.earshot.trainer.train.augment.AugmentationSettings;
import org.earshot.trainer.train.log.TrainingLog;

/**
 * One training run: learns a network from the tags of clips, and writes checkpoints from which it can be resumed as if
 * it had not been interrupted. The batches depend on the recipe's seed and the number of the batch alone.
 *
 * <p>Used by one thread.
 */
public final class TrainingRun implements AutoCloseable {
    private static final double STRETCH_SECONDS = 20;
    private static final double NANOS = 1e-9;

    private final RunSetup setup;
    private final Recipe recipe;
    private final Learner learner;
    private final RunProgress progress;
    private final TrainingLog log;

    /** A run from its beginning: fresh weights, z-score of the training clips. */
    public static TrainingRun start(RunSetup setup) {
        TrainingRun run = new TrainingRun(setup, 0);
        run.learner.begin();
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
            run.learner.begin(from);
        } catch (RuntimeException e) {
            run.close();
            throw e;
        }
        return run;
    }

    /** A run that continues from a checkpoint. */
    public static TrainingRun resume(RunSetup setup, Checkpoint checkpoint) {
        RunState state = checkpoint.state();
        if (!state.labels().equals(setup.training().labels())) {
            throw new ConfigurationException(setup.folder() + ": the labels of the checkpoint, " + state.labels()
                    + ", differ from those of the data, " + setup.training().labels());
        }
        TrainingRun run = new TrainingRun(setup, state.step());
        run.learner.restore(checkpoint);
        run.progress.restore(state);
        return run;
    }

    private TrainingRun(RunSetup setup, long logUpTo) {
        requireFittingLabels(setup);
        setup.teachers().forEach(teacher -> Teacher.requireKnown(teacher, setup.training()));
        this.setup = setup;
        this.recipe = setup.recipe();
        this.learner = new Learner(setup);
        this.progress = new RunProgress(recipe.train().clipSteps(), setup.maxMinutes() * 60);
        this.log = TrainingLog.upTo(logUpTo, setup.folder().resolve("log.csv"));
    }

    /**
     * Trains until the schedule ends, the validation mAP has stopped rising, or a stop is requested; then writes a
     * checkpoint.
     *
     * @param onRow receives each row of the log
     */
    public RunState train(StopRequest stop, Consumer<TrainingLog.Row> onRow) {
        while (goesOn(1, stop)) {
            trainPhase(stop, onRow);
        }
        if (isOutOfPatience()) {
            progress.finish();
        }
        writeCheckpoint();
        return state();
    }

    /** The newest state. */
    public RunState state() {
        ClipDataset clips = setup.training();
        return progress.state(
                RecipeFile.write(recipe),
                clips.labels(),
                clips.labels().size() - clips.ownLabels(),
                clips.frontEnd(),
                setup.data(),
                Version.current());
    }

    public TrainingLog log() {
        return log;
    }

    @Override
    public void close() {
        learner.close();
    }

    private void trainPhase(StopRequest stop, Consumer<TrainingLog.Row> onRow) {
        List<Phase> phases = recipe.train().phases();
        int number = progress.phase();
        Phase phase = phases.get(number);
        double end = number == phases.size() - 1
                ? 1
                : IntStream.rangeClosed(0, number)
                        .mapToDouble(i -> phases.get(i).share())
                        .sum();
        ClipDataset clips = setup.training();
        ClipCutter cutter =
                ClipCutter.within(clips.frames(), phase.frames(), phase.aroundEvents(), phase.contextFrames());
        try (BatchLoader batches = new BatchLoader(clips, loaderSettings(phase, cutter))) {
            for (long i = 0; i < progress.phaseBatches(); i++) {
                batches.next();
            }
            LogStretch stretch = new LogStretch(learner.labelWeights(), batches.waitedSeconds());
            long checkpointNanos = System.nanoTime();
            double nextValidation = progress.nextValidation(recipe.validate().every());
            while (goesOn(end, stop)) {
                double rate = recipe.train().rate().at(progress.share(), progress.step());
                step(batches, rate, stretch);
                boolean validate = progress.share() >= nextValidation || progress.share() >= 1;
                if (validate) {
                    validate();
                    nextValidation = progress.nextValidation(recipe.validate().every());
                }
                if (validate || stretch.seconds() > STRETCH_SECONDS) {
                    TrainingLog.Row row =
                            stretch.row(progress, cutter.frames(), rate, validate, batches.waitedSeconds());
                    log.add(row);
                    onRow.accept(row);
                    stretch = new LogStretch(learner.labelWeights(), batches.waitedSeconds());
                }
                if (secondsSince(checkpointNanos) > recipe.train().checkpointMinutes() * 60) {
                    writeCheckpoint();
                    checkpointNanos = System.nanoTime();
                }
            }
        }
        if (progress.share() >= end && number < phases.size() - 1) {
            progress.beginNextPhase();
        }
    }

    private BatchLoader.Settings loaderSettings(Phase phase, ClipCutter cutter) {
        ClipSampler sampler = recipe.train().sampling() == Sampling.QUOTA
                ? new QuotaSampler(setup.training())
                : new EpochSampler(IntStream.range(0, setup.training().size()).toArray());
        AugmentationSettings augment = recipe.augment();
        return new BatchLoader.Settings(
                sampler,
                cutter,
                phase.batch(),
                augment.perClip(),
                new BatchMixing(augment.mixShare()),
                recipe.train().seed() * 1_000_003L + progress.phase());
    }

    private void step(BatchLoader batches, double rate, LogStretch stretch) {
        long start = System.nanoTime();
        Batch batch = batches.next();
        float loss = learner.gradients(batch);
        if (!Float.isFinite(loss)) {
            throw new ConfigurationException("training: the loss is " + loss + " in step " + progress.step()
                    + "; begin a new run with a lower train.rate.peak, --from the last checkpoint if there is one");
        }
        learner.update(rate);
        double took = secondsSince(start);
        double done = (double) batch.size() * batch.frames() / setup.training().frames();
        progress.addStep(done, took);
        learner.average(progress.step());
        stretch.add(loss, batch.tags(), took);
    }

    private void validate() {
        long start = System.nanoTime();
        double map = learner.validationMap();
        progress.addValidation(map, secondsSince(start));
    }

    private boolean goesOn(double end, StopRequest stop) {
        return progress.share() < end && !stop.isAsked() && !isOutOfPatience();
    }

    private boolean isOutOfPatience() {
        return progress.isOutOfPatience(recipe.validate().patience());
    }

    private void writeCheckpoint() {
        learner.checkpoint(state()).write(RunSetup.checkpoint(setup.folder()));
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) * NANOS;
    }

    private static void requireFittingLabels(RunSetup setup) {
        ClipDataset clips = setup.training();
        List<String> own = clips.labels().subList(0, clips.ownLabels());
        if (!setup.validation().labels().equals(own)) {
            throw new ConfigurationException("training: the labels of the validation clips, "
                    + setup.validation().labels() + ", differ from the labels to learn, " + own);
        }
        boolean masks = Networks.hasMasks(setup.recipe().network().name());
        if (!masks && setup.recipe().train().phases().stream().anyMatch(phase -> phase.contextFrames() > 0)) {
            throw new ConfigurationException(
                    "train.phases: contextFrames: only ddc and vgg can leave frames out of the pooling; set it to 0");
        }
        if (own.size() < clips.labels().size() && !masks) {
            throw new ConfigurationException(
                    "train.auxiliaryWeight: only ddc and vgg can drop labels at export; set it to 0");
        }
    }
}
