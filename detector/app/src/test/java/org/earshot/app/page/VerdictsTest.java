package org.earshot.app.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.earshot.streams.framing.SampleEvents;
import org.junit.jupiter.api.Test;

class VerdictsTest {
    private final Verdicts verdicts = new Verdicts();

    @Test
    void shouldTellTheLastWordOnAnEvent() {
        say("{\"event_id\":\"a\",\"verdict\":true}");
        say("{\"event_id\":\"a\",\"verdict\":false,\"heard\":\"dog\"}");

        assertThat(of("a")).isEqualTo("[{\"event_id\":\"a\",\"verdict\":\"false\",\"heard\":\"dog\"}]");
        assertThat(of("b")).isEqualTo("[]");
    }

    @Test
    void shouldForgetWhatWasTakenBackAndTellItOnce() {
        say("{\"event_id\":\"a\",\"verdict\":true}");

        var said = verdicts.add("{\"event_id\":\"a\",\"verdict\":\"withdrawn\"}".getBytes(UTF_8));

        assertThat(Verdicts.message(said.orElseThrow()).toString()).contains("\"verdict\":\"withdrawn\"");
        assertThat(of("a")).isEqualTo("[]");
    }

    @Test
    void shouldPassOverWhatIsNoReview() {
        for (String text : List.of(
                "",
                "no json",
                "[]",
                "{\"event_id\":\"a\"}",
                "{\"verdict\":true}",
                "{\"event_id\":\"a\",\"verdict\":\"maybe\"}",
                "{\"event_id\":\"" + "a".repeat(300) + "\",\"verdict\":true}")) {
            assertThat(verdicts.add(text.getBytes(UTF_8))).as(text).isEmpty();
        }
    }

    @Test
    void shouldKeepTheNewestOfMany() {
        for (int n = 0; n <= Verdicts.KEPT; n++) {
            say("{\"event_id\":\"e" + n + "\",\"verdict\":true}");
        }

        assertThat(of("e0")).isEqualTo("[]");
        assertThat(of("e1")).contains("e1");
    }

    private void say(String review) {
        assertThat(verdicts.add(review.getBytes(UTF_8))).isPresent();
    }

    private String of(String eventId) {
        return verdicts.of(List.of(SampleEvents.ended(eventId, Instant.now()).build()))
                .toString();
    }
}
