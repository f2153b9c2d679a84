package org.earshot.trainer.train;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.junit.jupiter.api.Test;

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

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> changed = new HashMap<>(RECORD);
        changed.put(key, value);
        return changed;
    }
}
