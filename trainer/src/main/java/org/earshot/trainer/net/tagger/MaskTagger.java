package org.earshot.trainer.net.tagger;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.export.FrameWeighting;
import org.earshot.trainer.export.NetworkExport;
import org.earshot.trainer.export.NetworkWeights;
import org.earshot.trainer.net.block.BFloat16Blocks;
import org.earshot.trainer.net.block.Blocks;
import org.earshot.trainer.net.block.ConvUnit;
import org.earshot.trainer.net.block.LayerInfo;
import org.earshot.trainer.net.block.Normalisation;
import org.earshot.trainer.net.block.Weight;
import org.earshot.trainer.net.block.WeightStore;
import org.earshot.trainer.net.pooling.FapPooling;
import org.earshot.trainer.net.pooling.Pooling;
import org.earshot.trainer.net.pooling.Poolings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paper's network: z-score, blocks of convolutions that keep the size of the time-frequency plane, a 1x1 head with
 * sigmoid that gives the masks M_k(t,f), and a pooling that turns them into clip tags (Liu et al. 2021, section 2).
 *
 * <p>Not safe for use by several threads.
 */
public final class MaskTagger implements TaggingNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(MaskTagger.class);

    /** Beginning of the names of the pooling's weights, on which masks do not depend. */
    private static final String POOLING = "pooling.";

    private static final double LARGEST_ERROR = 0.25;

    private final int mels;
    private final WeightStore weights;
    private final Normalisation normalisation;
    private final List<ConvUnit> units;
    private final NDArray headWeight;
    private final NDArray headBias;
    private final Pooling pooling;
    private final FrameWeighting frameWeighting;
    /** Null while training steps are computed in float32. */
    private BFloat16Blocks inBFloat16;

    /** The same with running statistics. */
    private BFloat16Blocks teachingInBFloat16;

    public MaskTagger(NetworkSettings settings, Poolings poolings, int labels, int mels, WeightStore weights) {
        this.mels = mels;
        this.weights = weights;
        this.normalisation = new Normalisation(mels, weights);
        this.units = settings.network().equals(Networks.VGG)
                ? Blocks.vgg(settings.channels(), weights)
                : Blocks.ddc(settings.channels(), settings.ddc(), weights);
        int features = units.get(units.size() - 1).shape().out();
        this.headWeight = weights.xavier("head.weight", new Shape(labels, features, 1, 1), features, labels);
        this.headBias = weights.constant("head.bias", new Shape(labels), settings.headBias());
        this.pooling = poolings.create(settings.pooling(), settings.poolings(), labels, mels, weights);
        this.frameWeighting = pooling.name().equals(FapPooling.NAME)
                ? settings.poolings().fap().frameWeight()
                : FrameWeighting.MEAN;
    }

    @Override
    public NDArray tags(NDArray logMel, boolean training) {
        return pooling.pool(masks(logMel, training));
    }

    @Override
    public void trainIn(TrainingPrecision precision, NDManager manager) {
        closeBFloat16();
        if (!precision.triesBFloat16()) {
            return;
        }
        List<NDArray> head = List.of(headWeight, headBias);
        inBFloat16 = new BFloat16Blocks(units, head, true, manager);
        teachingInBFloat16 = new BFloat16Blocks(units, head, false, manager);
        List<NDArray> learnt = weights.all().stream()
                .filter(weight -> weight.trainable() && !weight.name().startsWith(POOLING))
                .map(Weight::value)
                .toList();
        double error =
                new BFloat16Check(learnt, mels, manager).error(x -> inFloat32(x, false), teachingInBFloat16::masks);
        // NaN is wrong as well.
        if (!(error <= LARGEST_ERROR)) {
            closeBFloat16();
            String wrong =
                    "train.precision: in bf16 this machine computes this network wrongly (by %.0f %%, where rounding makes a few); "
                            .formatted(100 * error);
            if (precision == TrainingPrecision.BF16) {
                throw new ConfigurationException(wrong + "set auto or fp32");
            }
            LOG.warn("{}", wrong + "training in fp32");
        }
    }

    @Override
    public Outputs learn(NDArray logMel, int contextFrames) {
        NDArray masks = inner(masks(logMel, true), contextFrames);
        return new Outputs(pooling.pool(masks), null, masks);
    }

    @Override
    public Outputs teach(NDArray logMel, int contextFrames) {
        NDArray all = teachingInBFloat16 == null ? masks(logMel, false) : teachingInBFloat16.masks(normalised(logMel));
        NDArray masks = inner(all, contextFrames);
        return new Outputs(pooling.pool(masks), null, masks);
    }

    /** Masks without those of the context at either end: [batch, labels, frames, mels] in both. */
    private static NDArray inner(NDArray masks, int contextFrames) {
        long frames = masks.getShape().get(2);
        return contextFrames == 0
                ? masks
                : masks.get(new NDIndex(":, :, " + contextFrames + ":" + (frames - contextFrames)));
    }

    @Override
    public Outputs outputs(NDArray logMel) {
        NDArray masks = masks(logMel, false);
        NDArray activity = new FrameActivity(frameWeighting, pooling.alpha()).of(masks);
        return new Outputs(pooling.pool(masks), activity, masks);
    }

    @Override
    public String poolingName() {
        return pooling.name();
    }

    @Override
    public List<float[]> alpha() {
        return pooling.alpha();
    }

    @Override
    public Normalisation normalisation() {
        return normalisation;
    }

    @Override
    public WeightStore weights() {
        return weights;
    }

    @Override
    public Set<String> weightsPerLabel() {
        Set<String> names = new HashSet<>(Set.of("head.weight", "head.bias"));
        weights.all().stream()
                .map(Weight::name)
                .filter(name -> name.startsWith(POOLING))
                .forEach(names::add);
        return names;
    }

    @Override
    public Map<String, float[]> trainable(NetworkWeights learnt, Function<NDManager, NDArray> sound) {
        if (pooling instanceof FapPooling fap && !fap.learnsAlphaItself()) {
            throw new IllegalArgumentException("fap.param is sigmoid; weights of a model file need clamp");
        }
        return new WeightImport(weights, units, normalisation).of(learnt, sound);
    }

    @Override
    public List<LayerInfo> layers(int frames) {
        List<LayerInfo> layers = new ArrayList<>();
        layers.add(new LayerInfo("zscore", "z-score per mel", plane(1, frames), 0));
        for (ConvUnit unit : units) {
            String kind = unit.shape().describe() + ", batch norm, relu";
            layers.add(new LayerInfo(unit.name(), kind, plane(unit.shape().out(), frames), unit.parameters()));
        }
        long labels = headBias.size();
        layers.add(
                new LayerInfo("head", "conv 1x1, sigmoid", plane(labels, frames), headWeight.size() + headBias.size()));
        long learnt = weights.parameterCount()
                - layers.stream().mapToLong(LayerInfo::parameters).sum();
        layers.add(new LayerInfo("pooling", pooling.name(), Long.toString(labels), learnt));
        return layers;
    }

    @Override
    public NetworkExport export() {
        return new WeightExport(weights, units, mels).of(pooling, frameWeighting);
    }

    @Override
    public void close() {
        closeBFloat16();
        weights.close();
    }

    private void closeBFloat16() {
        if (inBFloat16 != null) {
            inBFloat16.close();
            teachingInBFloat16.close();
            inBFloat16 = null;
            teachingInBFloat16 = null;
        }
    }

    private NDArray masks(NDArray logMel, boolean training) {
        NDArray x = normalised(logMel);
        return training && inBFloat16 != null ? inBFloat16.masks(x) : inFloat32(x, training);
    }

    private NDArray inFloat32(NDArray normalised, boolean training) {
        NDArray x = normalised;
        for (ConvUnit unit : units) {
            x = unit.forward(x, training);
        }
        Shape one = new Shape(1, 1);
        NDArray logits = x.getNDArrayInternal()
                .convolution(x, headWeight, headBias, one, new Shape(0, 0), one, 1)
                .singletonOrThrow();
        return logits.getNDArrayInternal().sigmoid();
    }

    private NDArray normalised(NDArray logMel) {
        long batch = logMel.getShape().get(0);
        long frames = logMel.getShape().get(1);
        return normalisation.forward(logMel).reshape(batch, 1, frames, mels);
    }

    private String plane(long channels, int frames) {
        return channels + " x " + frames + " x " + mels;
    }
}
