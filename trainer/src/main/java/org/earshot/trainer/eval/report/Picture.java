package org.earshot.trainer.eval.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A white image with the few drawing operations that the pictures of a card need. For one thread. */
final class Picture {
    static final Color INK = new Color(0x2b, 0x33, 0x3b);
    static final Color QUIET = new Color(0x9a, 0xa5, 0xb1);
    static final Color LOUD = new Color(0x1f, 0x6f, 0xb2);
    static final Color MARK = new Color(0xc0, 0x39, 0x2b);

    private final BufferedImage image;
    private final Graphics2D pen;

    Picture(int width, int height, String title) {
        this.image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        box(0, 0, width, height, Color.WHITE);
        pen.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        pen.setColor(INK);
        pen.drawString(title, 20, 28);
        pen.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    }

    void box(double x, double y, double width, double height, Color colour) {
        pen.setColor(colour);
        pen.fill(new Rectangle2D.Double(x, y, width, height));
    }

    void dot(double x, double y, Color colour) {
        pen.setColor(colour);
        pen.fill(new Ellipse2D.Double(x - 2, y - 2, 4, 4));
    }

    void line(double fromX, double fromY, double toX, double toY, Color colour) {
        pen.setColor(colour);
        pen.setStroke(new BasicStroke(colour == MARK ? 2 : 1));
        pen.draw(new Line2D.Double(fromX, fromY, toX, toY));
    }

    /** Text that ends at x, its middle at y. */
    void textBefore(String text, double x, double y) {
        text(text, x - pen.getFontMetrics().stringWidth(text), y, INK);
    }

    /** Text around x, its middle at y. */
    void textAround(String text, double x, double y, Color colour) {
        text(text, x - pen.getFontMetrics().stringWidth(text) / 2.0, y, colour);
    }

    /** Rotated text that rises and ends at (x, y). */
    void textRising(String text, double x, double y) {
        AffineTransform before = pen.getTransform();
        pen.translate(x, y);
        pen.rotate(-Math.PI / 4);
        text(text, -pen.getFontMetrics().stringWidth(text), 0, INK);
        pen.setTransform(before);
    }

    private void text(String text, double x, double y, Color colour) {
        pen.setColor(colour);
        pen.drawString(text, (float) x, (float) (y + pen.getFontMetrics().getAscent() / 2.0 - 1));
    }

    /** White at 0, {@link #LOUD} at 1. */
    static Color shade(double share) {
        double s = Math.max(0, Math.min(1, share));
        return new Color(
                (int) Math.round(255 + s * (LOUD.getRed() - 255)),
                (int) Math.round(255 + s * (LOUD.getGreen() - 255)),
                (int) Math.round(255 + s * (LOUD.getBlue() - 255)));
    }

    void save(Path file) {
        pen.dispose();
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
