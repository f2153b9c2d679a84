package org.earshot.app.config;

import java.time.Duration;
import java.util.Optional;
import org.earshot.core.detect.BlockGrid;
import org.earshot.core.detect.DetectorSettings;
import org.earshot.core.infer.CachedMaskNetwork;
import org.earshot.core.infer.CachingNetwork;
import org.earshot.core.infer.DeviceChoice;
import org.earshot.core.infer.InferenceSettings;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.OnnxMaskNetwork;
import org.earshot.core.infer.PrecisionCheck;
import org.earshot.core.infer.PrecisionChoice;
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
    private static final Duration PRECISION_CHECK = Duration.ofMillis(200);

    /** Layer caches may take so much beside the heap, as a part of its limit. */
    private static final int CACHE_SHARE = 4;

    private ConfiguredNetwork() {}

    /**
     * Reads the model and loads it on its device. The thresholds of the configuration are checked against its labels.
     *
     * @throws ModelException if the file is not usable or not the one whose hash is configured
     * @throws org.earshot.core.infer.DeviceException if the device cannot be used
     * @throws ConfigurationException if the configuration does not suit the model
     */
    public static MaskNetwork open(Config config) {
        return network(config, model(config));
    }

    /**
     * The same for the blocks that a stream will be scored in: with layer caches, or with the batch tried out. Says what the
     * precision that was chosen gains here.
     */
    public static MaskNetwork openForStreams(Config config) {
        PrecisionChoice choice = precision(config);
        // Before the network that stays: what the comparison took of memory is given back whole.
        LOG.info("precision {}", describe(config, choice));
        OnnxMaskNetwork network = network(config, choice.model());
        try {
            return withCaches(config, choice.model(), network).orElseGet(() -> {
                network.calibrate(streamFrames(config, network.manifest()), CALIBRATION);
                return network;
            });
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * The precision in use and why, with what it gains over float32 and how far it differs: measured for a moment, with
     * networks of its own, since a session keeps the memory of the largest block that it ever scored.
     */
    public static String describe(Config config, PrecisionChoice choice) {
        String words = choice.model().manifest().precision() + ", " + choice.reason();
        if (choice.named().isEmpty()) {
            return words;
        }
        try (MaskNetwork reduced = OnnxMaskNetwork.open(choice.model(), device(config), inference(config));
                MaskNetwork exact = OnnxMaskNetwork.open(choice.named().get(), device(config), inference(config))) {
            PrecisionCheck check =
                    PrecisionCheck.of(reduced, exact, streamFrames(config, exact.manifest()), PRECISION_CHECK);
            if (!check.isFaster()) {
                LOG.warn(
                        "precision {} is slower than fp32 here; set {}=fp32 for all commands that must find the same events",
                        choice.model().manifest().precision(),
                        ModelSection.PRECISION);
            }
            return words + ": " + check.describe();
        }
    }

    private static int streamFrames(Config config, Manifest manifest) {
        int clipFrames = manifest.frontEnd().clipFrames();
        return manifest.streams()
                ? new BlockGrid(clipFrames, config.detection().clipBlocks()).maxBlockFrames()
                        + 2 * manifest.receptiveFrames()
                : clipFrames;
    }

    private static Optional<MaskNetwork> withCaches(Config config, ModelFile model, OnnxMaskNetwork network) {
        long asked = config.model().cacheBytes();
        boolean byItself = asked == ModelSection.CACHE_BYTES_AUTO;
        // A graphics card scores many blocks at once, and the caches are in main memory.
        if (asked == 0
                || !model.manifest().streams()
                || byItself && !network.device().equals("cpu")) {
            return Optional.empty();
        }
        long bytes = byItself ? Runtime.getRuntime().maxMemory() / CACHE_SHARE : asked;
        try {
            CachingNetwork caching = CachingNetwork.open(model, device(config), inference(config));
            LOG.info(
                    "layer caches: {} KiB a source, for {} sources at a time",
                    caching.cacheBytes() >> 10,
                    bytes / caching.cacheBytes());
            return Optional.of(new CachedMaskNetwork(network, caching, bytes));
        } catch (ModelException e) {
            if (!byItself) {
                throw e;
            }
            LOG.info("no layer caches, every block repeats its context: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static OnnxMaskNetwork network(Config config, ModelFile model) {
        Manifest manifest = model.manifest();
        config.thresholds().check(manifest, detector(config, manifest).thresholds());
        if (!manifest.streams()) {
            LOG.warn(
                    "model {} works on whole clips of {} s one after the other: its pooling {} is no ratio of sums over frames,"
                            + " so events come when their clip is over and {} has no effect",
                    manifest.name(),
                    Math.round(manifest.frontEnd().clipSamples()
                            / (double) manifest.frontEnd().rateHz()),
                    manifest.pooling(),
                    DetectionSection.CLIP_BLOCKS);
        }
        return OnnxMaskNetwork.open(model, device(config), inference(config));
    }

    /** The model file alone, its hash and precision checked. */
    public static ModelFile model(Config config) {
        return precision(config).model();
    }

    /**
     * The model file in the precision that is configured, its hash checked.
     *
     * @throws ModelException if it cannot be read, or is not the one whose hash is configured
     */
    public static PrecisionChoice precision(Config config) {
        String name = config.model().name();
        String wanted = config.model().sha256();
        String precision = config.model().precision();
        PrecisionChoice choice = precision.equals(ModelSection.PRECISION_AUTO)
                ? PrecisionChoice.auto(name, wanted, device(config))
                : PrecisionChoice.configured(ShippedModels.open(name, precision));
        if (!wanted.isEmpty() && !wanted.equals(choice.model().sha256())) {
            throw new ModelException("model " + name + ": its SHA-256 is "
                    + choice.model().sha256() + ", " + ModelSection.SHA256 + " asks for " + wanted
                    + "; do not use it before you know why. Settings of earshot calibrate fit one model in one precision"
                    + " (earshot.model, earshot.precision)");
        }
        return choice;
    }

    public static DeviceChoice device(Config config) {
        return DeviceChoice.parse(config.model().device());
    }

    public static InferenceSettings inference(Config config) {
        int threads = config.model().inferThreads();
        return new InferenceSettings(
                threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                config.model().batchMax());
    }

    /** Detection as configured, with the thresholds in force for one source. */
    public static DetectorSettings detector(Config config, Manifest model, String sourceId) {
        DetectorSettings unchanged = detector(config, model);
        return unchanged.withThresholds(config.thresholds().inForce(model, unchanged.thresholds(), sourceId));
    }

    /** The same before the thresholds that the settings change. */
    private static DetectorSettings detector(Config config, Manifest model) {
        return DetectorSettings.of(
                        model,
                        config.detection().clipBlocks(),
                        config.detection().sensitivity())
                .withOngoingEvery(config.detection().ongoingBlocks());
    }
}
