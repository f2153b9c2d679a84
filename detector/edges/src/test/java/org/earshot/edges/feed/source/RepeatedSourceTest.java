package org.earshot.edges.feed.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.earshot.core.audio.AudioException;
import org.earshot.core.audio.SampleFormat;
import org.earshot.core.audio.SampleSource;
import org.earshot.core.audio.WavWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatedSourceTest {
    private static final float[] RAMP = {0.25f, 0.5f, -0.5f};

    @TempDir
    private Path folder;

    @Test
    void shouldBeginAgainWithoutAGap() throws IOException {
        try (SampleSource sound = RepeatedSource.open(wav(RAMP))) {
            assertThat(next(sound, 7)).containsExactly(0.25f, 0.5f, -0.5f, 0.25f, 0.5f, -0.5f, 0.25f);
        }
    }

    @Test
    void shouldEndOnceItIsClosed() throws IOException {
        SampleSource sound = RepeatedSource.open(wav(RAMP));
        next(sound, 3);

        sound.close();

        assertThat(sound.read(new float[4], 0, 4)).isNegative();
    }

    @Test
    void shouldNotTurnForEverOnARecordingWithoutSound() throws IOException {
        try (SampleSource sound = RepeatedSource.open(wav(new float[0]))) {
            assertThatThrownBy(() -> next(sound, 1))
                    .isInstanceOf(AudioException.class)
                    .hasMessageContaining("holds no sound");
        }
    }

    private Path wav(float[] samples) throws IOException {
        Path file = folder.resolve("sound.wav");
        WavWriter.write(file, 8_000, SampleFormat.S16LE, samples);
        return file;
    }

    private static float[] next(SampleSource sound, int samples) {
        float[] mono = new float[samples];
        int have = 0;
        while (have < samples) {
            int read = sound.read(mono, have, samples - have);
            assertThat(read).isPositive();
            have += read;
        }
        return mono;
    }
}
