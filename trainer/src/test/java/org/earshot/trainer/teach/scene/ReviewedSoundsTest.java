package org.earshot.trainer.teach.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.earshot.trainer.data.corpus.Split;
import org.junit.jupiter.api.Test;

class ReviewedSoundsTest {
    @Test
    void shouldTellExamplesFromOtherSoundsAndFromWhatNobodyKnows() {
        Recording dog = recording("confirmed-dog", Role.EVENT, "dog");
        Recording siren = recording("dog-that-was-siren", Role.EVENT, "siren");
        Recording noDog = recording("refuted-dog", Role.DISTRACTOR, "dog");
        Recording noSiren = recording("refuted-siren", Role.DISTRACTOR, "siren");

        ReviewedSounds sounds = ReviewedSounds.of(List.of(dog, siren, noDog, noSiren), "dog");

        assertThat(sounds.examples()).containsExactly(dog);
        assertThat(sounds.not()).containsExactly(siren, noDog);
    }

    private static Recording recording(String name, Role role, String label) {
        return new Recording(name, Path.of(name + ".flac"), role, label, Split.TRAIN, 1);
    }
}
