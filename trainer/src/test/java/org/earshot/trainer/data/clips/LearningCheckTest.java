package org.earshot.trainer.data.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningCheckTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @TempDir
    private Path directory;

    @Test
    void shouldRefuseTooFewClips() throws IOException {
        ClipDataset one = clips(false, "dog");

        assertThatThrownBy(() -> LearningCheck.require("d", one.subset(new int[0]), one))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("d: 1 clip(s) are too few");
    }

    @Test
    void shouldRefuseClipsOfWhichNoneIsTagged() throws IOException {
        Files.writeString(directory.resolve("dataset.json"), "{\"labels\":[\"dog\"]}");
        ClipDataset untagged = clips(false, "", "", "");

        assertThatThrownBy(() -> LearningCheck.require("d", untagged, untagged))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none of the 3 training clips has a tag");
    }

    @Test
    void shouldRefuseClipsThatAreAllTaggedAlike() throws IOException {
        ClipDataset alike = clips(false, "dog;siren", "dog;siren");

        assertThatThrownBy(() -> LearningCheck.require("d", alike, alike))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("every training clip has the same tags [dog, siren]");
    }

    @Test
    void shouldRefuseSilence() throws IOException {
        ClipDataset silent = clips(true, "dog", "siren");

        assertThat(silent.isSilent(0)).isTrue();
        assertThatThrownBy(() -> LearningCheck.require("d", silent, silent))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("all 2 training clips are digital silence");
    }

    @Test
    void shouldAcceptWhatCanBeLearnt() throws IOException {
        ClipDataset clips = clips(false, "dog", "siren", "");

        assertThatCode(() -> LearningCheck.require("d", clips, clips)).doesNotThrowAnyException();
    }

    @Test
    void shouldLeaveOutATenthOfBrokenClipsAndRemember() throws IOException {
        String[] tags =
                IntStream.range(0, 10).mapToObj(i -> i % 2 == 0 ? "dog" : "").toArray(String[]::new);
        write(false, tags);
        Files.writeString(directory.resolve("c3.flac"), "no sound");

        ClipDataset first = DataSets.open(directory.toString(), FRONT_END);
        ClipDataset again = DataSets.open(directory.toString(), FRONT_END);

        assertThat(first.size()).isEqualTo(9);
        assertThat(again.size()).isEqualTo(9);
        assertThat(IntStream.range(0, 9).mapToObj(i -> again.clip(i).name())).doesNotContain("c3.flac");
    }

    @Test
    void shouldStopForMoreBrokenClipsUnlessAskedToGoOn() throws IOException {
        write(false, "dog", "", "dog", "");
        Files.writeString(directory.resolve("c1.flac"), "no sound");

        assertThatThrownBy(() -> DataSets.open(directory.toString(), FRONT_END))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("c1.flac")
                .hasMessageContaining("#skip-broken to continue without them");
        assertThat(DataSets.open(directory + "#skip-broken", FRONT_END).size()).isEqualTo(3);
        assertThatThrownBy(() -> DataSets.open(directory.toString(), FRONT_END)).isInstanceOf(DataException.class);
    }

    private ClipDataset clips(boolean silent, String... tags) throws IOException {
        write(silent, tags);
        return ClipDataset.open(directory, FRONT_END);
    }

    private void write(boolean silent, String... tags) throws IOException {
        StringBuilder table = new StringBuilder("filename,tags\n");
        for (int i = 0; i < tags.length; i++) {
            float[] sound = silent ? new float[1600] : SmallCorpus.noise(i, 0.1, 0.2);
            ClipAudio.write(directory.resolve("c" + i + ".flac"), new float[][] {sound}, 16_000);
            table.append("c").append(i).append(".flac,").append(tags[i]).append('\n');
        }
        Files.writeString(directory.resolve("tags.csv"), table.toString());
    }
}
