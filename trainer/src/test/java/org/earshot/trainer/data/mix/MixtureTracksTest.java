package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureTracksTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveTracksThatAddUpToWhatTheNetworkHears() {
        Path file = directory.resolve("m.flac");
        float[] events = SmallCorpus.tone(700, 10);
        float[] scene = SmallCorpus.noise(3, 10, 0.2);
        ClipAudio.write(file, new float[][] {events, scene}, SmallCorpus.RATE_HZ);

        MixtureTracks tracks = MixtureTracks.read(file);

        float[] heard = AudioFiles.readMono(file, SmallCorpus.RATE_HZ);
        float[] sum = tracks.mixture();
        assertThat(sum).hasSameSizeAs(heard);
        for (int n = 0; n < sum.length; n++) {
            assertThat(sum[n]).isCloseTo(heard[n], within(1e-6f));
        }
        assertThat(tracks.events()[1001]).isCloseTo(events[1001] / 2, within(1e-4f));
    }

    @Test
    void shouldCutOutOneEvent() {
        Path file = directory.resolve("m.flac");
        ClipAudio.write(
                file, new float[][] {SmallCorpus.tone(700, 10), SmallCorpus.noise(3, 10, 0.2)}, SmallCorpus.RATE_HZ);

        float[] event = MixtureTracks.read(file).event(new ClipEvent("beep", 3, 5));

        assertThat(event[3 * 16_000 - 1]).isZero();
        assertThat(event[5 * 16_000]).isZero();
        assertThat(event[4 * 16_000 + 7]).isNotZero();
    }

    @Test
    void shouldRefuseMixturesOfOneChannel() {
        Path file = directory.resolve("m.flac");
        ClipAudio.write(file, new float[][] {SmallCorpus.tone(700, 1)}, SmallCorpus.RATE_HZ);

        assertThatThrownBy(() -> MixtureTracks.read(file))
                .isInstanceOf(AudioException.class)
                .hasMessageContaining("1 channel(s)");
    }
}
