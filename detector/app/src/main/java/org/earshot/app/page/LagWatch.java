package org.earshot.app.page;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tells the browsers every few seconds how far the detectors are behind, in chunks, and how late events are. */
final class LagWatch {
    private static final long PACE_MS = 2_000;

    private final PageSettings settings;
    private final EventHistory history;
    private final PageClients clients;

    LagWatch(PageSettings settings, EventHistory history, PageClients clients) {
        this.settings = settings;
        this.history = history;
        this.clients = clients;
    }

    /** Works until it is asked to stop. */
    void follow(PageThread.Stop stop) throws InterruptedException {
        try (Admin admin = Admin.create(settings.kafka())) {
            while (!stop.isAsked()) {
                if (!clients.isEmpty()) {
                    clients.tellAll("stats", stats(lag(admin)));
                }
                stop.pause(PACE_MS);
            }
        }
    }

    private ObjectNode stats(OptionalLong lag) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("delay_p50_ms", history.delayMs(0.5).orElse(null));
        json.put("delay_p95_ms", history.delayMs(0.95).orElse(null));
        json.put("lag_records", lag.isPresent() ? lag.getAsLong() : null);
        return json;
    }

    private OptionalLong lag(Admin admin) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    new HashMap<>(admin.listConsumerGroupOffsets(settings.applicationId())
                            .partitionsToOffsetAndMetadata()
                            .get());
            committed
                    .entrySet()
                    .removeIf(e -> e.getValue() == null
                            || !e.getKey().topic().equals(settings.topics().audio()));
            if (committed.isEmpty()) {
                return OptionalLong.empty();
            }
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            committed.keySet().forEach(p -> asked.put(p, OffsetSpec.latest()));
            var ends = admin.listOffsets(asked).all().get();
            return OptionalLong.of(committed.entrySet().stream()
                    .mapToLong(e -> Math.max(
                            0, ends.get(e.getKey()).offset() - e.getValue().offset()))
                    .sum());
        } catch (ExecutionException e) {
            return OptionalLong.empty();
        }
    }
}
