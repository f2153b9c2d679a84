package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingPoolTest {
    @TempDir
    private Path directory;

    @Test
    void shouldGiveTheSameSamplesWhetherOrNotTheyFitIntoTheHeap() {
        Path file = directory.resolve("a.flac");
        ClipAudio.write(file, new float[][] {SmallCorpus.noise(3, 1, 0.3)}, 44_100);
        Recording recording = new Recording("a", file, Recording.Role.EVENT, "hiss", Split.TRAIN, 1);
        RecordingPool roomy = new RecordingPool(SmallCorpus.RATE_HZ, 1 << 20);
        RecordingPool full = new RecordingPool(SmallCorpus.RATE_HZ, 0);

        float[] first = roomy.samples(recording);
        float[] kept = roomy.samples(recording);
        float[] decodedAgain = full.samples(recording);

        assertThat(kept).isEqualTo(first);
        assertThat(decodedAgain).isEqualTo(first);
    }
}
