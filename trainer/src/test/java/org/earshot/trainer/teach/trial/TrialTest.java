package org.earshot.trainer.teach.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.DataException;
import org.earshot.core.model.ModelFile;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.export.TinyModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldTryAKindWithAsManyRecordingsAsItHas() throws IOException {
        assertThat(trial(List.of(1, 3)).counts()).containsOnlyKeys("hum").containsEntry("hum", List.of(1));
        assertThat(lines).containsExactly("hum has 1 recordings to learn from: tried with [1]");
    }

    @Test
    void shouldRefuseAKindThatHasTooFewBeforeAnythingIsTaught() throws IOException {
        Trial trial = trial(List.of(3, 10));

        assertThatThrownBy(trial::run)
                .isInstanceOf(DataException.class)
                .hasMessage("corpus: hum has 1 recordings to learn from, not 3");
        assertThat(folder.resolve("output")).doesNotExist();
    }

    private Trial trial(List<Integer> examples) throws IOException {
        return new Trial(
                new Trial.Setup(
                        ModelFile.read(TinyModel.streaming(TinyModel.SEED), "tiny"),
                        SmallCorpus.write(folder.resolve("corpus")),
                        List.of("hum"),
                        examples,
                        1,
                        1,
                        false,
                        1,
                        1,
                        folder.resolve("output"),
                        1),
                lines::add);
    }
}
