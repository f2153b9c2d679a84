package org.earshot.edges.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedeliveriesTest {
    private static final String HALL = "earshot/audio/hall";

    private long nanos = 1_000_000_000_000L;
    private final Redeliveries redeliveries = new Redeliveries(() -> nanos);
    private final List<String> acknowledged = new ArrayList<>();

    @Test
    void shouldBringWhatComesAgainOnceAndAcknowledgeEachDelivery() {
        bring(HALL, 1, "1").orElseThrow().run();
        Runnable second = bring(HALL, 2, "2").orElseThrow();
        redeliveries.connectionLost();

        assertThat(bring(HALL, 2, "2 again")).isEmpty();
        assertThat(bring(HALL, 3, "3")).isPresent();

        assertThat(acknowledged).containsExactly("1");
        second.run();
        assertThat(acknowledged).containsExactly("1", "2", "2 again");
    }

    @Test
    void shouldAcknowledgeAtOnceWhatWasDoneWhileTheConnectionWasLost() {
        Runnable first = bring(HALL, 1, "1").orElseThrow();
        redeliveries.connectionLost();
        first.run();

        assertThat(bring(HALL, 1, "1 again")).isEmpty();

        assertThat(acknowledged).containsExactly("1", "1 again");
    }

    @Test
    void shouldKnowWhatComesAgainBehindAMessageThatWasAcknowledgedInVain() {
        Runnable first = bring(HALL, 1, "1").orElseThrow();
        bring(HALL, 2, "2");
        bring(HALL, 3, "3");
        first.run();
        redeliveries.connectionLost();

        assertThat(bring(HALL, 1, "1 again")).isPresent();
        assertThat(bring(HALL, 2, "2 again")).isEmpty();
        assertThat(bring(HALL, 3, "3 again")).isEmpty();
        assertThat(bring(HALL, 4, "4")).isPresent();
    }

    @Test
    void shouldLoseNoNewSilence() {
        for (int n = 0; n < 10; n++) {
            bring(HALL, 0, "silence").orElseThrow().run();
        }
        redeliveries.connectionLost();

        assertThat(bring(HALL, 0, "silence")).isPresent();
        assertThat(bring(HALL, 0, "silence")).isPresent();
    }

    @Test
    void shouldExpectNothingMoreOnceSomethingLikeWhatWasAcknowledgedLongAgoCame() {
        bring(HALL, 1, "1").orElseThrow().run();
        nanos += 3_000_000_000L;
        bring(HALL, 2, "2");
        redeliveries.connectionLost();

        assertThat(bring(HALL, 1, "the same sound once more")).isPresent();
        assertThat(bring(HALL, 2, "and this one")).isPresent();
    }

    @Test
    void shouldCountMessagesThatAreAlike() {
        bring(HALL, 0, "first silence");
        bring(HALL, 0, "second silence");
        redeliveries.connectionLost();

        assertThat(bring(HALL, 0, "again")).isEmpty();
        assertThat(bring(HALL, 0, "again")).isEmpty();
        assertThat(bring(HALL, 0, "third silence")).isPresent();
    }

    @Test
    void shouldExpectNothingMoreOnceSomethingNewCame() {
        bring(HALL, 1, "1");
        bring("earshot/audio/yard", 1, "yard");
        redeliveries.connectionLost();

        assertThat(bring(HALL, 2, "new")).isPresent();
        assertThat(bring(HALL, 1, "the same sound once more")).isPresent();
        assertThat(bring("earshot/audio/yard", 1, "again")).isEmpty();
    }

    @Test
    void shouldExpectNothingFromABrokerThatForgotTheSession() {
        bring(HALL, 1, "1");
        redeliveries.connectionLost();
        redeliveries.sessionGone();

        assertThat(bring(HALL, 1, "the same sound once more")).isPresent();
    }

    @Test
    void shouldExpectWhatWasBroughtOverTwoLostConnections() {
        bring(HALL, 1, "1");
        redeliveries.connectionLost();
        bring(HALL, 1, "again");
        redeliveries.connectionLost();

        assertThat(bring(HALL, 1, "and again")).isEmpty();
    }

    private Optional<Runnable> bring(String topic, int content, String delivery) {
        return redeliveries.bring(topic, new byte[] {(byte) content}, () -> acknowledged.add(delivery));
    }
}
