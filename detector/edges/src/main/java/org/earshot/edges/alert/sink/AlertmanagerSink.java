package org.earshot.edges.alert.sink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertJson;
import org.earshot.edges.alert.rule.AlertText;
import org.earshot.schema.SoundEvent;

/**
 * Posts to Prometheus Alertmanager's {@code /api/v2/alerts}. The alert is firing from the sound's onset for {@code
 * holdFor}, so that Alertmanager groups, silences and routes it as any other.
 */
public final class AlertmanagerSink implements AlertSink {
    private final String name;
    private final HttpPost post;
    private final Duration holdFor;

    /** @param base address of Alertmanager without a path, e.g. {@code http://alertmanager:9093} */
    public AlertmanagerSink(String name, URI base, Duration timeout, Duration holdFor) {
        this.name = name;
        this.post = new HttpPost(URI.create(base.toString().replaceAll("/+$", "") + "/api/v2/alerts"), timeout);
        this.holdFor = holdFor;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(Alert alert) throws DeliveryException, InterruptedException {
        SoundEvent event = alert.event();
        ArrayNode alerts = JsonNodeFactory.instance.arrayNode();
        ObjectNode json = alerts.addObject();
        ObjectNode labels = json.putObject("labels");
        labels.put("alertname", alert.rule().name());
        labels.put("severity", alert.rule().severity());
        labels.put("source", event.getSourceId());
        labels.put("label", event.getLabel());
        ObjectNode annotations = json.putObject("annotations");
        annotations.put("summary", AlertText.subject(alert));
        annotations.put("event_id", event.getEventId());
        annotations.put("score", String.valueOf(event.getScore()));
        json.put("startsAt", event.getOnset().toString());
        json.put("endsAt", event.getOffset().plus(holdFor).toString());
        post.send(AlertJson.bytes(alerts), Map.of());
    }
}
