package org.earshot.edges.alert.sink;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.earshot.core.audio.flac.FlacWriter;
import org.earshot.core.log.RateLimitedLog;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertSubject;
import org.earshot.edges.alert.template.Clip;
import org.earshot.edges.evidence.EvidenceFile;
import org.earshot.edges.evidence.EvidenceStore;
import org.slf4j.LoggerFactory;

/** The sound that goes with an alert, from the store of evidence. An alert whose sound cannot be had goes without. Safe for threads. */
public final class ClipReader {
    /** Attaches nothing. */
    public static final ClipReader NONE = new ClipReader(null);

    private static final int TEST_RATE_HZ = 16_000;

    private final RateLimitedLog log =
            new RateLimitedLog(LoggerFactory.getLogger(ClipReader.class), Duration.ofMinutes(1));
    private final EvidenceStore store;

    /** @param store that the detector writes to, or null for none */
    public ClipReader(EvidenceStore store) {
        this.store = store;
    }

    /** The clip of the event, if there is one by now: evidence is known when an event has ended. A test gets a tone. */
    Optional<Clip> of(Alert alert) {
        if (store == null || !(alert.subject() instanceof AlertSubject.Heard heard)) {
            return Optional.empty();
        }
        if (alert.isTest()) {
            return Optional.of(Clip.of("test", FlacWriter.encode(TEST_RATE_HZ, beep())));
        }
        if (heard.event().getEvidenceUri() == null) {
            return Optional.empty();
        }
        try {
            return store.read(URI.create(heard.event().getEvidenceUri()), EvidenceFile.CLIP)
                    .map(flac -> Clip.of(heard.label(), flac));
        } catch (IOException | RuntimeException e) {
            log.warn("clip", "alert " + alert.id() + " goes without its sound: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A second of 440 Hz, quiet. */
    private static float[] beep() {
        float[] samples = new float[TEST_RATE_HZ];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.1 * Math.sin(2 * Math.PI * 440 * i / TEST_RATE_HZ));
        }
        return samples;
    }
}
