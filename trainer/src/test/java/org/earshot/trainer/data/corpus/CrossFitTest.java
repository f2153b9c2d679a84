package org.earshot.trainer.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.data.corpus.Recording.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossFitTest {
    @TempDir
    private Path directory;

    private Corpus corpus;

    /** Six takes of a dog, two files each, the first for training; rains, winds, bells and cats for validation. */
    @BeforeEach
    void writeACorpus() throws IOException {
        StringBuilder manifest = new StringBuilder("path,role,label,split,duration_s,source_dataset,source_id\n");
        for (int i = 0; i < 12; i++) {
            row(manifest, "dog" + i, "event,dog", i < 2 ? "train" : "validation", "take" + i / 2);
        }
        for (int i = 0; i < 8; i++) {
            row(manifest, "bg" + i, i % 2 == 0 ? "background,rain" : "background,wind", "validation", "bg" + i);
            row(manifest, "di" + i, i < 4 ? "distractor,bell" : "distractor,cat", "validation", "di" + i);
        }
        row(manifest, "test", "event,dog", "test", "other");
        Files.writeString(directory.resolve("manifest.csv"), manifest.toString());
        corpus = Corpus.read(directory);
    }

    private void row(StringBuilder manifest, String name, String roleAndLabel, String split, String take)
            throws IOException {
        Files.writeString(directory.resolve(name + ".flac"), "");
        manifest.append(String.format("%s.flac,%s,%s,1.0,field,%s%n", name, roleAndLabel, split, take));
    }

    @Test
    void shouldLeaveEachValidationSourceToExactlyOnePart() {
        List<String> left = new ArrayList<>();
        for (String written : List.of("0/3", "1/3", "2/3")) {
            Corpus part = CrossFit.parse(written).of(corpus);
            Set<String> judged = ids(part, Split.VALIDATION);
            assertThat(judged).isNotEmpty();
            assertThat(ids(part, Split.TRAIN)).doesNotContainAnyElementsOf(judged);
            assertThat(part.recordings()).hasSameSizeAs(corpus.recordings());
            left.addAll(judged);
        }

        assertThat(left).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(ids(corpus, Split.VALIDATION));
    }

    @Test
    void shouldJudgeOnKindsOfBackgroundAndDistractorThatWereNotLearnt() {
        Corpus part = CrossFit.parse("0/2").of(corpus);

        for (Role role : List.of(Role.BACKGROUND, Role.DISTRACTOR)) {
            assertThat(part.recordings(role, Split.VALIDATION))
                    .extracting(Recording::label)
                    .containsOnly(role == Role.BACKGROUND ? "rain" : "bell");
            assertThat(part.recordings(role, Split.TRAIN))
                    .extracting(Recording::label)
                    .containsOnly(role == Role.BACKGROUND ? "wind" : "cat");
        }
    }

    @Test
    void shouldLearnFromAllPartsAndNeverFromTheTest() {
        Corpus all = CrossFit.parse("all").of(corpus);

        assertThat(all.recordings(Role.EVENT, Split.VALIDATION)).isEmpty();
        assertThat(all.recordings(Role.EVENT, Split.TRAIN)).hasSize(12);
        assertThat(all.recordings(Role.EVENT, Split.TEST)).hasSize(1);
    }

    @Test
    void shouldRefuseAPartThatIsNone() {
        for (String written : List.of("2/2", "-1/2", "0/1", "0", "a/b", "0/2/3", "")) {
            assertThatThrownBy(() -> CrossFit.parse(written))
                    .as(written)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("--cross-fit must be all, or K/N");
        }
    }

    private static Set<String> ids(Corpus corpus, Split split) {
        return corpus.recordings().stream()
                .filter(recording -> recording.split() == split)
                .map(recording -> recording.origin().id())
                .collect(Collectors.toSet());
    }
}
