package org.earshot.trainer.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSetsTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @TempDir
    private Path directory;

    @BeforeEach
    void writeThreeClipsInTwoFolds() throws IOException {
        Files.writeString(directory.resolve("tags.csv"), "filename,tags,fold\na.flac,x,1\nb.flac,y,2\nc.flac,x;y,1\n");
        for (String name : new String[] {"a", "b", "c"}) {
            float[] sound = SmallCorpus.noise(name.hashCode(), 1, 0.2);
            ClipAudio.write(directory.resolve(name + ".flac"), new float[][] {sound}, SmallCorpus.RATE_HZ);
        }
    }

    @Test
    void shouldOpenAFoldAndWhatIsNotInIt() {
        ClipDataset fold = DataSets.open(directory + "#fold1", FRONT_END);
        ClipDataset others = DataSets.open(directory + "#not-fold1", FRONT_END);

        assertThat(fold.size()).isEqualTo(2);
        assertThat(others.clip(0).name()).isEqualTo("b.flac");
        assertThat(others.features(0))
                .isEqualTo(DataSets.open(directory.toString(), FRONT_END).features(1));
    }

    @Test
    void shouldRefuseAFoldThatNoClipIsIn() throws IOException {
        assertThatThrownBy(() -> DataSets.open(directory + "#not-fold3", FRONT_END))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("#not-fold3: has the folds [1, 2]");
        Files.writeString(directory.resolve("tags.csv"), "filename,tags\na.flac,x\nb.flac,y\nc.flac,x;y\n");
        assertThatThrownBy(() -> DataSets.open(directory + "#fold1", FRONT_END))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("its tags.csv has no column fold");
    }

    @Test
    void shouldSkipOnlyClipsWhoseFeaturesAreMissingToo() throws IOException {
        Files.writeString(directory.resolve("dataset.json"), "{\"labels\":[\"x\",\"y\"],\"audio\":false,\"clips\":3}");
        DataSets.open(directory.toString(), FRONT_END);
        for (String name : new String[] {"a", "b", "c"}) {
            Files.delete(directory.resolve(name + ".flac"));
        }

        assertThat(DataSets.open(directory + "#skip-missing", FRONT_END).size()).isEqualTo(3);
        assertThatThrownBy(() -> DataSets.open(directory + "#skip-missing", FrontEnd.paper32k()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a.flac (missing)");
    }

    @Test
    void shouldSayWhatPartsThereAre() {
        assertThatThrownBy(() -> DataSets.open(directory + "#half", FRONT_END))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("fold1 or not-fold1")
                .hasMessageContaining("desed");
        assertThatThrownBy(() -> DataSets.open(directory + "#fold1,fold2", FRONT_END))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("one part at a time");
    }

    @Test
    void shouldDivideAListBetweenDataSetsOnly() {
        assertThat("a#fold1,skip-missing,skip-broken,desed:b#weak,skip-missing,c".split(DataSets.BETWEEN))
                .containsExactly("a#fold1,skip-missing,skip-broken", "desed:b#weak,skip-missing", "c");
        assertThat("a,skip-missing-days".split(DataSets.BETWEEN)).containsExactly("a", "skip-missing-days");
    }

    @Test
    void shouldFindTheFolderInWhatIsWritten() {
        assertThat(DataSets.directory("desed:some/dir#weak")).isEqualTo(Path.of("some/dir"));
        assertThat(DataSets.directory("some/dir#fold1")).isEqualTo(Path.of("some/dir"));
        assertThat(DataSets.directory("odd:dir")).isEqualTo(Path.of("odd:dir"));
    }

    @Test
    void shouldRefuseTagsThatAreNoLabels() throws IOException {
        Files.writeString(directory.resolve("dataset.json"), "{\"labels\":[\"x\"]}");

        assertThatThrownBy(() -> DataSets.open(directory.toString(), FRONT_END))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("[y]");
    }

    @Test
    void shouldSayThatAFolderWithoutATableIsNoDataSet() {
        assertThatThrownBy(() -> DataSets.open(directory.resolve("none").toString(), FRONT_END))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("tags.csv: no such file");
    }
}
