package org.earshot.core.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelMixTest {
    /** A balanced line wired as stereo. */
    private static final double[] MIRRORED = {0.5, -0.5, -0.25, 0.25, 0.125, -0.125};

    private final float[] mono = new float[3];

    @Test
    void shouldTakeOneOfChannelsThatCancelEachOtherOut() {
        ChannelMix mix = new ChannelMix(2);

        mix.mix(MIRRORED, 3, mono);

        assertThat(mono).containsExactly(0.5f, -0.25f, 0.125f);
        assertThat(mix.note(3)).contains("cancel each other out");
    }

    @Test
    void shouldTakeTheMeanAloneWhereAsked() {
        ChannelMix mix = new ChannelMix(2, true);

        mix.mix(MIRRORED, 3, mono);

        assertThat(mono).containsExactly(0, 0, 0);
        assertThat(mix.note(3)).isNull();
    }
}
