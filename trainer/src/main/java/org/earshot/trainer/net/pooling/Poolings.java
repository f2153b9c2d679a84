package org.earshot.trainer.net.pooling;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.block.WeightStore;

/**
 * The poolings by name. A further one is a class of its own, a {@link Pooling} that also says what it is in the model file,
 * and one entry here.
 *
 * <p>Immutable.
 */
public final class Poolings {
    /** Makes a pooling for a number of labels and mels; what it learns goes into the store. */
    @FunctionalInterface
    public interface Factory {
        Pooling create(PoolingSettings settings, int labels, int mels, WeightStore weights);
    }

    private static final Map<String, Factory> BUILT_IN = Map.of(
            FapPooling.NAME, (settings, labels, mels, weights) -> new FapPooling(settings.fap(), labels, mels, weights),
            ApPooling.NAME, (settings, labels, mels, weights) -> new ApPooling(settings.ap(), labels, mels, weights),
            SoftmaxPooling.NAME, (settings, labels, mels, weights) -> new SoftmaxPooling(labels, mels),
            GwrpPooling.NAME,
                    (settings, labels, mels, weights) ->
                            new GwrpPooling(settings.gwrp().r()),
            GapPooling.NAME, (settings, labels, mels, weights) -> new GapPooling(labels, mels),
            GmpPooling.NAME, (settings, labels, mels, weights) -> new GmpPooling());

    private final Map<String, Factory> factories;

    /** Those that the program comes with. */
    public Poolings() {
        this(BUILT_IN);
    }

    private Poolings(Map<String, Factory> factories) {
        this.factories = new TreeMap<>(factories);
    }

    /** These and one more. */
    public Poolings with(String name, Factory factory) {
        Map<String, Factory> more = new TreeMap<>(factories);
        more.put(name, factory);
        return new Poolings(more);
    }

    /** The names there are. */
    public Set<String> names() {
        return Set.copyOf(factories.keySet());
    }

    /** The pooling of that name. */
    public Pooling create(String name, PoolingSettings settings, int labels, int mels, WeightStore weights) {
        Factory factory = factories.get(name);
        if (factory == null) {
            throw new ConfigurationException(
                    "pooling " + name + ": there is none of that name, only " + factories.keySet());
        }
        return factory.create(settings, labels, mels, weights);
    }
}
