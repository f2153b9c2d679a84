package org.earshot.app.listen;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;

class SpectrogramTextTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();
    private static final int ROWS = 8;
    private static final int WIDTH = 69;
    private static final int GUTTER = 9;

    @Test
    void shouldDrawATonesRowDenseAndTheOthersBlank() {
        SpectrogramText picture = new SpectrogramText(FRONT_END, WIDTH, ROWS);
        hear(picture, 10, 4_000);

        List<String> lines = picture.lines();

        assertThat(lines).hasSize(ROWS + 1).allMatch(line -> line.length() <= WIDTH);
        // Ten seconds of sixty are the last tenth and a bit of a line.
        String tone = lines.get(1).substring(GUTTER);
        assertThat(tone.substring(tone.length() - 8)).isEqualTo("@".repeat(8));
        assertThat(tone.substring(0, 48)).isBlank();
        assertThat(lines.get(6).substring(GUTTER)).isBlank();
    }

    @Test
    void shouldMoveOldSoundToTheLeftAndForgetItAfterAMinute() {
        SpectrogramText picture = new SpectrogramText(FRONT_END, WIDTH, ROWS);
        hear(picture, 5, 4_000);
        hear(picture, 40, 0);

        String moved = picture.lines().get(1).substring(GUTTER);
        hear(picture, 30, 0);
        String gone = picture.lines().get(1).substring(GUTTER);

        assertThat(moved.indexOf('@')).isBetween(14, 17);
        assertThat(moved.substring(25)).doesNotContain("@");
        assertThat(gone).doesNotContain("@");
    }

    @Test
    void shouldSayFrequenciesAndTimes() {
        List<String> lines = new SpectrogramText(FRONT_END, WIDTH, ROWS).lines();

        assertThat(lines.get(0)).matches(" {0,3}[67]\\d{3} Hz\\| *");
        assertThat(lines.get(ROWS)).contains("-60 s").endsWith("now");
    }

    /** A tone, or with frequency 0 silence. */
    private static void hear(SpectrogramText picture, int seconds, double hz) {
        float[] sound = new float[seconds * FRONT_END.rateHz()];
        for (int n = 0; n < sound.length && hz > 0; n++) {
            sound[n] = (float) (0.3 * Math.sin(2 * Math.PI * hz * n / FRONT_END.rateHz()));
        }
        float[] frames = LogMel.of(FRONT_END, sound);
        for (int at = 0; at < frames.length; at += FRONT_END.mels()) {
            picture.add(Arrays.copyOfRange(frames, at, at + FRONT_END.mels()));
        }
    }
}
