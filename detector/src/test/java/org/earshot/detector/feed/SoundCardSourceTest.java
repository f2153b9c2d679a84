package org.earshot.detector.feed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.earshot.detector.audio.AudioException;
import org.junit.jupiter.api.Test;

class SoundCardSourceTest {
    @Test
    void shouldNameTheDevicesThatThereAreIfTheOneAskedForIsNone() {
        assertThatThrownBy(() -> SoundCardSource.open("no such device", 48_000, 1))
                .isInstanceOf(AudioException.class)
                .hasMessageStartingWith("sound card no such device: cannot record 1 channel(s) at 48000 Hz")
                .hasMessageEndingWith("devices here: " + SoundCardSource.names());
    }
}
