package org.earshot.trainer.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.mix.RecordingPool;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    @TempDir
    private Path directory;

    @Test
    void shouldReadRolesLabelsAndSplits() throws IOException {
        SmallCorpus.write(directory);

        Corpus corpus = Corpus.read(directory);

        assertThat(corpus.labels()).containsExactly("beep", "hiss");
        assertThat(corpus.recordings(Recording.Role.EVENT, Split.TRAIN)).hasSize(5);
        assertThat(corpus.recordings(Recording.Role.BACKGROUND, Split.TRAIN)).hasSize(2);
        assertThat(corpus.recordings(Recording.Role.EVENT, Split.TEST)).isEmpty();
    }

    @Test
    void shouldNameAllMissingFilesAtOnce() throws IOException {
        SmallCorpus.write(directory);
        Files.delete(directory.resolve("events/beep0.flac"));
        Files.delete(directory.resolve("distractors/hum.flac"));

        assertThatThrownBy(() -> Corpus.read(directory))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 missing or unreadable")
                .hasMessageContaining("beep0.flac (missing)")
                .hasMessageContaining("hum.flac (missing)");
    }

    @Test
    void shouldNameAllUnreadableFilesAtOnce() throws IOException {
        SmallCorpus.write(directory);
        Files.writeString(directory.resolve("events/beep0.flac"), "no audio");
        Files.writeString(directory.resolve("events/hiss1.flac"), "");
        Corpus corpus = Corpus.read(directory);

        assertThatThrownBy(() ->
                        new RecordingPool(SmallCorpus.RATE_HZ, 1 << 20).load(corpus.recordings(), "corpus", false))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("beep0.flac")
                .hasMessageContaining("hiss1.flac");
    }

    @Test
    void shouldSayWhichCellOfTheManifestIsWrong() throws IOException {
        SmallCorpus.write(directory);
        Path manifest = directory.resolve("manifest.csv");
        Files.writeString(manifest, Files.readString(manifest).replace("distractor,hum", "noise,hum"));

        assertThatThrownBy(() -> Corpus.read(directory))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 6")
                .hasMessageContaining("\"noise\" is not a role");
    }

    @Test
    void shouldHashTheAudioToo() throws IOException {
        SmallCorpus.write(directory);
        String before = Corpus.read(directory).hash();
        float[] other = SmallCorpus.tone(500, 1);
        ClipAudio.write(directory.resolve("distractors/hum.flac"), new float[][] {other}, SmallCorpus.RATE_HZ);

        String after = Corpus.read(directory).hash();

        assertThat(before).hasSize(64);
        assertThat(after).isNotEqualTo(before);
    }
}
