package org.earshot.trainer.data.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Split;
import org.earshot.trainer.data.mix.FieldRecipe;
import org.earshot.trainer.data.mix.FieldSettings;
import org.earshot.trainer.data.mix.MixtureSet;
import org.earshot.trainer.data.mix.MixtureWriter;
import org.earshot.trainer.data.mix.RecordingPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipFolderTest {
    @TempDir
    private Path directory;

    @Test
    void shouldTakeACommaForASeparatorWhereAPartStandsAlone() throws IOException {
        ClipCollection read = read("filename,tags\na.wav,\"dog,siren\"\nb.wav,siren\nc.wav,\n");

        assertThat(read.labels()).containsExactly("dog", "siren");
        assertThat(read.clips().get(0).tags()).containsExactly("dog", "siren");
    }

    @Test
    void shouldTakeUnquotedFurtherCellsForTags() throws IOException {
        assertThat(read("filename,tags\na.wav,dog,siren\n").clips().get(0).tags())
                .containsExactly("dog", "siren");
        assertThat(read("filename;tags\na.wav;dog;siren\n").clips().get(0).tags())
                .containsExactly("dog", "siren");
        assertThatThrownBy(() -> read("filename,tags,fold\na.wav,dog,siren,1\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 1: has 4 cells, the first row 3");
    }

    @Test
    void shouldKeepACommaThatIsPartOfAName() throws IOException {
        assertThat(read("filename,tags\na.wav,\"Bark, howl\"\nb.wav,\"Bark, howl;siren\"\n")
                        .labels())
                .containsExactly("Bark, howl", "siren");
    }

    @Test
    void shouldKeepACommaInALabelThatTheDataSetNames() throws IOException {
        Files.writeString(directory.resolve("dataset.json"), "{\"labels\":[\"dog\",\"dog,siren\"]}");

        ClipCollection read = read("filename,tags\na.wav,\"dog,siren\"\nb.wav,dog\n");

        assertThat(read.clips().get(0).tags()).containsExactly("dog,siren");
    }

    @Test
    void shouldRefuseLabelsThatLookAlike() {
        assertThatThrownBy(() -> read("filename,tags\na.wav,dog\nb.wav,Dog\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 2: \"Dog\" and \"dog\" look alike");
        assertThatThrownBy(() -> read("filename,tags\na.wav,T\u00fcr\nb.wav,Tu\u0308r\n"))
                .hasMessageContaining("look alike");
    }

    @Test
    void shouldRefuseLabelsThatNoModelFileMayCarry() {
        assertThatThrownBy(() -> read("filename,tags\na.wav,dog\nb.wav,<b>x</b>\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 2: a tag has the character U+003C")
                .hasMessageContaining("rename it");
    }

    @Test
    void shouldSayThatThereIsNothingInTheTable() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> read("filename,tags\n")).hasMessageContaining("no row below the column names");
        assertThatThrownBy(() -> read("filename,tags\na.wav,\nb.wav,\n"))
                .hasMessageContaining("none of its 2 clips has a tag");
        assertThatThrownBy(() -> read("filename,tags\n,dog\n")).hasMessageContaining("row 1: no file name");
        assertThatThrownBy(() -> read("a.wav,dog\n"))
                .hasMessageContaining(
                        "no column \"filename\"; its first row must name the columns and has [a.wav, dog]");
    }

    @Test
    void shouldRefuseEventsOfALabelThatNothingNames() throws IOException {
        Files.writeString(directory.resolve("events.tsv"), "filename\tonset\toffset\tevent_label\na.wav\t1\t2\tcat\n");

        assertThatThrownBy(() -> read("filename,tags\na.wav,dog\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("events.tsv: row 1: a.wav: cat is not among its tags in tags.csv, [dog]");
    }

    @Test
    void shouldRefuseEventsThatCannotBe() throws IOException {
        assertThatThrownBy(() -> readEvents("a.wav\t1\t2\tdog\na.wav\t3\t2\tdog\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("events.tsv: row 2: a.wav: an event must begin at 0 s or later")
                .hasMessageContaining("is 3.0 to 2.0 s");
        assertThatThrownBy(() -> readEvents("a.wav\t-1\t2\tdog\n")).hasMessageContaining("is -1.0 to 2.0 s");
        assertThatThrownBy(() -> readEvents("a.wav\t1\t2\t\n")).hasMessageContaining("times without an event_label");
        assertThatThrownBy(() -> readEvents("b.wav\t1\t2\tdog\n"))
                .as("a label of the set, but not of this clip")
                .hasMessageContaining("row 1: b.wav: dog is not among its tags in tags.csv, [siren]");
    }

    private void readEvents(String rows) throws IOException {
        Files.writeString(directory.resolve("events.tsv"), "filename\tonset\toffset\tevent_label\n" + rows);
        read("filename,tags\na.wav,dog\nb.wav,siren\n");
    }

    @Test
    void shouldRefuseEventsOfFilesThatHaveNoTags() throws IOException {
        Files.writeString(
                directory.resolve("events.tsv"),
                "filename\tonset\toffset\tevent_label\naudio/a.wav\t1\t2\tdog\nb.wav\t1\t2\tdog\n");

        assertThatThrownBy(() -> read("filename,tags\na.wav,dog\nb.wav,dog\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("events.tsv: 1 file name(s) without a row in tags.csv: audio/a.wav");
    }

    @Test
    void shouldKeepTheTagsOfClipsWhoseEventsAreNotAllThere() throws IOException {
        Files.writeString(
                directory.resolve("events.tsv"),
                "filename\tonset\toffset\tevent_label\na.wav\t1\t2\tdog\nb.wav\t1\t2\tdog\n");

        List<Clip> clips = read("filename,tags\na.wav,dog\nb.wav,dog;siren\nc.wav,dog\nd.wav,\n")
                .clips();

        assertThat(clips).extracting(Clip::strong).containsExactly(true, false, false, true);
        assertThat(clips.get(1).events()).hasSize(1);
    }

    @Test
    void shouldReadBackLabelsThatMixWrote() throws IOException {
        Path corpus = SmallCorpus.write(directory.resolve("corpus"));
        Path manifest = corpus.resolve("manifest.csv");
        Files.writeString(
                manifest,
                Files.readString(manifest)
                        .replace("event,beep", "event,\"beep, \"\"high\"\"\"")
                        .replace("event,hiss", "event,hiss"));
        Corpus read = Corpus.read(corpus);
        FieldRecipe recipe = new FieldRecipe(read, Split.TRAIN, FieldSettings.of(Split.TRAIN));
        MixtureSet set = new MixtureSet(12, clip -> recipe, read.labels(), 3, java.util.Map.of());

        new MixtureWriter(new RecordingPool(SmallCorpus.RATE_HZ, 1 << 24), 1)
                .write(set, directory.resolve("set"), done -> {});

        ClipCollection back = ClipFolder.read(directory.resolve("set"));
        assertThat(back.labels()).containsExactly("beep, \"high\"", "hiss");
        assertThat(back.clips()).extracting(Clip::tags).contains(List.of("beep, \"high\""));
        assertThat(back.clips())
                .allSatisfy(clip ->
                        assertThat(clip.events()).extracting(ClipEvent::label).allMatch(clip.tags()::contains));
    }

    @Test
    void shouldRefuseACorpusWhoseLabelsNoTableCanHold() throws IOException {
        Path corpus = SmallCorpus.write(directory.resolve("corpus"));
        Path manifest = corpus.resolve("manifest.csv");
        Files.writeString(manifest, Files.readString(manifest).replaceFirst("event,beep", "event,beep;hiss"));

        assertThatThrownBy(() -> Corpus.read(corpus))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("row 1: a label must be a name without semicolons");
    }

    private ClipCollection read(String table) throws IOException {
        Files.writeString(directory.resolve("tags.csv"), table);
        return ClipFolder.read(directory);
    }
}
