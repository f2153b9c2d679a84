package org.earshot.trainer.data.mix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.earshot.trainer.data.corpus.Recording;
import org.earshot.trainer.data.corpus.Split;
import org.junit.jupiter.api.Test;

class RecordingDrawTest {
    @Test
    void shouldDrawASourceOfManyFilesAsOftenAsOneOfAFew() {
        RecordingDraw draw = RecordingDraw.bySource(recordings(18, 2), Map.of());

        assertThat(shareOfFirst(draw)).isCloseTo(0.5, within(0.05));
    }

    @Test
    void shouldDrawByFileWhereAsked() {
        RecordingDraw draw = RecordingDraw.byFile(recordings(18, 2));

        assertThat(shareOfFirst(draw)).isCloseTo(0.9, within(0.05));
    }

    @Test
    void shouldDrawADataSetOfLessWeightLessOften() {
        RecordingDraw draw = RecordingDraw.bySource(recordings(18, 2), Map.of("set0", 0.25));

        assertThat(shareOfFirst(draw)).isCloseTo(0.2, within(0.05));
    }

    @Test
    void shouldStillDrawWhereEverySourceIsWeightedAway() {
        RecordingDraw draw = RecordingDraw.bySource(recordings(3, 3), Map.of("set0", 0.0, "set1", 0.0));

        assertThat(shareOfFirst(draw)).isCloseTo(0.5, within(0.05));
    }

    @Test
    void shouldFindAnotherRecordingOfTheSameSource() {
        RecordingDraw draw = RecordingDraw.byFile(recordings(18, 2));
        Recording second = recordings(18, 2).get(19);

        assertThat(IntStream.range(0, 50).mapToObj(i -> draw.like(second, new SplittableRandom(i))))
                .extracting(Recording::origin)
                .containsOnly(second.origin());
    }

    private static double shareOfFirst(RecordingDraw draw) {
        SplittableRandom random = new SplittableRandom(5);
        return IntStream.range(0, 2000)
                        .filter(i -> draw.next(random).origin().dataset().equals("set0"))
                        .count()
                / 2000.0;
    }

    private static List<Recording> recordings(int... filesPerSource) {
        List<Recording> recordings = new ArrayList<>();
        for (int source = 0; source < filesPerSource.length; source++) {
            for (int file = 0; file < filesPerSource[source]; file++) {
                String name = source + "-" + file;
                recordings.add(new Recording(
                        name,
                        Path.of(name),
                        Recording.Role.EVENT,
                        "dog",
                        Split.TRAIN,
                        1,
                        new Recording.Origin("set" + source, "take" + source)));
            }
        }
        return recordings;
    }
}
