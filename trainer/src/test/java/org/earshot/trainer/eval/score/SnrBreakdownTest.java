package org.earshot.trainer.eval.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.Thresholds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnrBreakdownTest {
    private static final EventDecoder DECODER = new EventDecoder(EventDecoder.Mode.STREAM, RunRules.PAPER, 7);

    @TempDir
    Path folder;

    @Test
    void shouldCountFoundEventsByLevel() throws IOException {
        ScoredSet set = new ScoredSets()
                .clip(0.9f, new int[] {100, 150}, new int[] {90, 100, 150})
                .clip(0.9f, new int[] {100, 150}, new int[] {90, 200, 250})
                .clip(0.05f, new int[] {100, 150}, new int[] {90, 100, 150})
                .set();
        Path mixtures =
                Files.writeString(folder.resolve("mixtures.jsonl"), mixture(0, 12.5) + mixture(1, 3) + mixture(2, 4.9));

        SnrBreakdown levels = SnrBreakdown.of(mixtures, set, DECODER, List.of(Thresholds.PAPER));

        assertThat(levels.labels().get("dog"))
                .containsExactly(
                        new SnrBreakdown.Cell(2, 1, 0), new SnrBreakdown.Cell(0, 0, 0), new SnrBreakdown.Cell(1, 1, 1));
        assertThat(levels.all(0).events()).isEqualTo(2);
    }

    @Test
    void shouldAskTheTagsThatAStreamDecidesBy() throws IOException {
        ScoredSet set = new ScoredSets()
                .clip(0.9f, new int[] {100, 150}, new int[] {90, 100, 150})
                .taggedAsAWhole(0.05f)
                .set();
        Path mixtures = Files.writeString(folder.resolve("mixtures.jsonl"), mixture(0, 12.5));

        SnrBreakdown levels = SnrBreakdown.of(mixtures, set, DECODER, List.of(Thresholds.PAPER));

        assertThat(levels.all(2)).isEqualTo(new SnrBreakdown.Cell(1, 1, 1));
    }

    @Test
    void shouldHaveNothingToShowWithoutLevels() {
        ScoredSet set = new ScoredSets().clip(0.9f, new int[] {100, 150}).set();

        assertThat(SnrBreakdown.of(folder.resolve("none"), set, DECODER, List.of(Thresholds.PAPER))
                        .labels())
                .isEmpty();
    }

    private static String mixture(int clip, double snr) {
        return "{\"mixture_name\":\"" + clip + ".wav\",\"events\":[{\"event_label\":\"dog\",\"onset\":3.2,\"snr_db\":"
                + snr + "}]}\n";
    }
}
