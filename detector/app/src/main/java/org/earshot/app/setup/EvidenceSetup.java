package org.earshot.app.setup;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.app.config.EvidenceSection;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.edges.evidence.EvidenceRenderer;
import org.earshot.edges.evidence.EvidenceStore;
import org.earshot.edges.evidence.EvidenceSweeper;
import org.earshot.edges.evidence.EvidenceWriter;
import org.earshot.edges.evidence.Retention;
import org.earshot.edges.evidence.SpeechLabels;
import org.earshot.streams.evidence.EvidenceMode;
import org.earshot.streams.evidence.EvidenceSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is kept of events, as the configuration says. */
public final class EvidenceSetup {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceSetup.class);

    private EvidenceSetup() {}

    /**
     * Opens the store of evidence.
     *
     * @return empty if nothing is to be kept
     * @throws ConfigurationException if a store or a label is missing, or the model has no label for the speech that
     * it is to mask
     */
    static Optional<EvidenceWriter> open(Config config, MaskNetwork network) {
        EvidenceSection evidence = config.evidence();
        EvidenceMode mode = mode(config);
        if (mode == EvidenceMode.NONE) {
            return Optional.empty();
        }
        List<Integer> speech = speech(config, mode, network.manifest());
        var settings = new EvidenceSettings(
                mode, evidence.preRoll(), evidence.postRoll(), evidence.longest(), evidence.patience(), speech);
        return Optional.of(new EvidenceWriter(
                new EvidenceRenderer(network, settings), settings, store(evidence), retention(config)));
    }

    /**
     * What deletes evidence that was kept earlier, where none is kept any more.
     *
     * @return empty if evidence is kept, whose writer deletes it, or if no store is named
     */
    static Optional<EvidenceSweeper> sweeper(Config config) {
        EvidenceSection evidence = config.evidence();
        if (!evidence.mode().equals("none") || evidence.store().isEmpty()) {
            return Optional.empty();
        }
        LOG.info("evidence: {}", deletes(evidence));
        return Optional.of(new EvidenceSweeper(store(evidence), retention(config)));
    }

    private static Retention retention(Config config) {
        return new Retention(config.evidenceRetention(), config.evidence().retention());
    }

    /**
     * Checks what {@link #open} and {@link #sweeper} would, and leaves nothing open.
     *
     * @return what is kept, in a few words
     * @throws ConfigurationException as that does
     */
    public static String check(Config config) {
        EvidenceMode mode = mode(config);
        if (mode == EvidenceMode.NONE) {
            reader(config).ifPresent(EvidenceStore::close);
            return config.evidence().store().isEmpty() ? "none is kept" : deletes(config.evidence());
        }
        speech(config, mode, ConfiguredNetwork.model(config).manifest());
        store(config.evidence()).close();
        return config.evidence().mode() + ", in " + config.evidence().store();
    }

    private static String deletes(EvidenceSection evidence) {
        return "none is kept; what " + evidence.store() + " holds is deleted when it is older than "
                + EvidenceSection.RETENTION_MS;
    }

    private static EvidenceMode mode(Config config) {
        return EvidenceMode.valueOf(config.evidence().mode().toUpperCase(Locale.ROOT));
    }

    /** The labels that are speech, after all that names labels was checked. */
    private static List<Integer> speech(Config config, EvidenceMode mode, Manifest manifest) {
        config.evidenceRetention().keySet().forEach(label -> requireLabel(label, manifest));
        return mode == EvidenceMode.MASKED ? speechToMask(config, manifest) : speech(config, manifest);
    }

    /**
     * The store of evidence, for those who only read.
     *
     * @return empty if none is configured
     */
    static Optional<EvidenceStore> reader(Config config) {
        return config.evidence().store().isEmpty() ? Optional.empty() : Optional.of(store(config.evidence()));
    }

    /**
     * The speech labels of a model that can take speech out.
     *
     * @throws ConfigurationException if the model has no label for speech or gives no masks
     */
    public static List<Integer> speechToMask(Config config, Manifest manifest) {
        List<Integer> speech = speech(config, manifest);
        requireMasks(config, manifest, speech);
        return speech;
    }

    private static List<Integer> speech(Config config, Manifest manifest) {
        List<String> named = Arrays.stream(config.evidence().speechLabels().split(","))
                .map(String::strip)
                .filter(label -> !label.isEmpty())
                .toList();
        return SpeechLabels.of(manifest, named);
    }

    private static void requireMasks(Config config, Manifest manifest, List<Integer> speech) {
        String key = EvidenceSection.EVIDENCE + "=masked: model " + manifest.name();
        if (speech.isEmpty()) {
            throw new ConfigurationException(key
                    + " has no label that is speech, so it cannot mask it; name its speech labels with "
                    + EvidenceSection.SPEECH_LABELS + ", take another model, or keep none or full");
        }
        if (!ConfiguredNetwork.model(config).givesMasks()) {
            throw new ConfigurationException(
                    key + " gives no masks, so it cannot mask speech; take another model, or keep none or full");
        }
    }

    private static void requireLabel(String label, Manifest manifest) {
        if (!manifest.labels().contains(label)) {
            throw new ConfigurationException("earshot.evidence.retention." + label + ".ms: model " + manifest.name()
                    + " has no label " + label + "; its labels are " + String.join(", ", manifest.labels()));
        }
    }

    private static EvidenceStore store(EvidenceSection evidence) {
        String store = evidence.store();
        if (store.isEmpty()) {
            throw new ConfigurationException(EvidenceSection.EVIDENCE + "=" + evidence.mode() + " needs a place: set "
                    + EvidenceSection.STORE + " to a folder or to s3://BUCKET/PREFIX");
        }
        return EvidenceStore.open(store, evidence.s3Endpoint(), evidence.s3Region());
    }
}
