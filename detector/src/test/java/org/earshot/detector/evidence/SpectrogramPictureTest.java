package org.earshot.detector.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class SpectrogramPictureTest {
    @Test
    void shouldDrawLowBandsAtTheBottomAndTheLoudestBrightest() throws IOException {
        float[] logMel = new float[50 * 64];
        Arrays.fill(logMel, -18);
        logMel[25 * 64 + 5] = 0;

        BufferedImage image = draw(new SpectrogramPicture.Content(logMel, 64, null, 10, 40));

        assertThat(image.getWidth()).isEqualTo(100);
        assertThat(image.getHeight()).isEqualTo(192);
        assertThat(brightness(image, 51, 191 - 5 * 3)).isGreaterThan(200);
        assertThat(brightness(image, 51, 5 * 3)).isLessThan(10);
    }

    @Test
    void shouldOutlineTheMask() throws IOException {
        float[] mask = new float[50 * 64];
        for (int frame = 10; frame < 20; frame++) {
            Arrays.fill(mask, frame * 64 + 20, frame * 64 + 30, 0.9f);
        }
        float[] silence = new float[50 * 64];
        Arrays.fill(silence, 1, silence.length, -18);

        BufferedImage image = draw(new SpectrogramPicture.Content(silence, 64, mask, 0, 50));

        assertThat(image.getRGB(2 * 10, 191 - 25 * 3) & 0xffffff).isEqualTo(0xffffff);
        assertThat(brightness(image, 2 * 15, 191 - 25 * 3)).isLessThan(10);
    }

    @Test
    void shouldRefuseAMaskOfAnotherShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpectrogramPicture.Content(new float[64], 64, new float[63], 0, 1));
    }

    private static BufferedImage draw(SpectrogramPicture.Content content) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(SpectrogramPicture.png(content)));
    }

    private static int brightness(BufferedImage image, int x, int y) {
        int rgb = image.getRGB(x, y);
        return Math.max(rgb >> 16 & 0xff, Math.max(rgb >> 8 & 0xff, rgb & 0xff));
    }
}
