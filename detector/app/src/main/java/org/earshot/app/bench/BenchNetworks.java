package org.earshot.app.bench;

import java.util.Optional;
import org.earshot.core.infer.CachingNetwork;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;

/**
 * A model in the ways that it is measured in, one core a call.
 *
 * @param plain blocks with their context
 * @param caching with layer caches, where the model can
 * @param exact the same model in float32, where {@code plain} is in fewer bits and there is one
 */
record BenchNetworks(MaskNetwork plain, Optional<CachingNetwork> caching, Optional<MaskNetwork> exact)
        implements AutoCloseable {

    static BenchNetworks open(ModelFile model, BenchSettings settings) {
        MaskNetwork plain = open(model, settings.device());
        Optional<CachingNetwork> caching = model.manifest().streams()
                ? Optional.of(CachingNetwork.open(model, settings.device(), InferenceSettings.singleThreaded()))
                : Optional.empty();
        ModelFile named = ShippedModels.open(settings.model());
        boolean reduced = !model.manifest().precision().equals(Manifest.FP32)
                && named.manifest().precision().equals(Manifest.FP32);
        return new BenchNetworks(
                plain, caching, reduced ? Optional.of(open(named, settings.device())) : Optional.empty());
    }

    private static MaskNetwork open(ModelFile model, DeviceChoice device) {
        return OnnxMaskNetwork.open(model, device, InferenceSettings.singleThreaded());
    }

    @Override
    public void close() {
        exact.ifPresent(MaskNetwork::close);
        caching.ifPresent(CachingNetwork::close);
        plain.close();
    }
}
