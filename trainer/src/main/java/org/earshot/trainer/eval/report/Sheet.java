package org.earshot.trainer.eval.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;

/**
 * A picture for print: charts side by side on white, two pixels to the point, so that a page's width has 300 dpi and
 * more. Its colours are those of Okabe and Ito (2008), which people of every kind of colour vision tell apart; what a
 * colour says, a shape says too.
 */
public final class Sheet {
    /** Points across and down. */
    public static final int WIDTH = 1000;

    public static final int HEIGHT = 600;

    public static final Color BLACK = Color.BLACK;
    public static final Color ORANGE = new Color(0xe6, 0x9f, 0x00);
    public static final Color SKY = new Color(0x56, 0xb4, 0xe9);
    public static final Color GREEN = new Color(0x00, 0x9e, 0x73);
    public static final Color BLUE = new Color(0x00, 0x72, 0xb2);
    public static final Color VERMILION = new Color(0xd5, 0x5e, 0x00);
    public static final Color PURPLE = new Color(0xcc, 0x79, 0xa7);

    private static final int PIXELS = 2;
    private static final Color GRID = new Color(0xd9, 0xd9, 0xd9);

    private Sheet() {}

    /** Text that is read in print, light grid lines, no frames. */
    public static void style(AxesChartStyler style, int textSize) {
        Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, textSize);
        style.setAxisTickLabelsFont(plain);
        style.setAxisTitleFont(plain);
        style.setLegendFont(plain);
        style.setAnnotationTextFont(plain);
        style.setChartTitleFont(plain.deriveFont(Font.BOLD));
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setLegendBorderColor(Color.WHITE);
        style.setPlotGridLinesColor(GRID);
        style.setPlotGridLinesStroke(new BasicStroke(1));
        style.setErrorBarsColor(BLACK);
    }

    /** Saves a chart of {@link #WIDTH} by {@link #HEIGHT} as PNG. */
    public static void save(Chart<?, ?> chart, Path file) {
        save(List.of(chart), 1, HEIGHT, file);
    }

    /**
     * Saves charts as PNG, {@link #WIDTH} across.
     *
     * @param columns charts beside each other
     * @param height of each, in points
     */
    public static void save(List<? extends Chart<?, ?>> charts, int columns, int height, Path file) {
        int width = WIDTH / columns;
        int rows = (charts.size() + columns - 1) / columns;
        BufferedImage image = new BufferedImage(WIDTH * PIXELS, rows * height * PIXELS, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, image.getWidth(), image.getHeight());
        pen.scale(PIXELS, PIXELS);
        for (int i = 0; i < charts.size(); i++) {
            Graphics2D place = (Graphics2D) pen.create(i % columns * width, i / columns * height, width, height);
            charts.get(i).paint(place, width, height);
            place.dispose();
        }
        pen.dispose();
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
