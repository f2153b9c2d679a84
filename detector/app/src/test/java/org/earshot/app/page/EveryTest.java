package org.earshot.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EveryTest {
    @Test
    void shouldBeDueAtOnceAndThenAtItsPace() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Every every = new Every(Duration.ofNanos(10), nanos::get);

        assertThat(every.isDue()).isTrue();
        assertThat(every.isDue()).isFalse();
        nanos.addAndGet(10);
        assertThat(every.isDue()).isFalse();
        nanos.addAndGet(1);
        assertThat(every.isDue()).isTrue();
        assertThat(every.isDue()).isFalse();
    }
}
