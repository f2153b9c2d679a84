package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.earshot.core.model.DataException;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.clips.Clip;
import org.earshot.trainer.data.clips.ClipCollection;
import org.earshot.trainer.data.clips.ClipDataset;
import org.earshot.trainer.data.clips.ClipEvent;
import org.earshot.trainer.data.clips.ClipFolder;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureWriterTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @TempDir
    private Path directory;

    private Corpus corpus;

    @BeforeEach
    void openCorpus() throws IOException {
        corpus = Corpus.read(SmallCorpus.write(directory.resolve("corpus")));
    }

    @Test
    void shouldWriteTheSameBytesWhateverTheNumberOfThreads() throws IOException {
        write("one", 1);
        write("three", 3);

        assertThat(bytes("one")).isEqualTo(bytes("three"));
    }

    @Test
    void shouldWriteTheSameBytesWhateverTheHeapThoughRecordingsAreResampled() throws IOException {
        RecordingPool roomy = new RecordingPool(11_025, 1 << 24);
        RecordingPool full = new RecordingPool(11_025, 0);

        new MixtureWriter(roomy, 1).write(set(), directory.resolve("roomy"), done -> {});
        new MixtureWriter(full, 2).write(set(), directory.resolve("full"), done -> {});

        assertThat(bytes("roomy")).isEqualTo(bytes("full"));
    }

    @Test
    void shouldRecordWhereEachEventComesFrom() throws IOException {
        Path manifest = directory.resolve("corpus/manifest.csv");
        String rows = Files.readString(manifest).replaceFirst("\n", ",source_dataset,source_id\n");
        Files.writeString(manifest, rows.replaceAll("(event,.*)", "$1,yard,take7"));
        corpus = Corpus.read(directory.resolve("corpus"));

        write("set", 1);

        assertThat(String.join("", Files.readAllLines(directory.resolve("set/mixtures.jsonl"))))
                .contains("\"source_dataset\":\"yard\",\"source_id\":\"take7\"");
    }

    @Test
    void shouldBeReadBackAsADataSet() {
        write("set", 2);

        ClipCollection read = ClipFolder.read(directory.resolve("set"));

        assertThat(read.labels()).containsExactly("beep", "hiss");
        assertThat(read.clips()).hasSize(6).allMatch(Clip::strong);
        assertThat(read.clips())
                .allSatisfy(clip ->
                        assertThat(clip.events()).extracting(ClipEvent::label).allMatch(clip.tags()::contains));
    }

    @Test
    void shouldKeepFeaturesEqualToThoseOfTheAudio() {
        write("audio", 2);
        new MixtureWriter(pool(), 2).writeFeatures(set(), FRONT_END, directory.resolve("features"), done -> {});

        ClipDataset fromAudio = ClipDataset.open(directory.resolve("audio"), FRONT_END);
        ClipDataset kept = ClipDataset.open(directory.resolve("features"), FRONT_END);

        assertThat(kept.size()).isEqualTo(6);
        for (int clip = 0; clip < kept.size(); clip++) {
            assertThat(kept.features(clip)).isEqualTo(fromAudio.features(clip));
            assertThat(kept.tags(clip)).isEqualTo(fromAudio.tags(clip));
        }
    }

    @Test
    void shouldNotWriteOverAnotherDataSet() throws IOException {
        write("set", 1);
        Map<String, String> before = bytes("set");
        Path own = Files.createDirectories(directory.resolve("own"));
        Files.writeString(own.resolve("tags.csv"), "filename,tags\na.wav,dog\n");

        assertThatThrownBy(() -> new MixtureWriter(pool(), 1)
                        .writeFeatures(set(), FRONT_END, directory.resolve("set"), done -> {}))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("already holds another data set");
        assertThatThrownBy(() -> write("own", 1)).hasMessageContaining("already holds another data set");

        assertThat(bytes("set")).isEqualTo(before);
        assertThat(bytes("own")).hasSize(1);
        write("set", 2);
        assertThat(bytes("set")).isEqualTo(before);
    }

    @Test
    void shouldFinishASetThatWasBrokenOff() throws IOException {
        write("whole", 1);
        Path inTheWay = Files.createDirectories(directory.resolve("half/mixtures.jsonl"));
        assertThatThrownBy(() -> write("half", 1)).isInstanceOf(DataException.class);
        Files.delete(inTheWay);

        assertThat(bytes("half")).containsKey("dataset.json").doesNotContainKey("tags.csv");
        write("half", 1);
        assertThat(bytes("half")).isEqualTo(bytes("whole"));
    }

    @Test
    void shouldRecordTheNamesOfThePaper() throws IOException {
        write("set", 2);

        List<String> records = Files.readAllLines(directory.resolve("set/mixtures.jsonl"));

        assertThat(records).hasSize(6);
        assertThat(records.get(0)).contains("\"mixture_name\"", "\"fold\"", "\"scene_audio_name\"", "\"events\"");
        assertThat(String.join("", records))
                .contains("\"event_audio_name\"", "\"event_label\"", "\"onset\"", "\"offset\"");
    }

    private void write(String name, int threads) {
        new MixtureWriter(pool(), threads).write(set(), directory.resolve(name), done -> {});
    }

    private MixtureSet set() {
        MixtureRecipe recipe = new FieldRecipe(corpus, Split.TRAIN, FieldSettings.of(Split.TRAIN));
        return new MixtureSet(6, clip -> recipe, corpus.labels(), 11, Map.of("style", "field"));
    }

    private static RecordingPool pool() {
        return new RecordingPool(SmallCorpus.RATE_HZ, 1 << 24);
    }

    private Map<String, String> bytes(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        Path root = directory.resolve(name);
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), new String(Files.readAllBytes(file), "ISO-8859-1"));
            }
        }
        return files;
    }
}
