package org.earshot.detector.evidence;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * Draws log-mel as a PNG: time to the right, low bands at the bottom, dark to bright over the picture's own range; where an
 * event's mask passes one half, its outline; the event's onset and offset as upright lines. Stateless; safe for use by several
 * threads.
 */
public final class SpectrogramPicture {
    private static final int FRAME_PIXELS = 2;
    private static final int BAND_PIXELS = 3;
    private static final float OUTLINE = 0.5f;
    /** Below the loudest by so many nepers all is black: 80 dB. */
    private static final float RANGE = (float) (80 / 20.0 * Math.log(10));

    private static final int OUTLINE_COLOUR = 0xffffff;
    private static final int EVENT_COLOUR = 0x35d0ff;

    private SpectrogramPicture() {}

    /**
     * What is drawn.
     *
     * @param logMel [frames][mels] row-major, natural logarithm
     * @param mels bands
     * @param mask [frames][mels] row-major, 0..1, or null
     * @param onsetFrame first frame of the event
     * @param offsetFrame frame after its last
     */
    public record Content(float[] logMel, int mels, float[] mask, int onsetFrame, int offsetFrame) {
        public Content {
            if (mels < 1
                    || logMel.length == 0
                    || logMel.length % mels != 0
                    || mask != null && mask.length != logMel.length) {
                throw new IllegalArgumentException(
                        "log-mel and mask must both be [frames][mels] with at least one frame");
            }
        }

        int frames() {
            return logMel.length / mels;
        }
    }

    /** @return the bytes of a PNG file */
    public static byte[] png(Content content) {
        int frames = content.frames();
        int mels = content.mels();
        var image = new BufferedImage(frames * FRAME_PIXELS, mels * BAND_PIXELS, BufferedImage.TYPE_INT_RGB);
        float loudest = Float.NEGATIVE_INFINITY;
        for (float value : content.logMel()) {
            loudest = Math.max(loudest, value);
        }
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int frame = x / FRAME_PIXELS;
                int band = mels - 1 - y / BAND_PIXELS;
                image.setRGB(
                        x, y, isOutline(content, frame, band) ? OUTLINE_COLOUR : colour(content, frame, band, loudest));
            }
        }
        upright(image, content.onsetFrame() * FRAME_PIXELS);
        upright(image, content.offsetFrame() * FRAME_PIXELS - 1);
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static int colour(Content content, int frame, int band, float loudest) {
        float share = 1 + (content.logMel()[frame * content.mels() + band] - loudest) / RANGE;
        float bounded = Math.max(0, Math.min(1, share));
        return Color.HSBtoRGB(0.75f - 0.62f * bounded, 0.85f, bounded);
    }

    /** A bin of the mask that has a neighbour outside of it. */
    private static boolean isOutline(Content content, int frame, int band) {
        return inside(content, frame, band)
                && !(inside(content, frame - 1, band)
                        && inside(content, frame + 1, band)
                        && inside(content, frame, band - 1)
                        && inside(content, frame, band + 1));
    }

    private static boolean inside(Content content, int frame, int band) {
        return content.mask() != null
                && frame >= 0
                && frame < content.frames()
                && band >= 0
                && band < content.mels()
                && content.mask()[frame * content.mels() + band] >= OUTLINE;
    }

    private static void upright(BufferedImage image, int x) {
        if (x >= 0 && x < image.getWidth()) {
            for (int y = 0; y < image.getHeight(); y += 2) {
                image.setRGB(x, y, EVENT_COLOUR);
            }
        }
    }
}
