package org.earshot.app.page;

import java.util.Map;
import java.util.Optional;
import org.earshot.edges.evidence.EvidenceStore;
import org.earshot.streams.topology.Topics;

/**
 * What the page reads and writes.
 *
 * @param topics names of the topics
 * @param reviewsTopic topic for the verdicts of people
 * @param kafka client settings, at least {@code bootstrap.servers}
 * @param applicationId consumer group of the detectors, whose lag is shown
 * @param evidence where the sound of events is kept, if it is; closed with the page
 */
public record PageSettings(
        Topics topics,
        String reviewsTopic,
        Map<String, Object> kafka,
        String applicationId,
        Optional<EvidenceStore> evidence) {
    public PageSettings {
        kafka = Map.copyOf(kafka);
    }
}
