package org.earshot.edges.alert;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.earshot.edges.alert.rule.SentAlert;
import org.earshot.streams.framing.RangeReader;

/**
 * Rebuilds what the rules must remember over a restart: from the log of sent alerts, and from the records that lie before those which
 * come next. Of events that is a short span of time; of sources a long one, since the record that says of a source that it is stale
 * is not repeated. For one thread.
 */
final class LookBack {
    /** Far enough for most, and read in time: meanwhile the group waits. */
    private static final long MOST_STATUSES = 500_000;

    private final AlertTopics topics;
    private final RuleBook rules;
    private final SettledAlerts settled;
    private final long mostStatuses;

    LookBack(AlertTopics topics, RuleBook rules, SettledAlerts settled) {
        this(topics, rules, settled, MOST_STATUSES);
    }

    /** @param mostStatuses that are read of a partition for the sake of sources that are stale */
    LookBack(AlertTopics topics, RuleBook rules, SettledAlerts settled, long mostStatuses) {
        this.mostStatuses = mostStatuses;
        this.topics = topics;
        this.rules = rules;
        this.settled = settled;
    }

    /**
     * Lets the rules forget all and see it again.
     *
     * @param past of no group; gets other partitions assigned
     * @param positions of the records that come next
     * @param underWay deliveries that have not ended
     */
    void rebuild(
            Consumer<byte[], byte[]> past,
            Map<TopicPartition, Long> positions,
            List<PendingDelivery> underWay,
            Instant now) {
        rules.forget();
        underWay.forEach(d -> rules.remember(SentAlert.of(d.alert(), d.sink())));
        Instant ofEvents = now.minus(rules.memoryOfEvents());
        Instant ofSources = now.minus(rules.memoryOfSources());
        Instant ofAlerts = ofSources.isBefore(ofEvents) ? ofSources : ofEvents;
        SentAlertLog.read(past, topics.alerts(), ofAlerts, ofEvents, new SentAlertLog.Visitor() {
            @Override
            public void recent(SentAlert sent) {
                rules.remember(sent);
                settled.add(sent);
            }

            @Override
            public void older(SentAlert sent) {
                rules.rememberDone(sent);
            }
        });
        Map<TopicPartition, Long> from = new HashMap<>(offsetsAt(past, positions, topics.events(), ofEvents));
        Map<TopicPartition, Long> ofStates =
                offsetsAt(past, positions, topics.sourceStatus(), now.minus(rules.memoryOfStates()));
        offsetsAt(past, positions, topics.sourceStatus(), ofSources)
                .forEach((p, offset) ->
                        from.put(p, Math.min(ofStates.get(p), Math.max(offset, positions.get(p) - mostStatuses))));
        RangeReader.read(past, from, positions, rules::observe);
        rules.rebuilt(ofAlerts);
    }

    private static Map<TopicPartition, Long> offsetsAt(
            Consumer<byte[], byte[]> past, Map<TopicPartition, Long> positions, String topic, Instant from) {
        List<TopicPartition> partitions =
                positions.keySet().stream().filter(p -> p.topic().equals(topic)).toList();
        return partitions.isEmpty() ? Map.of() : RecordReader.offsetsAt(past, partitions, from.toEpochMilli());
    }
}
