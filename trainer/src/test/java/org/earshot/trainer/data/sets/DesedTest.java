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
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipCollection;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesedTest {
    private static final String WITH_EVENTS = "YZv3pmRVvqFo_30.000_40.000.wav";
    private static final String WITHOUT_EVENTS = "Y8J7ya3HRRsQ_20.000_30.000.wav";
    private static final String SHORT = "Y--4gqARaEJE_0.000_4.000.wav";

    @TempDir
    private Path directory;

    @BeforeEach
    void copyALittleOfIt() throws IOException {
        table("train/weak.tsv", "filename\tevent_labels\n" + SHORT + "\tDog,Speech\n" + WITH_EVENTS + "\tFrying\n");
        table("validation/validation.tsv", """
                filename\tonset\toffset\tevent_label
                %1$s\t4.200\t5.1\tSpeech
                %1$s\t0.0\t10.0\tVacuum_cleaner
                %2$s\t\t\t
                """.formatted(WITH_EVENTS, WITHOUT_EVENTS));
        table("eval/public.tsv", "filename\tonset\toffset\tevent_label\nabc_1.wav\t1.0\t2.5\tCat\n");
        audio("train/weak/" + SHORT, 4);
        audio("train/weak/" + WITH_EVENTS, 10);
        audio("validation/" + WITH_EVENTS, 10);
        audio("validation/" + WITHOUT_EVENTS, 10);
        audio("eval/public/abc_1.wav", 10);
    }

    @Test
    void shouldReadTagsOfTheWeakPart() {
        ClipCollection weak = new Desed().read(directory, "");

        assertThat(weak.clips()).extracting(Clip::name).containsExactly(SHORT, WITH_EVENTS);
        assertThat(weak.clips().get(0).tags()).containsExactly("Dog", "Speech");
        assertThat(weak.clips()).noneMatch(Clip::strong);
        assertThat(weak.labels()).hasSize(10).isSorted();
    }

    @Test
    void shouldReadEventsAndClipsWithoutEvents() {
        ClipCollection validation = new Desed().read(directory, "validation");

        assertThat(validation.clips()).extracting(Clip::name).containsExactly(WITH_EVENTS, WITHOUT_EVENTS);
        assertThat(validation.clips().get(0).events())
                .containsExactly(new ClipEvent("Vacuum_cleaner", 0, 10), new ClipEvent("Speech", 4.2, 5.1));
        assertThat(validation.clips().get(1).events()).isEmpty();
        assertThat(validation.clips()).allMatch(Clip::strong);
    }

    @Test
    void shouldReadHalfOfTheValidationPart() throws IOException {
        table(
                "validation/test_dcase2018.tsv",
                "filename\tonset\toffset\tevent_label\n" + WITH_EVENTS + "\t1\t2\tDog\n");

        assertThat(new Desed().read(directory, "test_dcase2018").clips())
                .singleElement()
                .satisfies(clip -> assertThat(clip.audio()).exists());
    }

    @Test
    void shouldReadThePublicEvaluationPart() {
        assertThat(new Desed().read(directory, "public").clips())
                .singleElement()
                .satisfies(clip -> assertThat(clip.tags()).containsExactly("Cat"));
    }

    @Test
    void shouldFindTheFolderInsideTheOneGiven() throws IOException {
        Path parent = directory.resolveSibling(directory.getFileName() + "-parent");
        Files.createDirectories(parent);
        Files.move(directory, parent.resolve("dataset"));

        assertThat(new Desed().read(parent, "weak").clips()).hasSize(2);
    }

    @Test
    void shouldMakeShortClipsAsLongAsTheOthers() {
        ClipDataset dataset = DataSets.open("desed:" + directory + "#weak", FrontEnd.wide16k());

        assertThat(dataset.features(0)).hasSize(311 * 64);
        assertThat(dataset.tags(0)).containsExactly(0, 0, 0, 0, 1, 0, 0, 0, 1, 0);
    }

    @Test
    void shouldListMissingAudio() throws IOException {
        Files.delete(directory.resolve("audio/train/weak").resolve(SHORT));

        assertThatThrownBy(() -> DataSets.open("desed:" + directory, FrontEnd.wide16k()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("DESED weak")
                .hasMessageContaining("1 missing or unreadable")
                .hasMessageContaining(SHORT);
    }

    @Test
    void shouldNameItsPartsWhereThereIsNoSuchPart() {
        assertThatThrownBy(() -> DataSets.open("desed:" + directory + "#strong", FrontEnd.wide16k()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("weak, synthetic, validation and public");
    }

    private void table(String name, String text) throws IOException {
        Path file = directory.resolve("metadata").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void audio(String name, double seconds) throws IOException {
        Path file = directory.resolve("audio").resolve(name);
        Files.createDirectories(file.getParent());
        ClipAudio.write(file, new float[][] {SmallCorpus.noise(1, seconds, 0.2)}, 16_000);
    }
}
