package org.earshot.trainer.data.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.earshot.core.audio.file.AudioFiles;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipDatasetTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @TempDir
    private Path directory;

    @BeforeEach
    void writeAFolderOfOnesOwn() throws IOException {
        ClipAudio.write(directory.resolve("a.flac"), new float[][] {SmallCorpus.noise(1, 10, 0.2)}, 16_000);
        ClipAudio.write(directory.resolve("short.flac"), new float[][] {SmallCorpus.noise(2, 3, 0.2)}, 16_000);
        ClipAudio.write(directory.resolve("long.flac"), new float[][] {SmallCorpus.tone(440, 36)}, 44_100);
        Files.writeString(
                directory.resolve("tags.csv"), "filename,tags\na.flac,hiss\nshort.flac,\nlong.flac,tone; hiss\n");
    }

    @Test
    void shouldReadAFolderOfAudioAndATableOfTags() {
        ClipDataset dataset = ClipDataset.open(directory, FRONT_END);

        assertThat(dataset.labels()).containsExactly("hiss", "tone");
        assertThat(dataset.size()).isEqualTo(3);
        assertThat(dataset.tags(0)).containsExactly(1, 0);
        assertThat(dataset.tags(1)).containsExactly(0, 0);
        assertThat(dataset.tags(2)).containsExactly(1, 1);
    }

    @Test
    void shouldKeepTheDetectorsFeaturesToHalfPrecision() {
        ClipDataset dataset = ClipDataset.open(directory, FRONT_END);
        float[] samples = AudioFiles.readMono(directory.resolve("a.flac"), 16_000);

        float[] expected = LogMel.of(FRONT_END, samples);
        float[] kept = dataset.features(0);

        assertThat(kept).hasSize(311 * 64);
        for (int i = 0; i < kept.length; i++) {
            assertThat(kept[i]).isCloseTo(expected[i], within(0.005f));
        }
    }

    @Test
    void shouldFillUpShortClipsWithSilence() {
        float[] features = ClipDataset.open(directory, FRONT_END).features(1);

        assertThat(features[310 * 64]).isCloseTo((float) Math.log(1e-8), within(0.01f));
    }

    @Test
    void shouldComputeFeaturesOnceAndAgainForAnotherFrontEnd() throws IOException {
        ClipDataset.open(directory, FRONT_END);
        Path cached = cachedFiles().get(0);
        FileTime before = Files.getLastModifiedTime(cached);

        ClipDataset.open(directory, FRONT_END);
        FrontEnd fewer = new FrontEnd(16_000, 1024, 512, FrontEnd.WindowShape.HAMMING, 32, 50, 8_000, 160_000);
        ClipDataset other = ClipDataset.open(directory, fewer);

        assertThat(Files.getLastModifiedTime(cached)).isEqualTo(before);
        assertThat(cachedFiles()).hasSize(2);
        assertThat(other.features(0)).hasSize(311 * 32);
    }

    @Test
    void shouldComputeFeaturesAgainWhenADescribedFolderHasOtherClips() throws IOException {
        Files.writeString(directory.resolve("dataset.json"), "{\"labels\":[\"hiss\",\"tone\"]}");
        float[] first = ClipDataset.open(directory, FRONT_END).features(0);

        Files.writeString(
                directory.resolve("tags.csv"), "filename,tags\nlong.flac,tone; hiss\nshort.flac,\na.flac,hiss\n");
        ClipDataset sorted = ClipDataset.open(directory, FRONT_END);

        assertThat(sorted.features(2)).isEqualTo(first);
        assertThat(sorted.features(0)).isNotEqualTo(first);
    }

    @Test
    void shouldFindFeaturesWithoutAudioByTheDescriptionOfTheSet() throws IOException {
        String description = "{\"labels\":[\"hiss\",\"tone\"],\"audio\":false}";
        Files.writeString(directory.resolve("dataset.json"), description);

        ClipDataset.open(directory, FRONT_END);

        assertThat(cachedFiles())
                .containsExactly(ClipDataset.featureFile(directory, FeatureFile.key(FRONT_END, description)));
    }

    @Test
    void shouldComputeFeaturesAgainWhenTheFileIsCutShort() throws IOException {
        float[] before = ClipDataset.open(directory, FRONT_END).features(0);
        Path cached = cachedFiles().get(0);
        Files.write(cached, java.util.Arrays.copyOf(Files.readAllBytes(cached), 1000));

        float[] after = ClipDataset.open(directory, FRONT_END).features(0);

        assertThat(after).isEqualTo(before);
    }

    @Test
    void shouldListEveryMissingAndUnreadableFile() throws IOException {
        Files.delete(directory.resolve("a.flac"));
        Files.delete(directory.resolve("long.flac"));

        assertThatThrownBy(() -> ClipDataset.open(directory, FRONT_END))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a.flac (missing)")
                .hasMessageContaining("long.flac (missing)");

        Files.writeString(directory.resolve("a.flac"), "RIFF");
        Files.writeString(directory.resolve("long.flac"), "fLaC?");
        assertThatThrownBy(() -> ClipDataset.open(directory, FRONT_END))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 missing or unreadable");
        try (var files = Files.list(directory)) {
            assertThat(files)
                    .as("nothing half-made stays")
                    .noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void shouldGoOnWithoutMissingFilesOnlyWhereAsked() throws IOException {
        Files.delete(directory.resolve("a.flac"));

        ClipDataset dataset = DataSets.open(directory + "#skip-missing", FRONT_END);

        assertThat(dataset.size()).isEqualTo(2);
        assertThat(Files.readAllLines(directory.resolve("missing.txt")))
                .containsExactly(directory.resolve("a.flac").toString());
    }

    @Test
    void shouldCountAnEventInAPartByTheLesserOfTenFramesAndHalfOfIt() throws IOException {
        Files.writeString(directory.resolve("events.tsv"), """
                filename\tonset\toffset\tevent_label
                a.flac\t2.0\t2.2\thiss
                a.flac\t5.0\t9.0\ttone
                """);
        Files.writeString(directory.resolve("tags.csv"), "filename,tags\na.flac,hiss;tone\n");
        ClipDataset dataset = ClipDataset.open(directory, FRONT_END);
        int frameOfHalfTheHiss = (int) Math.ceil(2.1 / 0.032);
        int tenFramesIntoTheTone = (int) Math.ceil(5.0 / 0.032) + 10;

        assertThat(dataset.tagsWithin(0, frameOfHalfTheHiss - 20, 20)).containsExactly(1, 0);
        assertThat(dataset.tagsWithin(0, frameOfHalfTheHiss - 22, 20)).containsExactly(0, 0);
        assertThat(dataset.tagsWithin(0, tenFramesIntoTheTone - 20, 20)).containsExactly(0, 1);
        assertThat(dataset.tagsWithin(0, tenFramesIntoTheTone - 22, 20)).containsExactly(0, 0);
        assertThat(dataset.tagsWithin(0, 0, 311)).containsExactly(1, 1);
    }

    @Test
    void shouldKeepTheTagsOfAClipWithoutEventsInItsParts() throws IOException {
        Files.writeString(directory.resolve("events.tsv"), """
                filename\tonset\toffset\tevent_label
                a.flac\t2.0\t3.0\thiss
                """);

        ClipDataset dataset = ClipDataset.open(directory, FRONT_END);

        assertThat(dataset.tagsWithin(0, 200, 50)).containsExactly(0, 0);
        assertThat(dataset.tagsWithin(1, 200, 50)).containsExactly(0, 0);
        assertThat(dataset.tagsWithin(2, 200, 50)).containsExactly(1, 1);
    }

    @Test
    void shouldShareFeaturesWithItsSubsets() {
        ClipDataset dataset = ClipDataset.open(directory, FRONT_END);

        ClipDataset tone = dataset.subset(dataset.clipsWhere(clip -> clip.tags().contains("tone")));

        assertThat(tone.size()).isEqualTo(1);
        assertThat(tone.clip(0).name()).isEqualTo("long.flac");
        assertThat(tone.features(0)).isEqualTo(dataset.features(2));
    }

    @Test
    void shouldGiveZeroMeanAndUnitDeviationToWhatItWasMeasuredOn() {
        ClipDataset dataset = ClipDataset.open(directory, FRONT_END);

        MelStatistics statistics = MelStatistics.of(dataset);

        double sum = 0;
        double squares = 0;
        for (int clip = 0; clip < 3; clip++) {
            float[] features = dataset.features(clip);
            for (int frame = 0; frame < 311; frame++) {
                double z = (features[frame * 64 + 7] - statistics.mean()[7])
                        / statistics.deviation()[7];
                sum += z;
                squares += z * z;
            }
        }
        assertThat(sum / 933).isCloseTo(0, within(1e-9));
        assertThat(squares / 933).isCloseTo(1, within(1e-9));
    }

    private List<Path> cachedFiles() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".f16"))
                    .sorted()
                    .toList();
        }
    }
}
