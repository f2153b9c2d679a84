package org.earshot.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Heartbeat heartbeat = new Heartbeat(nanos::get);

    @Test
    void shouldTellOfTheTaskThatHasBeenSilentForTheLongestTime() {
        var hanging = heartbeat.open("0_1");
        var working = heartbeat.open("0_0");

        pass(Duration.ofSeconds(5));
        working.beat();
        hanging.beat();
        pass(Duration.ofSeconds(30));
        working.beat();

        assertThat(heartbeat.longestSilence()).contains(new Heartbeat.Silence("0_1", Duration.ofSeconds(30)));
    }

    @Test
    void shouldSayNothingOfTasksThatAreElsewhere() {
        assertThat(heartbeat.longestSilence()).isEmpty();

        try (var moved = heartbeat.open("0_0")) {
            moved.beat();
        }
        pass(Duration.ofHours(1));

        assertThat(heartbeat.longestSilence()).isEmpty();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
