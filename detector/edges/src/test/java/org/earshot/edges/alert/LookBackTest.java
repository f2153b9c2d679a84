package org.earshot.edges.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.event;
import static org.earshot.edges.alert.Events.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.schema.SourceState;
import org.earshot.schema.SourceStatus;
import org.earshot.streams.framing.RecordFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A restart, with a Kafka that keeps everything. */
@Timeout(60)
class LookBackTest {
    private static final AlertTopics TOPICS = AlertTopics.DEFAULT;
    private static final RecordFormat<SourceStatus> STATUSES = RecordFormat.singleObject(new SourceStatus());

    private final Topics kafka = new Topics();
    private SettledAlerts settled;

    @Test
    void shouldTellThatASourceIsBackThatWentLongBeforeTheRestart() {
        String rule = "source_is: stale for 10m, on: ended";
        write("door", SourceState.STALE, Duration.ZERO);

        RuleBook after = restart(rule, Duration.ofHours(4));

        assertThat(after.on(write("door", SourceState.HEALTHY, Duration.ofHours(9))))
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject().isOver()).isTrue());
    }

    @Test
    void shouldTellOfASourceThatIsStaleForLongThoughItRestartsMeanwhile() {
        write("door", SourceState.STALE, Duration.ZERO);

        RuleBook after = restart("source_is: stale for 2d", Duration.ofDays(1));

        assertThat(after.due(NOON.plus(Duration.ofDays(2)))).hasSize(1);
    }

    @Test
    void shouldRepeatNoAlertOfAStaleSourceHoweverOftenItRestarts() {
        String rule = "source_is: stale for 10m";
        RuleBook before = restart(rule, Duration.ZERO);
        before.on(write("door", SourceState.STALE, Duration.ZERO));
        Alert alert = before.due(NOON.plusSeconds(600)).get(0).alert();
        // Notes of other alerts, more than are read in any case.
        note(alert, Duration.ofSeconds(601));
        Alert other = Events.alert(alert.rule(), event("yard", "dog", NOON), List.of("yard"));
        for (int n = 0; n < 10_001; n++) {
            note(other, Duration.ofSeconds(602));
        }

        for (int days : new int[] {0, 1, 20, 29}) {
            Duration later = Duration.ofDays(days).plusSeconds(700);
            assertThat(fired(restart(rule, later), later)).isEmpty();
        }
        RuleBook after = restart(rule, Duration.ofDays(1));
        assertThat(after.on(write("door", SourceState.HEALTHY, Duration.ofDays(1))))
                .isEmpty();
        assertThat(after.on(write("door", SourceState.STALE, Duration.ofDays(2))))
                .isEmpty();
        assertThat(after.due(NOON.plus(Duration.ofDays(3)))).hasSize(1);
    }

    @Test
    void shouldReadNoMoreStatusesForTheSakeOfStaleSourcesThanItMay() {
        String rule = "source_is: stale for 10m, on: ended";
        write("door", SourceState.STALE, Duration.ZERO);
        for (int minutes = 60; minutes < 100; minutes++) {
            write("yard", SourceState.HEALTHY, Duration.ofMinutes(minutes));
        }

        RuleBook some = restart(rule, Duration.ofHours(4), 40);
        RuleBook all = restart(rule, Duration.ofHours(4), 41);
        ConsumerRecord<byte[], byte[]> back = write("door", SourceState.HEALTHY, Duration.ofHours(5));

        assertThat(some.on(back)).isEmpty();
        assertThat(all.on(back)).hasSize(1);
    }

    @Test
    void shouldReadAsFarBackAsAStateMayHaveLastedHoweverManyStatusesThereAre() {
        write("door", SourceState.SILENT, Duration.ZERO);
        for (int minutes = 1; minutes < 60; minutes++) {
            write("door", SourceState.SILENT, Duration.ofMinutes(minutes));
        }

        RuleBook after = restart("source_is: silent for 2h", Duration.ofHours(1), 5);

        assertThat(after.due(NOON.plus(Duration.ofHours(2)))).hasSize(1);
    }

    @Test
    void shouldLookBackShortlyAtEvents() {
        RuleBook after = restart("source_is: stale", Duration.ZERO);

        assertThat(after.memoryOfEvents()).isEqualTo(Duration.ofHours(1));
        assertThat(after.memoryOfSources()).isEqualTo(Duration.ofDays(30));
    }

    /** Alerts that some sink has not got yet. */
    private List<Alert> fired(RuleBook rules, Duration after) {
        return rules.due(NOON.plus(after)).stream()
                .map(RuleBook.Fired::alert)
                .filter(alert -> !settled.contains(alert, "c"))
                .toList();
    }

    private RuleBook restart(String rule, Duration after) {
        return restart(rule, after, 10_000);
    }

    private RuleBook restart(String rule, Duration after, long mostStatuses) {
        String yaml = "rules:\n- {name: r, send: [c], " + rule + "}\nsinks: {c: {type: command, command: [cat]}}";
        RuleBook rules = new RuleBook(Rules.parse(yaml).rules(), TOPICS, Map.of());
        Map<TopicPartition, Long> positions = new HashMap<>();
        rules.needed().forEach(topic -> positions.put(partition(topic), kafka.end(partition(topic))));
        settled = new SettledAlerts();
        new LookBack(TOPICS, rules, settled, mostStatuses).rebuild(kafka, positions, List.of(), NOON.plus(after));
        return rules;
    }

    private ConsumerRecord<byte[], byte[]> write(String source, SourceState state, Duration after) {
        byte[] status = STATUSES.encode(status(source, state, NOON.plus(after)));
        return kafka.write(TOPICS.sourceStatus(), NOON.plus(after), source, status);
    }

    private void note(Alert alert, Duration after) {
        var note = SentAlertLog.record(TOPICS.alerts(), alert, "c", true);
        kafka.write(TOPICS.alerts(), NOON.plus(after), alert.subject().sourceId(), note.value());
    }

    private static TopicPartition partition(String topic) {
        return new TopicPartition(topic, 0);
    }

    /** Topics of one partition, whose records can be read again and again. */
    private static final class Topics extends MockConsumer<byte[], byte[]> {
        private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> all = new HashMap<>();

        Topics() {
            super("earliest");
            for (String topic : List.of(TOPICS.alerts(), TOPICS.events(), TOPICS.sourceStatus())) {
                all.put(partition(topic), new ArrayList<>());
                updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
            }
        }

        long end(TopicPartition partition) {
            return all.get(partition).size();
        }

        ConsumerRecord<byte[], byte[]> write(String topic, Instant at, String key, byte[] value) {
            var record = new ConsumerRecord<>(
                    topic,
                    0,
                    end(partition(topic)),
                    at.toEpochMilli(),
                    TimestampType.CREATE_TIME,
                    key.length(),
                    value.length,
                    key.getBytes(UTF_8),
                    value,
                    new RecordHeaders(),
                    Optional.empty());
            all.get(partition(topic)).add(record);
            return record;
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> partitions) {
            super.assign(partitions);
            for (TopicPartition partition : partitions) {
                updateBeginningOffsets(Map.of(partition, 0L));
                all.get(partition).forEach(this::addRecord);
            }
        }

        @Override
        public synchronized Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            partitions.forEach(p -> offsets.put(p, 0L));
            return offsets;
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            partitions.forEach(p -> offsets.put(p, end(p)));
            return offsets;
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) -> all.get(partition).stream()
                    .filter(record -> record.timestamp() >= time)
                    .findFirst()
                    .ifPresent(record ->
                            found.put(partition, new OffsetAndTimestamp(record.offset(), record.timestamp()))));
            return found;
        }
    }
}
