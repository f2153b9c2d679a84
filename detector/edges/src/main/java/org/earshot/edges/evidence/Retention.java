package org.earshot.edges.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long evidence is kept, by label. Immutable.
 *
 * @param byLabel of labels that are named; zero for ever
 * @param otherwise of the others; zero for ever
 */
public record Retention(Map<String, Duration> byLabel, Duration otherwise) {
    public Retention {
        byLabel = Map.copyOf(byLabel);
    }

    /** The earliest time that a file in a label's folder may have; {@link Instant#MIN} if all are kept. */
    Instant oldest(String folder, Instant now) {
        Map<String, Duration> byFolder = new LinkedHashMap<>();
        byLabel.forEach((label, kept) -> byFolder.put(EvidenceNames.safe(label), kept));
        Duration kept = byFolder.getOrDefault(folder, otherwise);
        return kept.isZero() ? Instant.MIN : now.minus(kept);
    }
}
