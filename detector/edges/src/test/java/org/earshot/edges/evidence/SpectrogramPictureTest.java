package org.earshot.edges.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.earshot.edges.evidence.SpectrogramPicture.HEIGHT;
import static org.earshot.edges.evidence.SpectrogramPicture.LEFT;
import static org.earshot.edges.evidence.SpectrogramPicture.PLOT_HEIGHT;
import static org.earshot.edges.evidence.SpectrogramPicture.PLOT_WIDTH;
import static org.earshot.edges.evidence.SpectrogramPicture.TOP;
import static org.earshot.edges.evidence.SpectrogramPicture.WIDTH;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpectrogramPictureTest {
    private static final FrontEnd FRONT_END = FrontEnd.wide16k();

    @Test
    void shouldDrawLowBandsAtTheBottomAndTheLoudestBrightest() throws IOException {
        float[] logMel = silence(50);
        logMel[25 * 64 + 5] = 0;

        BufferedImage image = draw(logMel, null, 10, 40);

        assertThat(brightness(image, x(25.5, 50), y(5.5))).isGreaterThan(200);
        assertThat(brightness(image, x(25.5, 50), y(58.5))).isLessThan(10);
    }

    @Test
    void shouldOutlineTheMask() throws IOException {
        float[] mask = new float[50 * 64];
        for (int frame = 10; frame < 20; frame++) {
            Arrays.fill(mask, frame * 64 + 20, frame * 64 + 30, 0.9f);
        }
        float[] logMel = silence(50);
        logMel[0] = 0;

        BufferedImage image = draw(logMel, mask, 0, 50);

        assertThat(image.getRGB(x(10, 50) + 1, y(25)) & 0xffffff).isEqualTo(0xffffff);
        assertThat(image.getRGB(x(15, 50), y(30) + 1) & 0xffffff).isEqualTo(0xffffff);
        assertThat(brightness(image, x(15, 50), y(25))).isLessThan(10);
        assertThat(brightness(image, x(25, 50), y(25))).isLessThan(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 311, 20_000})
    void shouldHaveOneSizeHoweverLongTheSoundIs(int frames) throws IOException {
        float[] logMel = silence(frames);
        logMel[frames / 2 * 64 + 5] = 0;

        BufferedImage image = draw(logMel, null, 0, frames);

        assertThat(image.getWidth()).isEqualTo(WIDTH);
        assertThat(image.getHeight()).isEqualTo(HEIGHT);
        assertThat(brightness(image, x(frames / 2 + 0.5, frames), y(5.5))).isGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({"250", "1000", "4000"})
    void shouldMarkAToneAtItsFrequency(int hz) throws IOException {
        float[] tone = new float[32_000];
        for (int n = 0; n < tone.length; n++) {
            tone[n] = (float) (0.5 * Math.sin(2 * Math.PI * hz * n / FRONT_END.rateHz()));
        }
        float[] logMel = LogMel.of(FRONT_END, tone);

        BufferedImage image = draw(logMel, null, 0, logMel.length / 64);

        int loudest = TOP;
        for (int y = TOP; y < TOP + PLOT_HEIGHT; y++) {
            loudest = brightness(image, LEFT + 500, y) > brightness(image, LEFT + 500, loudest) ? y : loudest;
        }
        assertThat(nearestMark(image, loudest + 3)).isLessThanOrEqualTo(8);
    }

    @Test
    void shouldWriteAxesTitleAndEventAround() throws IOException {
        BufferedImage image = draw(silence(311), null, 100, 200);

        assertThat(inked(image, LEFT, 0, PLOT_WIDTH, TOP - 12)).as("title").isGreaterThan(200);
        assertThat(inked(image, 0, TOP, LEFT - 8, PLOT_HEIGHT)).as("Hz").isGreaterThan(200);
        assertThat(inked(image, LEFT, TOP + PLOT_HEIGHT + 8, PLOT_WIDTH, 40))
                .as("s")
                .isGreaterThan(200);
        assertThat(image.getRGB(x(150, 311), TOP - 6) & 0xffffff).isEqualTo(0x35d0ff);
        assertThat(image.getRGB(x(250, 311), TOP - 6) & 0xffffff).isNotEqualTo(0x35d0ff);
    }

    @Test
    void shouldTakeAnyLabelAndSource() throws IOException {
        var content = new SpectrogramPicture.Content(
                FRONT_END, silence(10), null, 0, 400, "ガラス ".repeat(300), "\u0001<b>" + "x".repeat(256));

        assertThat(ImageIO.read(new ByteArrayInputStream(SpectrogramPicture.png(content)))
                        .getWidth())
                .isEqualTo(WIDTH);
    }

    @Test
    void shouldRefuseAMaskOfAnotherShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new SpectrogramPicture.Content(FRONT_END, new float[64], new float[63], 0, 1, "dog", "gate"));
    }

    private static BufferedImage draw(float[] logMel, float[] mask, int onset, int offset) throws IOException {
        var content = new SpectrogramPicture.Content(FRONT_END, logMel, mask, onset, offset, "glass_breaking", "gate");
        return ImageIO.read(new ByteArrayInputStream(SpectrogramPicture.png(content)));
    }

    private static float[] silence(int frames) {
        float[] logMel = new float[frames * 64];
        Arrays.fill(logMel, -18);
        return logMel;
    }

    private static int x(double frame, int frames) {
        return LEFT + (int) (frame * PLOT_WIDTH / frames);
    }

    private static int y(double band) {
        return TOP + (int) (PLOT_HEIGHT * (1 - band / 64));
    }

    /** Pixels from a row to the nearest mark of the frequency axis. */
    private static int nearestMark(BufferedImage image, int row) {
        for (int away = 0; away < PLOT_HEIGHT; away++) {
            if (brightness(image, LEFT - 3, row - away) > 200 || brightness(image, LEFT - 3, row + away) > 200) {
                return away;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static long inked(BufferedImage image, int left, int top, int width, int height) {
        long inked = 0;
        for (int x = left; x < left + width; x++) {
            for (int y = top; y < top + height; y++) {
                inked += brightness(image, x, y) > 100 ? 1 : 0;
            }
        }
        return inked;
    }

    private static int brightness(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return Math.max(rgb >> 16 & 0xff, Math.max(rgb >> 8 & 0xff, rgb & 0xff));
    }
}
