package org.earshot.edges.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.edges.alert.Events.NOON;
import static org.earshot.edges.alert.Events.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.earshot.edges.alert.PendingDelivery.Outcome;
import org.earshot.edges.alert.rule.Alert;
import org.earshot.edges.alert.rule.AlertRule;
import org.earshot.edges.alert.sink.AlertSink;
import org.earshot.edges.alert.sink.DeliveryException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkQueueTest {
    private static final Retry QUICK = new Retry(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMinutes(1));

    private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private final List<SinkQueue> queues = new ArrayList<>();
    private final CountDownLatch testOver = new CountDownLatch(1);

    @AfterEach
    void stopQueues() {
        testOver.countDown();
        queues.forEach(SinkQueue::stop);
    }

    @Test
    void shouldTryAgainUntilTheReceiverRecovers() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        SinkQueue queue = queue(QUICK, alert -> {
            if (attempts.incrementAndGet() < 3) {
                throw new DeliveryException("not yet", true, null);
            }
        });

        queue.add(delivery());

        assertThat(outcome().isDelivered()).isTrue();
        assertThat(attempts).hasValue(3);
    }

    @Test
    void shouldGiveUpAfterItsAttemptsAndSayWhy() throws Exception {
        SinkQueue queue = queue(QUICK, alert -> {
            throw new DeliveryException("answered 500", true, null);
        });

        queue.add(delivery());

        assertThat(outcome().failure()).isEqualTo("answered 500");
    }

    @Test
    void shouldGiveUpAtOnceWhatIsRefusedOrBreaksTheSinkAndGoOn() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        SinkQueue queue = queue(QUICK, alert -> {
            switch (attempts.incrementAndGet()) {
                case 1 -> throw new DeliveryException("answered 400", false, null);
                case 2 -> throw new IllegalArgumentException("cannot be said");
                default -> {}
            }
        });

        queue.add(delivery());
        queue.add(delivery());
        queue.add(delivery());

        assertThat(outcome().failure()).isEqualTo("answered 400");
        assertThat(outcome().failure()).contains("cannot be said");
        assertThat(outcome().isDelivered()).isTrue();
    }

    @Test
    void shouldGiveUpWhatHasWaitedTooLong() throws Exception {
        SinkQueue queue = queue(new Retry(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ZERO), alert -> {});

        queue.add(delivery());

        assertThat(outcome().failure()).contains("not delivered within 0 s");
    }

    @Test
    void shouldGiveUpWhatIsBeyondItsBoundAndNeverWait() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        SinkQueue queue = queue(QUICK, alert -> {
            hangs.countDown();
            testOver.await();
        });
        queue.add(delivery());
        hangs.await();

        PendingDelivery delivery = delivery();
        for (int i = 0; i <= SinkQueue.CAPACITY; i++) {
            queue.add(delivery);
        }

        assertThat(outcome().failure()).contains("wait for this sink already");
        assertThat(outcomes).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatBelongsToAnotherInstanceNow() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        SinkQueue queue = queue(QUICK, alert -> {
            hangs.countDown();
            go.await();
        });
        queue.add(delivery());
        hangs.await();
        PendingDelivery moved = delivery();
        PendingDelivery kept = delivery();
        queue.add(moved);
        queue.add(kept);

        moved.partition().revoke();
        go.countDown();
        outcome();

        assertThat(outcome().delivery()).isSameAs(kept);
    }

    @Test
    void shouldStopTryingOnceTheAlertBelongsToAnotherInstance() throws Exception {
        PendingDelivery moved = delivery();
        PendingDelivery kept = delivery();
        SinkQueue queue = queue(QUICK, alert -> {
            if (alert == moved.alert()) {
                moved.partition().revoke();
                throw new DeliveryException("answered 500", true, null);
            }
        });

        queue.add(moved);
        queue.add(kept);

        assertThat(outcome().delivery()).isSameAs(kept);
    }

    private interface Sending {
        void send(Alert alert) throws DeliveryException, InterruptedException;
    }

    private SinkQueue queue(Retry retry, Sending sending) {
        AlertSink sink = new AlertSink() {
            @Override
            public String name() {
                return "s";
            }

            @Override
            public void send(Alert alert) throws DeliveryException, InterruptedException {
                sending.send(alert);
            }
        };
        SinkQueue queue = new SinkQueue(sink, retry, outcomes::add);
        queues.add(queue);
        return queue;
    }

    private Outcome outcome() throws InterruptedException {
        Outcome outcome = outcomes.poll(20, TimeUnit.SECONDS);
        assertThat(outcome).isNotNull();
        return outcome;
    }

    private static PendingDelivery delivery() {
        AlertRule rule = Rules.parse("rules: [{name: r, send: [s]}]\nsinks: {s: {type: command, command: [cat]}}")
                .rules()
                .get(0);
        var alert = Events.alert(rule, event("mic", "dog", NOON), List.of("mic"));
        var record = new ConsumerRecord<byte[], byte[]>("t", 0, 0, null, null);
        return new PendingDelivery(alert, "s", record, new PartitionProgress(0), System.nanoTime());
    }
}
