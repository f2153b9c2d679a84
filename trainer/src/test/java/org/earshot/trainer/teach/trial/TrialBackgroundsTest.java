package org.earshot.trainer.teach.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.corpus.Corpus;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Recording.Origin;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.earshot.trainer.data.corpus.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialBackgroundsTest {
    @TempDir
    private Path folder;

    private final List<Recording> recordings = new ArrayList<>();

    @BeforeEach
    void record() {
        add("rain", "a", Split.VALIDATION);
        add("rain", "a", Split.VALIDATION);
        add("rain", "b", Split.TEST);
        add("rain", "c", Split.TEST);
        add("wind", "d", Split.TEST);
        add("wind", "e", Split.TEST);
        add("sea", "f", Split.VALIDATION);
        add("night", "g", Split.TEST);
        add("rain", "h", Split.TRAIN);
        add("sea", "i", Split.TRAIN);
    }

    @Test
    void shouldMeasureAtAnotherPlace() throws Exception {
        TrialBackgrounds backgrounds = TrialBackgrounds.elsewhere(corpus());

        assertThat(names(backgrounds.given())).containsExactly("rain a 0", "rain a 1", "sea f 6");
        assertThat(names(backgrounds.measured()))
                .containsExactly("rain b 2", "rain c 3", "wind d 4", "wind e 5", "night g 7");
    }

    @Test
    void shouldMeasureOtherSourcesOfTheSameKinds() throws Exception {
        TrialBackgrounds backgrounds = TrialBackgrounds.samePlace(corpus());

        assertThat(names(backgrounds.given())).containsExactly("rain a 0", "rain a 1", "rain c 3", "wind d 4");
        assertThat(names(backgrounds.measured())).containsExactly("rain b 2", "wind e 5");
    }

    @Test
    void shouldSayThatNoKindHasTwoSources() throws Exception {
        recordings.removeIf(r -> !r.label().equals("sea"));

        Corpus corpus = corpus();

        assertThatThrownBy(() -> TrialBackgrounds.samePlace(corpus))
                .isInstanceOf(DataException.class)
                .hasMessage("corpus: no kind of background has two sources in the validation and test splits");
    }

    private void add(String kind, String source, Split split) {
        String name = kind + " " + source + " " + recordings.size();
        recordings.add(
                new Recording(name, folder.resolve(name), Role.BACKGROUND, kind, split, 5, new Origin("here", source)));
    }

    private Corpus corpus() throws Exception {
        return Corpus.read(SmallCorpus.write(folder.resolve("corpus"))).of(recordings);
    }

    private static List<String> names(List<Recording> some) {
        return some.stream().map(Recording::name).toList();
    }
}
