package org.earshot.trainer.data.clips;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.SmallCorpus;
import org.earshot.trainer.data.sound.ClipAudio;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationPartTest {
    /** Two frames, so that many clips cost little. */
    private static final FrontEnd FRONT_END =
            new FrontEnd(16_000, 1024, 512, FrontEnd.WindowShape.HAMMING, 4, 50, 8_000, 1_024);

    @TempDir
    private Path directory;

    private Path audio;

    @BeforeEach
    void writeOneFile() {
        audio = directory.resolve("a.flac");
        ClipAudio.write(audio, new float[][] {SmallCorpus.noise(1, 1, 0.2)}, 16_000);
    }

    @Test
    void shouldTakeAboutOneInTwentyOfNamesThatAreAlike() {
        ValidationPart part = ValidationPart.of(clips(names(1000)));

        assertThat(part.part().length).isBetween(30, 70);
        assertThat(part.others()).hasSize(1000 - part.part().length).doesNotContain(part.part());
    }

    @Test
    void shouldKeepAClipInItsPartWhenRowsAreAddedAndSorted() {
        List<String> before = names(200);
        List<String> after = new ArrayList<>(names(300));
        Collections.shuffle(after, new Random(1));

        List<String> held = held(before);

        assertThat(held).isNotEmpty();
        assertThat(held(after).stream().filter(before::contains)).containsExactlyInAnyOrderElementsOf(held);
    }

    @Test
    void shouldNeverTakeNoneOrAll() {
        for (int count = 2; count <= 12; count++) {
            ValidationPart part = ValidationPart.of(clips(names(count)));
            assertThat(part.part()).isNotEmpty();
            assertThat(part.others()).isNotEmpty();
        }
    }

    private List<String> held(List<String> names) {
        return Arrays.stream(ValidationPart.of(clips(names)).part())
                .mapToObj(names::get)
                .toList();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "yard-" + i + ".wav").toList();
    }

    private ClipDataset clips(List<String> names) {
        List<Clip> clips = names.stream()
                .map(name -> Clip.weak(name, audio, List.of("dog")))
                .toList();
        return ClipDataset.of(
                new ClipCollection("test", directory, List.of("dog"), clips, String.join(",", names)), FRONT_END);
    }
}
