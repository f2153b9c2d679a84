package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.earshot.core.decode.FrameInterval;
import org.junit.jupiter.api.Test;

class EventAgreementTest {
    @Test
    void shouldTellEqualFromMovedAndMissingEvents() {
        List<FrameInterval> first = List.of(at(0, 10), at(20, 40), at(60, 70), at(100, 120));
        List<FrameInterval> second = List.of(at(0, 10), at(25, 45), at(101, 110), at(112, 130), at(200, 210));

        assertThat(EventAgreement.of(first, second)).isEqualTo(new EventAgreement(1, 2, 1, 2));
        assertThat(EventAgreement.of(second, first)).isEqualTo(new EventAgreement(1, 2, 2, 1));
        assertThat(EventAgreement.of(List.of(), second)).isEqualTo(new EventAgreement(0, 0, 0, 5));
    }

    private static FrameInterval at(long onset, long offset) {
        return new FrameInterval(onset, offset);
    }
}
