package org.earshot.trainer.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.block.DdcSettings;
import org.earshot.trainer.net.pooling.AdaptiveDistancePooling;
import org.earshot.trainer.net.pooling.PoolingSettings;
import org.earshot.trainer.net.tagger.AttentionSettings;
import org.earshot.trainer.net.tagger.NetworkSettings;
import org.earshot.trainer.net.tagger.TalNetSettings;
import org.earshot.trainer.net.tagger.TrainingPrecision;
import org.earshot.trainer.train.augment.AugmentationSettings;

/**
 * All settings of a training run, read from a YAML file in which every key is required.
 *
 * @param network shape of the network
 * @param ddc of the DDC blocks
 * @param fap of frequency-dependent auto-pooling
 * @param ap of auto-pooling
 * @param gwrp of global weighted rank pooling
 * @param attention of the Attention baseline
 * @param talnet of the TALNet baseline
 * @param adaptive pooling that shortens the sequence before the recurrent layer of a baseline; null for none
 * @param train settings of the training loop
 * @param augment augmentation of the features
 * @param validate validation during the run
 */
public record Recipe(
        Network network,
        DdcSettings ddc,
        PoolingSettings.Fap fap,
        PoolingSettings.Ap ap,
        PoolingSettings.Gwrp gwrp,
        AttentionSettings attention,
        TalNetSettings talnet,
        @JsonInclude(JsonInclude.Include.NON_NULL) AdaptiveDistancePooling adaptive,
        Train train,
        AugmentationSettings augment,
        Validate validate) {
    public Recipe {
        if (Stream.of(network, ddc, fap, ap, gwrp, attention, talnet, train, augment, validate)
                .anyMatch(Objects::isNull)) {
            throw new ConfigurationException(
                    "the recipe has an empty section; give all keys, as the shipped recipes do");
        }
    }

    /**
     * @param name ddc, vgg or a baseline
     * @param pooling fap, ap, softmax, gwrp, gap or gmp
     * @param channels output channels of the blocks
     * @param headBias start value of the head's bias
     */
    public record Network(String name, String pooling, List<Integer> channels, float headBias) {}

    /**
     * @param seed seed of weights, order, cuts and augmentation
     * @param threads of the engine
     * @param precision of the convolutions in training
     * @param clipSteps length of the run: clips passed through the network, short ones counted by their share of a clip
     * @param phases one after the other
     * @param optimiser Adam's constants
     * @param rate the learning rate
     * @param sampling {@code epoch}: every clip once before any comes again; {@code quota}: balanced by label
     * @param averageDecay of the exponential mean of the weights that validation and export use, per step; 0 for none
     * @param auxiliaryWeight weight of an auxiliary label in the loss, relative to 1 for the data set's own labels; 0
     *     leaves them out
     * @param teaching weight of a teacher in the loss, if there is one
     * @param checkpointMinutes time between checkpoints
     */
    public record Train(
            long seed,
            int threads,
            TrainingPrecision precision,
            double clipSteps,
            List<Phase> phases,
            AdamSettings optimiser,
            LearningRate rate,
            Sampling sampling,
            double averageDecay,
            double auxiliaryWeight,
            Teaching teaching,
            double checkpointMinutes) {
        public Train {
            if (!(clipSteps > 0 && Double.isFinite(clipSteps)) || !(checkpointMinutes >= 0)) {
                throw new ConfigurationException(
                        "train: clipSteps must be positive and checkpointMinutes not negative, are " + clipSteps
                                + " and " + checkpointMinutes);
            }
            if (threads < 1) {
                throw new ConfigurationException("train.threads: must be at least 1, is " + threads);
            }
            if (!(averageDecay >= 0 && averageDecay < 1)) {
                throw new ConfigurationException(
                        "train.averageDecay: must be at least 0 and less than 1, is " + averageDecay);
            }
            if (!(auxiliaryWeight >= 0 && auxiliaryWeight <= 1)) {
                throw new ConfigurationException("train.auxiliaryWeight: must lie in 0..1, is " + auxiliaryWeight);
            }
            double shares = phases.stream().mapToDouble(Phase::share).sum();
            if (phases.isEmpty() || Math.abs(shares - 1) > 1e-6) {
                throw new ConfigurationException("train.phases: the shares must sum to 1, sum to " + shares);
            }
            phases = List.copyOf(phases);
        }
    }

    /**
     * Weights of the distance to a teacher in the loss, relative to 1 for the true tags.
     *
     * @param tags weight of its tags
     * @param masks weight of its masks
     */
    public record Teaching(double tags, double masks) {
        public Teaching {
            if (!(tags >= 0) || !(masks >= 0)) {
                throw new ConfigurationException(
                        "train.teaching: tags and masks must not be negative, are " + tags + " and " + masks);
            }
        }
    }

    /** How clips are drawn. */
    public enum Sampling {
        EPOCH,
        QUOTA
    }

    /**
     * Part of a run with training clips of one length.
     *
     * @param frames length of the training clips; 0 for whole clips
     * @param batch clips of a step
     * @param share of the run
     * @param aroundEvents share of the short clips that are placed so that they overlap a known event
     * @param contextFrames frames before and after a short clip that the network hears too, but whose masks are not
     *     pooled; as in use, where no clip begins or ends in silence
     */
    public record Phase(int frames, int batch, double share, double aroundEvents, int contextFrames) {
        public Phase {
            if (frames < 0 || batch < 1 || !(share > 0)) {
                throw new ConfigurationException("train.phases: frames >= 0, batch >= 1 and share > 0 must hold, are "
                        + frames + ", " + batch + " and " + share);
            }
            if (!(aroundEvents >= 0 && aroundEvents <= 1)) {
                throw new ConfigurationException("train.phases: aroundEvents must lie in 0..1, is " + aroundEvents);
            }
            if (contextFrames < 0 || frames == 0 && contextFrames > 0) {
                throw new ConfigurationException("train.phases: contextFrames must not be negative, and 0 with whole"
                        + " clips, is " + contextFrames);
            }
        }
    }

    /**
     * @param every share of the run between two validations
     * @param clips number of clips used, from the start of the validation set
     * @param patience validations without a better mAP after which the run ends early; 0 for never
     */
    public record Validate(double every, int clips, int patience) {
        public Validate {
            if (!(every > 0) || clips < 1 || patience < 0) {
                throw new ConfigurationException("validate: every > 0, clips >= 1 and patience >= 0 must hold, are "
                        + every + ", " + clips + " and " + patience);
            }
        }
    }

    /** The settings from which the network is built. */
    public NetworkSettings networkSettings() {
        return new NetworkSettings(
                network.name(),
                network.pooling(),
                network.channels(),
                network.headBias(),
                ddc,
                new PoolingSettings(fap, ap, gwrp),
                attention,
                talnet,
                adaptive == null ? AdaptiveDistancePooling.NONE : adaptive);
    }
}
