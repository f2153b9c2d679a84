package org.earshot.trainer.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.clips.ClipCutter;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.mix.FieldRecipe;
import org.earshot.trainer.data.mix.FieldSettings;
import org.earshot.trainer.data.mix.MixtureSet;
import org.earshot.trainer.data.mix.MixtureWriter;
import org.earshot.trainer.data.mix.RecordingPool;
import org.earshot.trainer.data.sets.DataSets;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuxiliaryLabelsTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @TempDir
    private Path directory;

    private Corpus corpus;

    /** Ten drawers, nine doors, ten fans and one event, each of a tenth of a second or two. */
    @BeforeEach
    void makeACorpus() throws IOException {
        StringBuilder manifest = new StringBuilder("path,role,label,split,duration_s\n");
        for (int i = 0; i < 10; i++) {
            add(manifest, "drawer" + i, "distractor,drawer", 0.2);
            add(manifest, "fan" + i, "background,fan", 2);
            if (i < 9) {
                add(manifest, "door" + i, "distractor,door", 0.2);
            }
        }
        add(manifest, "beep", "event,beep", 0.5);
        Files.writeString(directory.resolve("manifest.csv"), manifest);
        corpus = Corpus.read(directory);
    }

    @Test
    void shouldTakeKindsOfTenRecordingsAndMore() {
        AuxiliaryLabels labels = AuxiliaryLabels.of(corpus, Split.TRAIN);

        assertThat(labels.of(recording("drawer3"))).containsExactly("distractor/drawer");
        assertThat(labels.of(recording("fan0"))).as("a background").isEmpty();
        assertThat(labels.of(recording("door3"))).isEmpty();
        assertThat(labels.of(recording("beep"))).isEmpty();
        assertThat(AuxiliaryLabels.of(corpus, Split.TEST).of(recording("drawer3")))
                .isEmpty();
    }

    @Test
    void shouldTakeClassesOfAnotherTaggerThatStandForNoLabel() throws IOException {
        StringBuilder scores = new StringBuilder("path,class,score\n");
        for (int i = 0; i < 9; i++) {
            scores.append("door").append(i).append(".flac,\"Wood, board\",0.5\n");
            scores.append("door").append(i).append(".flac,Squeak,0.5\n");
            scores.append("fan").append(i).append(".flac,Hum,0.5\n");
        }
        scores.append("fan9.flac,Hum,0.5\nfan9.flac,\"Wood, board\",0.4\n");
        scores.append("drawer0.flac,\"Wood, board\",0.3\ndrawer1.flac,Squeak,0.29\n");
        scores.append("beep.flac,\"Wood, board\",0.9\nbeep.flac,Beep,0.9\nnone.flac,Squeak,0.9\n");
        Files.writeString(directory.resolve("audioset.csv"), scores);

        AuxiliaryLabels labels = AuxiliaryLabels.of(corpus, Split.TRAIN);

        assertThat(labels.of(recording("door3"))).containsExactly("audioset/Wood board");
        assertThat(labels.of(recording("fan9"))).containsExactly("audioset/Wood board");
        assertThat(labels.of(recording("fan8"))).as("of backgrounds alone").isEmpty();
        assertThat(labels.of(recording("drawer0"))).containsExactly("audioset/Wood board", "distractor/drawer");
        assertThat(labels.of(recording("beep"))).containsExactly("audioset/Wood board");
    }

    @Test
    void shouldBeReadBackWithTheirTimesOnlyWhereAskedFor() throws IOException {
        writeMixtures();

        ClipDataset plain = DataSets.open(mixtures().toString(), FRONT_END);
        ClipDataset both = DataSets.open(mixtures().toString(), FRONT_END, true);

        assertThat(plain.labels()).containsExactly("beep");
        assertThat(both.labels()).containsExactly("beep", "audioset/Hum", "distractor/drawer");
        assertThat(both.ownLabels()).isEqualTo(1);
        assertThat(plain.clipsWhere(clip -> clip.tags().contains("beep")))
                .isNotEmpty()
                .isEqualTo(both.clipsWhere(clip -> clip.tags().contains("beep")));
        int[] withDrawer = both.clipsWhere(clip -> clip.tags().contains("distractor/drawer"));
        assertThat(withDrawer).isNotEmpty();
        for (int clip : withDrawer) {
            assertThat(both.events(clip)).extracting(ClipEvent::label).contains("distractor/drawer");
            assertThat(both.events(clip))
                    .allMatch(event -> event.onsetSeconds() >= 0 && event.offsetSeconds() <= 10)
                    .noneMatch(event -> event.label().equals("audioset/Hum"));
        }
        assertThat(both.clipsWhere(clip -> clip.tags().contains("audioset/Hum")))
                .hasSize(20);
    }

    @Test
    void shouldCountInAPartOfAClipWhenTheyAreHeardThere() throws IOException {
        writeMixtures();
        Files.writeString(mixtures().resolve("auxiliary.csv"), """
                filename,tags
                00000.flac,audioset/Hum;distractor/drawer
                """);
        Files.writeString(mixtures().resolve("auxiliary-events.tsv"), """
                filename\tonset\toffset\tevent_label
                00000.flac\t5.0\t6.0\tdistractor/drawer
                """);
        ClipDataset both = DataSets.open(mixtures().toString(), FRONT_END, true);

        float[] early = both.tagsWithin(0, 0, 52);
        float[] later = both.tagsWithin(0, 156, 52);

        assertThat(Arrays.copyOfRange(early, 1, 3)).containsExactly(1, 0);
        assertThat(Arrays.copyOfRange(later, 1, 3)).containsExactly(1, 1);
        assertThat(both.tagsWithin(1, 0, 52)).hasSize(3).endsWith(0, 0);
    }

    @Test
    void shouldBeCutAroundWhereAClipHasNoEventOfItsOwn() throws IOException {
        writeMixtures();
        String names = IntStream.range(0, 20)
                .mapToObj(clip -> String.format("%05d.flac,%s\n", clip, clip == 0 ? "beep" : ""))
                .collect(Collectors.joining());
        Files.writeString(mixtures().resolve("tags.csv"), "filename,tags\n" + names);
        Files.writeString(mixtures().resolve("events.tsv"), """
                filename\tonset\toffset\tevent_label
                00000.flac\t1.0\t2.0\tbeep
                """);
        Files.writeString(mixtures().resolve("auxiliary.csv"), """
                filename,tags
                00000.flac,distractor/drawer
                00001.flac,distractor/drawer
                """);
        Files.writeString(mixtures().resolve("auxiliary-events.tsv"), """
                filename\tonset\toffset\tevent_label
                00000.flac\t8.0\t8.5\tdistractor/drawer
                00001.flac\t8.0\t8.5\tdistractor/drawer
                """);
        ClipDataset both = DataSets.open(mixtures().toString(), FRONT_END, true);
        ClipCutter cutter = new ClipCutter(52, 1, 0);
        SplittableRandom random = new SplittableRandom(3);

        for (int i = 0; i < 50; i++) {
            assertThat(cutter.start(both, 0, random)).isLessThan((int) Math.ceil(2 / 0.032));
            assertThat(cutter.start(both, 1, random)).isGreaterThan((int) (8 / 0.032) - 52);
        }
    }

    @Test
    void shouldRefuseALabelOfTheDataSetItself() throws IOException {
        writeMixtures();
        Files.writeString(mixtures().resolve("auxiliary.csv"), "filename,tags\n00000.flac,beep\n");

        assertThatThrownBy(() -> DataSets.open(mixtures().toString(), FRONT_END, true))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("auxiliary.csv: [beep] are already labels of the data set");
    }

    /** With another tagger that hears a hum in each fan and in each drawer. */
    private void writeMixtures() throws IOException {
        StringBuilder scores = new StringBuilder("path,class,score\n");
        for (int i = 0; i < 10; i++) {
            scores.append("fan")
                    .append(i)
                    .append(".flac,Hum,0.5\ndrawer")
                    .append(i)
                    .append(".flac,Hum,0.5\n");
        }
        Files.writeString(directory.resolve("audioset.csv"), scores);
        FieldRecipe recipe = new FieldRecipe(corpus, Split.TRAIN, FieldSettings.of(Split.TRAIN));
        MixtureSet set = new MixtureSet(20, clip -> recipe, corpus.labels(), 1, Map.of("style", "field"));
        new MixtureWriter(new RecordingPool(SmallCorpus.RATE_HZ, 1 << 24), 1)
                .writeFeatures(set, FRONT_END, mixtures(), done -> {});
    }

    private Path mixtures() {
        return directory.resolve("mixtures");
    }

    private Recording recording(String name) {
        List<Recording> found = corpus.recordings().stream()
                .filter(r -> r.name().equals(name + ".flac"))
                .toList();
        return found.get(0);
    }

    private void add(StringBuilder manifest, String name, String roleAndLabel, double seconds) throws IOException {
        float[] sound = SmallCorpus.noise(name.hashCode(), seconds, 0.3);
        ClipAudio.write(directory.resolve(name + ".flac"), new float[][] {sound}, SmallCorpus.RATE_HZ);
        manifest.append(name)
                .append(".flac,")
                .append(roleAndLabel)
                .append(",train,")
                .append(seconds)
                .append('\n');
    }
}
