package org.earshot.edges.alert.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertJson;
import org.earshot.edges.alert.rule.AlertSubject;
import org.earshot.edges.alert.rule.AlertText;
import org.earshot.edges.alert.template.HttpMessage;

/**
 * Posts to Prometheus Alertmanager's {@code /api/v2/alerts}. The alert is firing from the sound's onset until {@code holdFor} after
 * it is posted, so that Alertmanager groups, silences and routes it as any other. The end is by this machine's clock: the sender's
 * may be wrong, the alert may come late, and Alertmanager tells nobody of one whose end has passed.
 */
public final class AlertmanagerSink implements AlertSink {
    private final String name;
    private final URI uri;
    private final HttpPost post;
    private final Duration holdFor;
    private final InstantSource clock;

    /**
     * A sink for one Alertmanager.
     *
     * @param base address of Alertmanager without a path, e.g. {@code http://alertmanager:9093}
     * @param clock of this machine
     */
    public AlertmanagerSink(String name, URI base, Duration timeout, Duration holdFor, InstantSource clock) {
        this.name = name;
        this.uri = URI.create(base.toString().replaceAll("/+$", "") + "/api/v2/alerts");
        this.post = new HttpPost(timeout);
        this.holdFor = holdFor;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Alert alert) throws DeliveryException, InterruptedException {
        AlertSubject subject = alert.subject();
        ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
        ObjectNode json = alerts.addObject();
        ObjectNode labels = json.putObject("labels");
        labels.put("alertname", alert.rule().name());
        labels.put("severity", alert.rule().severity());
        labels.put("source", subject.sourceId());
        labels.put("label", subject.label());
        if (alert.isTest()) {
            labels.put("test", "true");
        }
        ObjectNode annotations = json.putObject("annotations");
        annotations.put("summary", AlertText.subject(alert));
        annotations.put("event_id", subject.id());
        if (subject instanceof AlertSubject.Heard heard) {
            annotations.put("score", String.valueOf(heard.event().getScore()));
        }
        Instant now = clock.instant();
        json.put("startsAt", (subject.since().isBefore(now) ? subject.since() : now).toString());
        json.put("endsAt", now.plus(holdFor).toString());
        post.send(new HttpMessage(uri, "application/json", Map.of(), AlertJson.bytes(alerts)));
    }
}
