package org.earshot.trainer.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.earshot.detector.model.DataException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewsTest {
    @TempDir
    private Path directory;

    private Path reviews;
    private Path evidence;

    @BeforeEach
    void keepThreeEvents() throws IOException {
        reviews = directory.resolve("reviews.ndjson");
        evidence = Files.createDirectories(directory.resolve("evidence/yard"));
        for (String id : List.of("id-1", "id-2", "id-3")) {
            Path file = evidence.resolve("beep-" + id + ".flac");
            ClipAudio.write(file, new float[][] {SmallCorpus.tone(500, 1.5)}, SmallCorpus.RATE_HZ);
        }
        evidence = directory.resolve("evidence");
    }

    @Test
    void shouldTakeConfirmedEventsAsEventsAndRefutedOnesAsDistractors() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-1","label":"beep","verdict":true,"source_id":"yard"}
                {"event_id":"id-2","label":"hiss","verdict":false,"source_id":"yard"}
                """);

        List<Recording> recordings = Reviews.recordings(reviews, evidence, Split.TRAIN);

        assertThat(recordings)
                .extracting(Recording::role)
                .containsExactly(Recording.Role.EVENT, Recording.Role.DISTRACTOR);
        assertThat(recordings).extracting(Recording::label).containsExactly("beep", "hiss");
        assertThat(recordings.get(0).durationSeconds()).isCloseTo(1.5, within(1e-3));
    }

    @Test
    void shouldLetTheLastWordOnAnEventCount() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-3","label":"beep","verdict":true}
                {"event_id":"id-3","label":"beep","verdict":"false"}
                """);

        assertThat(Reviews.recordings(reviews, evidence, Split.TRAIN))
                .singleElement()
                .satisfies(r -> assertThat(r.role()).isEqualTo(Recording.Role.DISTRACTOR));
    }

    @Test
    void shouldListEventsWithoutAudio() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-8","label":"beep","verdict":true}
                {"event_id":"id-9","label":"beep","verdict":true}
                """);

        assertThatThrownBy(() -> Reviews.recordings(reviews, evidence, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("id-8")
                .hasMessageContaining("id-9");
    }

    @Test
    void shouldSayWhichLineIsNoReview() throws IOException {
        Files.writeString(reviews, "{\"event_id\":\"id-1\",\"label\":\"beep\"}\n");

        assertThatThrownBy(() -> Reviews.recordings(reviews, evidence, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void shouldJoinReviewedEventsToACorpusOfTheirLabels() throws IOException {
        Corpus corpus = Corpus.read(SmallCorpus.write(directory.resolve("corpus")));
        Recording known = new Recording("a", directory, Recording.Role.EVENT, "beep", Split.TRAIN, 1);
        Recording unknown = new Recording("b", directory, Recording.Role.EVENT, "moo", Split.TRAIN, 1);

        assertThat(corpus.with(List.of(known)).recordings(Recording.Role.EVENT, Split.TRAIN))
                .hasSize(6);
        assertThatThrownBy(() -> corpus.with(List.of(unknown))).hasMessageContaining("\"moo\" is none of the corpus");
    }
}
