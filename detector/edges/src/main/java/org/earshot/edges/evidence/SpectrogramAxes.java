package org.earshot.edges.evidence;

import static org.earshot.edges.evidence.SpectrogramPicture.LEFT;
import static org.earshot.edges.evidence.SpectrogramPicture.PLOT_HEIGHT;
import static org.earshot.edges.evidence.SpectrogramPicture.PLOT_WIDTH;
import static org.earshot.edges.evidence.SpectrogramPicture.RANGE_DB;
import static org.earshot.edges.evidence.SpectrogramPicture.TOP;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Locale;
import org.earshot.core.dsp.MelFilterBank;

/** What a {@link SpectrogramPicture} has around its plot: the event, seconds, hertz, decibels and a title. */
final class SpectrogramAxes {
    private static final int MOST_SECONDS_MARKED = 12;
    private static final int LEAST_PIXELS_BETWEEN_MARKS = 16;
    private static final int[] MARKED_HZ = {50, 125, 250, 500, 1_000, 2_000, 4_000, 8_000, 16_000};
    private static final Color EVENT = new Color(0x35d0ff);
    private static final Color INK = new Color(0xe8e8e8);

    private SpectrogramAxes() {}

    /** Draws them. @throws RuntimeException or an error if Java has no font to write with */
    static void draw(BufferedImage image, SpectrogramPicture.Content content) {
        Graphics2D pen = image.createGraphics();
        try {
            pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            drawEvent(pen, content);
            pen.setColor(INK);
            pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
            drawSeconds(pen, content);
            drawHertz(pen, content);
            drawDecibels(pen);
            drawTitle(pen, content);
        } finally {
            pen.dispose();
        }
    }

    private static void drawEvent(Graphics2D pen, SpectrogramPicture.Content content) {
        int onset = LEFT + content.x(content.onsetFrame());
        int offset = LEFT + content.x(content.offsetFrame());
        pen.setColor(EVENT);
        pen.fillRect(onset, TOP - 8, Math.max(2, offset - onset), 5);
        pen.setStroke(new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 4}, 0));
        pen.drawLine(onset, TOP, onset, TOP + PLOT_HEIGHT - 1);
        pen.drawLine(offset, TOP, offset, TOP + PLOT_HEIGHT - 1);
        pen.setStroke(new BasicStroke(1));
    }

    private static void drawSeconds(Graphics2D pen, SpectrogramPicture.Content content) {
        double step = 0.1;
        for (int i = 0; content.seconds() / step > MOST_SECONDS_MARKED; i++) {
            step *= i % 3 == 1 ? 2.5 : 2;
        }
        int baseline = TOP + PLOT_HEIGHT;
        for (int i = 0; i * step <= content.seconds(); i++) {
            int x = LEFT + content.x(i * step / content.frontEnd().frameSeconds());
            pen.drawLine(x, baseline, x, baseline + 5);
            centred(
                    pen,
                    step < 1 ? String.format(Locale.ROOT, "%.1f", i * step) : Long.toString(Math.round(i * step)),
                    x,
                    baseline + 21);
        }
        centred(pen, "time in s", LEFT + PLOT_WIDTH / 2, baseline + 44);
    }

    private static void drawHertz(Graphics2D pen, SpectrogramPicture.Content content) {
        double[] edges = new MelFilterBank(content.frontEnd()).edgesHz();
        int last = Integer.MAX_VALUE;
        for (int hz : MARKED_HZ) {
            int y = TOP + y(edges, hz);
            if (y < TOP || y > TOP + PLOT_HEIGHT || last - y < LEAST_PIXELS_BETWEEN_MARKS) {
                continue;
            }
            last = y;
            pen.drawLine(LEFT - 6, y, LEFT - 1, y);
            leftOf(pen, hz < 1_000 ? hz + " Hz" : hz / 1_000 + " kHz", LEFT - 10, y + 5);
        }
    }

    /**
     * The position of a frequency: a band's row has the frequency of its peak in the middle. May be outside of the
     * plot.
     */
    private static int y(double[] edges, double hz) {
        int above = 1;
        while (above < edges.length - 1 && edges[above] < hz) {
            above++;
        }
        double edge = above - 1 + (hz - edges[above - 1]) / (edges[above] - edges[above - 1]);
        int bands = edges.length - 2;
        return (int) Math.round(PLOT_HEIGHT * (1 - (edge - 0.5) / bands));
    }

    private static void drawDecibels(Graphics2D pen) {
        int x = LEFT + PLOT_WIDTH + 36;
        pen.drawString("0 dB", x, TOP + 10);
        pen.drawString("\u2212" + Math.round(RANGE_DB / 2), x, TOP + PLOT_HEIGHT / 2 + 5);
        pen.drawString("\u2212" + Math.round(RANGE_DB), x, TOP + PLOT_HEIGHT);
    }

    private static void drawTitle(Graphics2D pen, SpectrogramPicture.Content content) {
        double length = (content.offsetFrame() - content.onsetFrame())
                * content.frontEnd().frameSeconds();
        String mask = content.mask() == null ? "" : ", outline: mask of the label";
        String right =
                String.format(Locale.ROOT, "%s, %.2f s%s", cut(pen, content.source(), PLOT_WIDTH / 3), length, mask);
        int width = pen.getFontMetrics().stringWidth(right);
        leftOf(pen, right, LEFT + PLOT_WIDTH, TOP - 22);
        pen.setFont(pen.getFont().deriveFont(Font.BOLD, 20f));
        pen.drawString(cut(pen, content.label(), PLOT_WIDTH - width - 30), LEFT, TOP - 20);
    }

    private static String cut(Graphics2D pen, String text, int pixels) {
        FontMetrics metrics = pen.getFontMetrics();
        String left = text.length() > 200 ? text.substring(0, 200) : text;
        while (left.length() > 1 && metrics.stringWidth(left) > pixels) {
            left = left.substring(0, left.length() - 1);
        }
        return left.equals(text) ? text : left + "...";
    }

    private static void centred(Graphics2D pen, String text, int x, int baseline) {
        pen.drawString(text, x - pen.getFontMetrics().stringWidth(text) / 2, baseline);
    }

    private static void leftOf(Graphics2D pen, String text, int x, int baseline) {
        pen.drawString(text, x - pen.getFontMetrics().stringWidth(text), baseline);
    }
}
