package org.earshot.edges.feed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SoundCardSourceTest {
    @Test
    void shouldNameTheDevicesThatThereAreIfTheOneAskedForIsNone() {
        assertThatThrownBy(() -> SoundCardSource.open("no such device", 48_000, 1))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageStartingWith("there is no sound card whose name has 'no such device' in it; ")
                .message()
                .satisfies(message -> {
                    if (SoundCardSource.names().isEmpty()) {
                        assertThat(message).endsWith("this machine has none that records");
                    } else {
                        assertThat(message).contains(SoundCardSource.names());
                    }
                });
    }

    @Test
    void shouldSayInItsOwnWordsThatTheSoundCardDoesNotRecordSo() {
        assertThatThrownBy(() -> SoundCardSource.open(SoundCardSource.DEFAULT_DEVICE, 48_000, 63))
                .isInstanceOf(UnusableSourceException.class)
                .hasMessageStartingWith("the sound card default ")
                .hasMessageNotContaining("interface");
    }
}
