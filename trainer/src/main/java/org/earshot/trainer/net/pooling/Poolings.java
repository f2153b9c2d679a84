package org.earshot.trainer.net.pooling;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.block.WeightStore;

/**
 * The poolings by name. To add one, write a {@link Pooling} with its {@code PoolingExport} and add an entry here.
 *
 * <p>Immutable.
 */
public final class Poolings {
    /** Creates a pooling for a number of labels and mels, with its weights in the store. */
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

    /** The built-in poolings. */
    public Poolings() {
        this(BUILT_IN);
    }

    private Poolings(Map<String, Factory> factories) {
        this.factories = new TreeMap<>(factories);
    }

    /** A copy with one more. */
    public Poolings with(String name, Factory factory) {
        Map<String, Factory> more = new TreeMap<>(factories);
        more.put(name, factory);
        return new Poolings(more);
    }

    /** All names. */
    public Set<String> names() {
        return Set.copyOf(factories.keySet());
    }

    /** The pooling of that name. */
    public Pooling create(String name, PoolingSettings settings, int labels, int mels, WeightStore weights) {
        Factory factory = factories.get(name);
        if (factory == null) {
            throw new ConfigurationException("pooling " + name + ": unknown; there are " + factories.keySet());
        }
        return factory.create(settings, labels, mels, weights);
    }
}
