package org.earshot.core.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.earshot.core.decode.Curve.curve;

import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;

class ClipDecoderTest {
    private final ClipDecoder decoder = new ClipDecoder(new Thresholds(0.5f, 0.2f, 0.1f), RunRules.PAPER);
    private final float[] activity = curve(311).raisedTo(0.3f, 50, 70).values();

    @Test
    void shouldFindNothingInAClipWhoseTagIsExactlyTheGate() {
        assertThat(decoder.decode(0.5f, activity, 0, 311)).isEmpty();
    }

    @Test
    void shouldFindTheRunsOfAClipWhoseTagExceedsTheGate() {
        assertThat(decoder.decode(0.51f, activity, 0, 311)).containsExactly(new FrameInterval(50, 70));
    }
}
