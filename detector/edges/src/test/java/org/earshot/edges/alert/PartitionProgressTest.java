package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.event;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.earshot.edges.alert.rule.AlertRule;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
    private final PartitionProgress progress = new PartitionProgress(5);

    @Test
    void shouldCommitUpToTheFirstRecordThatIsNotDealtWith() {
        PendingDelivery toA = delivery(6, "a");
        PendingDelivery toB = delivery(6, "b");
        progress.read(5, List.of());
        progress.read(6, List.of(toA, toB));
        progress.read(8, List.of());

        assertThat(progress.committable()).isEqualTo(6);
        progress.settle(toA);
        assertThat(progress.committable()).isEqualTo(6);
        assertThat(progress.open()).containsExactly(toB);
        progress.settle(toB);
        assertThat(progress.committable()).isEqualTo(9);
        assertThat(progress.open()).isEmpty();
    }

    @Test
    void shouldHaveNewsUntilItIsCommitted() {
        assertThat(progress.hasNews()).isTrue();
        progress.committed(5);
        assertThat(progress.hasNews()).isFalse();
        progress.read(5, List.of());
        assertThat(progress.hasNews()).isTrue();
        progress.committed(6);
        assertThat(progress.hasNews()).isFalse();
    }

    private PendingDelivery delivery(long offset, String sink) {
        AlertRule rule = Rules.parse("rules: [{name: r, send: [c]}]\nsinks: {c: {type: command, command: [cat]}}")
                .rules()
                .get(0);
        var alert = Events.alert(rule, event("mic", "dog", NOON), List.of("mic"));
        return new PendingDelivery(alert, sink, new ConsumerRecord<>("t", 0, offset, null, null), progress, 0);
    }
}
