package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.clips.ClipDataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRecordTest {
    private static final Map<String, Object> RECORD = Map.of(
            "training_clips", 95, "validation_clips", 5, "corpus_sha256", "a", DataRecord.HELD_OUT, DataRecord.BY_NAME);

    @Test
    void shouldLetARunGoOnWithItsOwnClips() {
        assertThatCode(() -> DataRecord.requireSame(RECORD, with("data_set", "moved")))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldNotLetARunGoOnWithOtherClips() {
        RECORD.keySet()
                .forEach(key -> assertThatThrownBy(() -> DataRecord.requireSame(RECORD, with(key, "other")))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining("this run began with other clips: " + key + " was " + RECORD.get(key)
                                + " and is other"));
    }

    @Test
    void shouldNotLetARunGoOnThatChoseItsValidationClipsByTheirRows() {
        Map<String, Object> older = new HashMap<>(RECORD);
        older.remove(DataRecord.HELD_OUT);

        assertThatThrownBy(() -> DataRecord.requireSame(older, RECORD))
                .hasMessageContaining("validation_clips_chosen was not known and is by name");
    }

    /** A hash of the same clips that is another one in a later version would keep its runs from going on. */
    @Test
    void shouldHashTheRowsOfClipsAlikeInEveryVersion(@TempDir Path folder) throws IOException {
        TinyClips.in(folder, 4);
        Files.writeString(folder.resolve("events.tsv"), """
                filename\tonset\toffset\tevent_label
                00000.wav\t0.1\t0.25\tlow
                00000.wav\t0.2\t0.5\thigh
                """);
        ClipDataset clips = ClipDataset.open(folder, TinyClips.FRONT_END);

        assertThat(DataRecord.of(folder, clips, clips.subset(new int[] {1})))
                .containsEntry(DataRecord.CLIPS, "647ac8304df10b7f2eb458353231c9491b8d9ac3f5e8e5c39e23aea43ceba494");
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> changed = new HashMap<>(RECORD);
        changed.put(key, value);
        return changed;
    }
}
