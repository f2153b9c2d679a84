package org.earshot.edges.evidence;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.earshot.core.model.FrontEnd;

/**
 * Draws log-mel as a PNG of {@value #WIDTH} x {@value #HEIGHT} pixels, however long the sound is: seconds to the right, frequency
 * upwards, dark to bright over the 80 dB below the loudest; where an event's mask passes one half, its outline in white; the
 * event's onset and offset as upright lines, and a bar above.
 *
 * <pre>
 *  label                                source, length
 *  ------------ ====event==== ----------
 *  Hz |                                 | dB
 *     +------------- s -----------------+
 * </pre>
 *
 * <p>Where Java has no font to write with, the picture comes without axes. Stateless; safe for use by several threads.
 */
public final class SpectrogramPicture {
    /** Of the whole picture, in pixels. */
    static final int WIDTH = 1_200;

    /** Of the whole picture, in pixels. */
    static final int HEIGHT = 520;

    /** The area of the spectrogram itself, in pixels. */
    static final int LEFT = 80;

    static final int TOP = 56;
    static final int PLOT_WIDTH = 1_010;
    static final int PLOT_HEIGHT = 400;

    private static final float OUTLINE = 0.5f;
    private static final int OUTLINE_PIXELS = 2;
    /** Below the loudest all is black, dB. */
    static final double RANGE_DB = 80;

    private static final double DB_PER_NEPER = 20 / Math.log(10);
    private static final int SHADES = 256;

    private static final Color PAPER = new Color(0x16161c);
    private static final int WHITE = 0xffffff;

    private SpectrogramPicture() {}

    /**
     * What is drawn.
     *
     * @param frontEnd that made the frames
     * @param logMel [frames][mels] row-major, natural logarithm
     * @param mask [frames][mels] row-major, 0..1, or null
     * @param onsetFrame first frame of the event
     * @param offsetFrame frame after its last
     * @param label of the event
     * @param source of the event
     */
    public record Content(
            FrontEnd frontEnd,
            float[] logMel,
            float[] mask,
            int onsetFrame,
            int offsetFrame,
            String label,
            String source) {
        public Content {
            if (logMel.length == 0
                    || logMel.length % frontEnd.mels() != 0
                    || mask != null && mask.length != logMel.length) {
                throw new IllegalArgumentException(
                        "log-mel and mask must both be [frames][mels] with at least one frame");
            }
        }

        int frames() {
            return logMel.length / frontEnd.mels();
        }

        double seconds() {
            return frames() * frontEnd.frameSeconds();
        }

        /** First frame of a column of pixels. */
        private int frame(int x) {
            return (int) ((long) x * frames() / PLOT_WIDTH);
        }

        /** Frame after the last of a column. */
        private int frameAfter(int x) {
            return Math.max(frame(x) + 1, frame(x + 1));
        }

        private int band(int y) {
            return frontEnd.mels() - 1 - y * frontEnd.mels() / PLOT_HEIGHT;
        }

        int x(double frame) {
            return (int) Math.round(Math.max(0, Math.min(frames(), frame)) * PLOT_WIDTH / frames());
        }
    }

    /** @return the bytes of a PNG file */
    public static byte[] png(Content content) {
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        int[] palette = palette();
        fill(image, 0, 0, WIDTH, HEIGHT, PAPER.getRGB());
        image.setRGB(LEFT, TOP, PLOT_WIDTH, PLOT_HEIGHT, plot(content, palette), 0, PLOT_WIDTH);
        for (int y = 0; y < PLOT_HEIGHT; y++) {
            int shade = (SHADES - 1) * (PLOT_HEIGHT - 1 - y) / (PLOT_HEIGHT - 1);
            fill(image, LEFT + PLOT_WIDTH + 14, TOP + y, 16, 1, palette[shade]);
        }
        try {
            SpectrogramAxes.draw(image, content);
        } catch (RuntimeException | LinkageError | InternalError e) {
            // A Java without fonts fails in one of these ways; the sound is kept all the same.
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @return [rows][columns] of pixels: the sound, and over it the outline of the mask */
    private static int[] plot(Content content, int[] palette) {
        float loudest = Float.NEGATIVE_INFINITY;
        for (float value : content.logMel()) {
            loudest = Math.max(loudest, value);
        }
        int mels = content.frontEnd().mels();
        int[] shades = new int[PLOT_WIDTH * mels];
        boolean[] inside = new boolean[PLOT_WIDTH * mels];
        for (int x = 0; x < PLOT_WIDTH; x++) {
            for (int band = 0; band < mels; band++) {
                double db = (highest(content.logMel(), content, x, band) - loudest) * DB_PER_NEPER;
                shades[x * mels + band] =
                        palette[(int) Math.round((SHADES - 1) * (1 + Math.max(-RANGE_DB, db) / RANGE_DB))];
                inside[x * mels + band] =
                        content.mask() != null && highest(content.mask(), content, x, band) >= OUTLINE;
            }
        }
        int[] plot = new int[PLOT_WIDTH * PLOT_HEIGHT];
        for (int y = 0; y < PLOT_HEIGHT; y++) {
            for (int x = 0; x < PLOT_WIDTH; x++) {
                plot[y * PLOT_WIDTH + x] =
                        isOutline(content, inside, x, y) ? WHITE : shades[x * mels + content.band(y)];
            }
        }
        return plot;
    }

    /** The highest value of the frames of a column of pixels, so that a short sound is visible in a long clip. */
    private static float highest(float[] values, Content content, int x, int band) {
        float highest = Float.NEGATIVE_INFINITY;
        for (int frame = content.frame(x); frame < content.frameAfter(x); frame++) {
            highest = Math.max(highest, values[frame * content.frontEnd().mels() + band]);
        }
        return highest;
    }

    /** A pixel of the mask that has one outside of it near by. */
    private static boolean isOutline(Content content, boolean[] inside, int x, int y) {
        return isInside(content, inside, x, y)
                && !(isInside(content, inside, x - OUTLINE_PIXELS, y)
                        && isInside(content, inside, x + OUTLINE_PIXELS, y)
                        && isInside(content, inside, x, y - OUTLINE_PIXELS)
                        && isInside(content, inside, x, y + OUTLINE_PIXELS));
    }

    private static boolean isInside(Content content, boolean[] inside, int x, int y) {
        return x >= 0
                && x < PLOT_WIDTH
                && y >= 0
                && y < PLOT_HEIGHT
                && inside[x * content.frontEnd().mels() + content.band(y)];
    }

    private static int[] palette() {
        int[] palette = new int[SHADES];
        for (int i = 0; i < SHADES; i++) {
            float share = i / (SHADES - 1f);
            palette[i] = Color.HSBtoRGB(0.75f - 0.62f * share, 0.85f, share);
        }
        return palette;
    }

    private static void fill(BufferedImage image, int left, int top, int width, int height, int rgb) {
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                image.setRGB(x, y, rgb);
            }
        }
    }
}
