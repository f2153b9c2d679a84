package org.earshot.app.setup;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfigKeys;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.edges.evidence.EvidenceKeeper;
import org.earshot.edges.evidence.EvidenceMaker;
import org.earshot.edges.evidence.EvidenceStore;
import org.earshot.edges.evidence.Retention;
import org.earshot.edges.evidence.SpeechLabels;
import org.earshot.streams.evidence.EvidenceMode;
import org.earshot.streams.evidence.EvidenceSettings;

/** What is kept of events, as the configuration says. */
public final class EvidenceSetup {
    private EvidenceSetup() {}

    /**
     * Opens the store of evidence.
     *
     * @return empty if nothing is to be kept
     * @throws ConfigurationException if a store or a label is missing, or the model cannot hear the speech that it is to mask
     */
    static Optional<EvidenceKeeper> open(Config config, MaskNetwork network) {
        EvidenceMode mode =
                EvidenceMode.valueOf(config.string(ConfigKeys.EVIDENCE).toUpperCase(Locale.ROOT));
        if (mode == EvidenceMode.NONE) {
            return Optional.empty();
        }
        Manifest manifest = network.manifest();
        List<Integer> speech = mode == EvidenceMode.MASKED ? speechToMask(config, manifest) : speech(config, manifest);
        config.evidenceRetention().keySet().forEach(label -> requireLabel(label, manifest));
        var settings = new EvidenceSettings(
                mode,
                milliseconds(config, ConfigKeys.EVIDENCE_PRE_ROLL_MS),
                milliseconds(config, ConfigKeys.EVIDENCE_POST_ROLL_MS),
                milliseconds(config, ConfigKeys.EVIDENCE_LONGEST_MS),
                milliseconds(config, ConfigKeys.EVIDENCE_PATIENCE_MS),
                speech);
        return Optional.of(new EvidenceKeeper(
                new EvidenceMaker(network, settings),
                settings,
                store(config),
                new Retention(config.evidenceRetention(), milliseconds(config, ConfigKeys.EVIDENCE_RETENTION_MS))));
    }

    /**
     * The store of evidence, for those who only read.
     *
     * @return empty if none is configured
     */
    static Optional<EvidenceStore> reader(Config config) {
        return config.string(ConfigKeys.EVIDENCE_STORE).isEmpty() ? Optional.empty() : Optional.of(store(config));
    }

    /**
     * The speech labels of a model that can take speech out.
     *
     * @throws ConfigurationException if the model cannot hear speech or gives no masks
     */
    public static List<Integer> speechToMask(Config config, Manifest manifest) {
        List<Integer> speech = speech(config, manifest);
        requireMasks(config, manifest, speech);
        return speech;
    }

    private static List<Integer> speech(Config config, Manifest manifest) {
        List<String> named = Arrays.stream(
                        config.string(ConfigKeys.EVIDENCE_SPEECH_LABELS).split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .toList();
        return SpeechLabels.of(manifest, named);
    }

    private static void requireMasks(Config config, Manifest manifest, List<Integer> speech) {
        String key = ConfigKeys.EVIDENCE + "=masked: model " + manifest.name();
        if (speech.isEmpty()) {
            throw new ConfigurationException(key
                    + " has no label that is speech, so it cannot hear speech and cannot mask it; name its speech labels with "
                    + ConfigKeys.EVIDENCE_SPEECH_LABELS + ", take another model, or keep none or full");
        }
        if (!ConfiguredNetwork.model(config).givesMasks()) {
            throw new ConfigurationException(
                    key + " gives no masks, so it cannot mask speech; take another model, or keep none or full");
        }
    }

    private static void requireLabel(String label, Manifest manifest) {
        if (!manifest.labels().contains(label)) {
            throw new ConfigurationException("earshot.evidence.retention." + label + ".ms: model " + manifest.name()
                    + " has no label " + label + "; it knows " + String.join(", ", manifest.labels()));
        }
    }

    private static EvidenceStore store(Config config) {
        String store = config.string(ConfigKeys.EVIDENCE_STORE);
        if (store.isEmpty()) {
            throw new ConfigurationException(ConfigKeys.EVIDENCE + "=" + config.string(ConfigKeys.EVIDENCE)
                    + " needs a place: set " + ConfigKeys.EVIDENCE_STORE + " to a folder or to s3://BUCKET/PREFIX");
        }
        return EvidenceStore.open(
                store, config.string(ConfigKeys.EVIDENCE_S3_ENDPOINT), config.string(ConfigKeys.EVIDENCE_S3_REGION));
    }

    private static Duration milliseconds(Config config, String key) {
        return Duration.ofMillis(config.number(key));
    }
}
