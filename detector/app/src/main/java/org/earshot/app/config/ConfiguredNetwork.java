package org.earshot.app.config;

import java.time.Duration;
import org.earshot.core.detect.BlockGrid;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.CachedMaskNetwork;
import org.earshot.core.infer.CachingNetwork;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what the configuration says of model, device and detection. */
public final class ConfiguredNetwork {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredNetwork.class);
    private static final Duration CALIBRATION = Duration.ofSeconds(2);

    private ConfiguredNetwork() {}

    /**
     * Reads the model and loads it on its device. The thresholds of the configuration are checked against its labels.
     *
     * @throws ModelException if the file is not usable or not the one whose hash is configured
     * @throws org.earshot.core.infer.DeviceException if the device cannot be used
     * @throws ConfigurationException if the configuration does not suit the model
     */
    public static MaskNetwork open(Config config) {
        return network(config);
    }

    /** The same, with the batch tried out for the blocks that a stream will be scored in. */
    public static MaskNetwork openForStreams(Config config) {
        OnnxMaskNetwork network = network(config);
        Manifest manifest = network.manifest();
        int clipFrames = manifest.frontEnd().clipFrames();
        int frames = manifest.streams()
                ? new BlockGrid(clipFrames, config.integer(ConfigKeys.CLIP_BLOCKS)).maxBlockFrames()
                        + 2 * manifest.receptiveFrames()
                : clipFrames;
        network.calibrate(frames, CALIBRATION);
        long cacheBytes = config.number(ConfigKeys.INFER_CACHE_BYTES);
        if (cacheBytes == 0 || !manifest.streams()) {
            return network;
        }
        try {
            return new CachedMaskNetwork(
                    network, CachingNetwork.open(model(config), device(config), inference(config)), cacheBytes);
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    private static OnnxMaskNetwork network(Config config) {
        ModelFile model = model(config);
        Manifest manifest = model.manifest();
        config.thresholds().check(manifest, detector(config, manifest).thresholds());
        if (!manifest.streams()) {
            LOG.warn(
                    "model {} hears whole clips of {} s one after the other: its pooling {} is no ratio of sums over frames,"
                            + " so events come when their clip is over and {} has no effect",
                    manifest.name(),
                    Math.round(manifest.frontEnd().clipSamples()
                            / (double) manifest.frontEnd().rateHz()),
                    manifest.pooling(),
                    ConfigKeys.CLIP_BLOCKS);
        }
        return OnnxMaskNetwork.open(model, device(config), inference(config));
    }

    /** The model file alone, its hash and precision checked. */
    public static ModelFile model(Config config) {
        String name = config.string(ConfigKeys.MODEL);
        ModelFile model = ShippedModels.open(name, config.string(ConfigKeys.PRECISION));
        String wanted = config.string(ConfigKeys.MODEL_SHA256);
        if (!wanted.isEmpty() && !wanted.equals(model.sha256())) {
            throw new ModelException("model " + name + ": its SHA-256 is " + model.sha256() + ", "
                    + ConfigKeys.MODEL_SHA256 + " asks for " + wanted + "; do not use it before you know why");
        }
        return model;
    }

    public static DeviceChoice device(Config config) {
        return DeviceChoice.parse(config.string(ConfigKeys.DEVICE));
    }

    public static InferenceSettings inference(Config config) {
        int threads = config.integer(ConfigKeys.INFER_THREADS);
        return new InferenceSettings(
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                config.integer(ConfigKeys.INFER_BATCH_MAX));
    }

    /** Detection as configured, with the thresholds in force for one source. */
    public static DetectorSettings detector(Config config, Manifest model, String sourceId) {
        DetectorSettings unchanged = detector(config, model);
        return unchanged.withThresholds(config.thresholds().inForce(model, unchanged.thresholds(), sourceId));
    }

    /** The same before the thresholds that the settings change. */
    private static DetectorSettings detector(Config config, Manifest model) {
        return DetectorSettings.of(model, config.integer(ConfigKeys.CLIP_BLOCKS), config.string(ConfigKeys.SENSITIVITY))
                .withOngoingEvery(config.integer(ConfigKeys.EVENTS_ONGOING_BLOCKS));
    }
}
