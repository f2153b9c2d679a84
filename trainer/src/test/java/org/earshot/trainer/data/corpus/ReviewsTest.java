package org.earshot.trainer.data.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.model.DataException;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.mix.RecordingPool;
import org.earshot.trainer.data.sound.ClipAudio;
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

        List<Recording> recordings = Reviews.recordings(reviews, evidence, 3, Split.TRAIN);

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

        assertThat(Reviews.recordings(reviews, evidence, 3, Split.TRAIN))
                .singleElement()
                .satisfies(r -> assertThat(r.role()).isEqualTo(Recording.Role.DISTRACTOR));
    }

    @Test
    void shouldTakeAnEventForWhatItWasSaidToBe() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-2","label":"hiss","verdict":false,"heard":"beep"}
                {"event_id":"id-1","label":"beep","verdict":true,"heard":""}
                """);

        List<Recording> recordings = Reviews.recordings(reviews, evidence, 3, Split.TRAIN);

        assertThat(recordings).extracting(Recording::role).containsOnly(Recording.Role.EVENT);
        assertThat(recordings).extracting(Recording::label).containsExactly("beep", "beep");
    }

    @Test
    void shouldForgetWhatWasTakenBack() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-1","label":"beep","verdict":true}
                {"event_id":"id-3","label":"beep","verdict":true}
                {"event_id":"id-3","label":"beep","verdict":"withdrawn"}
                """);

        assertThat(Reviews.recordings(reviews, evidence, 3, Split.TRAIN)).hasSize(1);
    }

    /** The first line is one that the live page wrote, with the id of another event. */
    @Test
    void shouldCutWhatThePageWroteToTheEvent() throws IOException {
        float[] sound = SmallCorpus.tone(500, 8.52);
        ClipAudio.write(evidence.resolve("id-4.flac"), new float[][] {sound}, SmallCorpus.RATE_HZ);
        ClipAudio.write(evidence.resolve("id-4.separated.flac"), new float[][] {new float[9]}, SmallCorpus.RATE_HZ);
        ClipAudio.write(
                evidence.resolve("id-5.flac"), new float[][] {SmallCorpus.tone(500, 3.472)}, SmallCorpus.RATE_HZ);
        Files.writeString(reviews, """
                {"event_id":"id-4","phase":"ENDED","source_id":"yard.north","epoch_id":"3a7813f7-b304-4eb8-8d9c-af60ad025670","label":"beep","onset":"2026-11-22T23:47:18.900516Z","offset":"2026-11-22T23:47:22.388516Z","onset_sample":514048,"offset_sample":569856,"score":0.90007377,"mean_score":0.8127385,"tag":0.7000747,"gate":0.4006324,"high":0.75,"low":0.15,"valid_fraction":1.0,"level_dbfs":-18.66145,"model_name":"earshot-light","model_version":"0.1.0","model_sha256":"858ebe8f","emitted_at":"2026-11-22T23:47:10.665Z","evidence_uri":"file:///tmp/id-4.flac","evidence_sha256":"fcaade31","verdict":true,"reviewed_at":"2026-11-22T23:47:27.432839479Z"}
                {"event_id":"id-5","label":"hiss","onset":"2026-11-22T23:46:47.604516Z","offset":"2026-11-22T23:46:48.244516Z","onset_sample":39936,"offset_sample":70656,"verdict":false}
                {"event_id":"id-3","label":"beep","onset":"2026-11-22T23:46:47Z","offset":"2026-11-22T23:47:57Z","onset_sample":160000,"offset_sample":1280000,"verdict":true}
                """);

        List<Recording> recordings = Reviews.recordings(reviews, evidence, 3, Split.TRAIN);

        assertThat(recordings)
                .extracting(Recording::durationSeconds)
                .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-3 ? 0 : 1, Double.class)
                .containsExactly(3.488, 0.64, 1.5);
        assertThat(recordings.get(1).excerpt().fromSeconds()).isCloseTo(0.832, within(1e-6));
        assertThat(recordings.get(2).excerpt()).isEqualTo(Recording.Excerpt.WHOLE);
        float[] taken = new RecordingPool(SmallCorpus.RATE_HZ, 1 << 20).samples(recordings.get(0));
        assertThat(taken).hasSize((int) (3.488 * SmallCorpus.RATE_HZ));
        assertThat(taken[11]).isCloseTo(sound[3 * SmallCorpus.RATE_HZ + 11], within(1e-3f));
    }

    @Test
    void shouldPassOverEventsWhoseAudioIsNoLongerKept() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-8","label":"beep","verdict":true}
                {"event_id":"id-1","label":"beep","verdict":true}
                """);

        assertThat(Reviews.recordings(reviews, evidence, 3, Split.TRAIN)).hasSize(1);
    }

    @Test
    void shouldSayWhenNoEventHasAudio() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-8","label":"beep","verdict":true}
                {"event_id":"id-9","label":"beep","verdict":true}
                """);

        assertThatThrownBy(() -> Reviews.recordings(reviews, evidence, 3, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("2 of 2")
                .hasMessageContaining("id-8");
    }

    @Test
    void shouldSayWhichLineIsNoReview() throws IOException {
        Files.writeString(reviews, "{\"event_id\":\"id-1\",\"label\":\"beep\"}\n");

        assertThatThrownBy(() -> Reviews.recordings(reviews, evidence, 3, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void shouldSayWhichTimeIsNone() throws IOException {
        Files.writeString(reviews, """
                {"event_id":"id-1","label":"beep","verdict":true,"onset":"noon","offset":"one","onset_sample":1}
                """);

        assertThatThrownBy(() -> Reviews.recordings(reviews, evidence, 3, Split.TRAIN))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 1: onset and offset must be times");
    }

    @Test
    void shouldJoinReviewedEventsToACorpusOfTheirLabels() throws IOException {
        Corpus corpus = Corpus.read(SmallCorpus.write(directory.resolve("corpus")));
        Recording known = new Recording("a", directory, Recording.Role.EVENT, "beep", Split.TRAIN, 1);
        Recording unknown = new Recording("b", directory, Recording.Role.EVENT, "moo", Split.TRAIN, 1);

        assertThat(corpus.with(List.of(known)).recordings(Recording.Role.EVENT, Split.TRAIN))
                .hasSize(6);
        assertThatThrownBy(() -> corpus.with(List.of(unknown))).hasMessageContaining("\"moo\" is not in the corpus");
    }
}
