package org.earshot.core.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RateLimitedLogTest {
    private final AtomicLong clock = new AtomicLong();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("rate-limited");
    private final RateLimitedLog log = new RateLimitedLog(logger, Duration.ofSeconds(10), clock::get);

    @BeforeEach
    void listen() {
        lines.start();
        logger.setAdditive(false);
        logger.setLevel(Level.WARN);
        logger.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
    }

    @Test
    void shouldLogOneOfAKindPerIntervalAndCountTheRest() {
        for (int i = 0; i < 1_000; i++) {
            log.warn("odd bytes", "chunk " + i);
        }
        log.warn("wrong rate", "another");
        clock.addAndGet(Duration.ofSeconds(10).toNanos());
        log.warn("odd bytes", "chunk 1000");

        assertThat(messages())
                .containsExactly("chunk 0", "another", "chunk 1000 (and 999 more like it since the last such line)");
    }

    @Test
    void shouldMakeNoLineThatItLeavesOut() {
        AtomicInteger made = new AtomicInteger();

        for (int i = 0; i < 1_000; i++) {
            log.warn("odd bytes", () -> "chunk " + made.incrementAndGet());
        }

        assertThat(messages()).containsExactly("chunk 1");
        assertThat(made).hasValue(1);
    }

    @Test
    void shouldHoldABoundedNumberOfKinds() {
        for (int i = 0; i < 5_000; i++) {
            log.warn("kind " + i, "line " + i);
        }

        assertThat(messages()).hasSizeLessThanOrEqualTo(1_001);
    }

    private List<String> messages() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
