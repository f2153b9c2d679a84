package org.earshot.app.listen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.earshot.core.dsp.MelFilterBank;
import org.earshot.core.model.FrontEnd;

/**
 * The last minute of a sound's log-mel frames in characters: time from left to right, the highest bands on top, the
 * denser the character the louder. The scale follows the sound: a blank is as loud as the quietest fifth of what is
 * shown, the densest character as the loudest, but at least {@value #LEAST_RANGE_DB} dB are between them, so that hiss
 * does not fill the picture.
 *
 * <p>For one thread.
 */
final class SpectrogramText {
    static final double SECONDS = 60;
    static final double LEAST_RANGE_DB = 30;

    private static final String DENSITIES = " .:-=+*#%@";
    private static final int GUTTER = 9;
    private static final double DB_PER_LOG = 20 / Math.log(10);
    private static final double QUIET_SHARE = 0.2;

    private final int rows;
    private final int columns;
    private final double framesPerColumn;
    private final int[] firstBand;
    private final double[] edgesHz;
    private final double[][] shown;
    private final double[] sum;
    private int summed;
    private long frames;
    private long filled;

    /**
     * @param width characters of a line
     * @param rows lines of the picture, without the line of times below it
     */
    SpectrogramText(FrontEnd frontEnd, int width, int rows) {
        this.rows = Math.min(rows, frontEnd.mels());
        this.columns = Math.max(10, width - GUTTER);
        this.framesPerColumn = SECONDS * frontEnd.rateHz() / frontEnd.hopSamples() / columns;
        this.firstBand = new int[this.rows + 1];
        for (int row = 0; row <= this.rows; row++) {
            firstBand[row] = row * frontEnd.mels() / this.rows;
        }
        this.edgesHz = new MelFilterBank(frontEnd).edgesHz();
        this.shown = new double[columns][];
        this.sum = new double[this.rows];
    }

    /** Takes the next frame. @param logMel [mels], natural logarithm of magnitudes */
    void add(float[] logMel) {
        for (int row = 0; row < rows; row++) {
            double bands = 0;
            for (int band = firstBand[row]; band < firstBand[row + 1]; band++) {
                bands += logMel[band];
            }
            sum[row] += DB_PER_LOG * bands / (firstBand[row + 1] - firstBand[row]);
        }
        summed++;
        frames++;
        if (frames >= (filled + 1) * framesPerColumn) {
            double[] column = new double[rows];
            for (int row = 0; row < rows; row++) {
                column[row] = sum[row] / summed;
            }
            Arrays.fill(sum, 0);
            summed = 0;
            while (frames >= (filled + 1) * framesPerColumn) {
                shown[(int) (filled++ % columns)] = column;
            }
        }
    }

    /** The picture, the newest column at the right end of each line; the last line says the times. */
    List<String> lines() {
        double[] scale = scale();
        List<String> lines = new ArrayList<>();
        for (int row = rows - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder(label(row));
            for (int c = 0; c < columns; c++) {
                long column = filled - columns + c;
                line.append(column < 0 ? ' ' : density(shown[(int) (column % columns)][row], scale));
            }
            lines.add(line.toString());
        }
        String past = "-" + (int) SECONDS + " s";
        lines.add(" ".repeat(GUTTER) + past + " ".repeat(Math.max(1, columns - past.length() - 3)) + "now");
        return lines;
    }

    /** Level of a blank and of the densest character, dB. */
    private double[] scale() {
        double[] all = Arrays.stream(shown)
                .filter(column -> column != null)
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        if (all.length == 0) {
            return new double[] {0, 1};
        }
        double quiet = all[(int) (QUIET_SHARE * (all.length - 1))];
        return new double[] {quiet, Math.max(all[all.length - 1], quiet + LEAST_RANGE_DB)};
    }

    private static char density(double db, double[] scale) {
        double share = (db - scale[0]) / (scale[1] - scale[0]);
        int step = (int) Math.round(share * (DENSITIES.length() - 1));
        return DENSITIES.charAt(Math.max(0, Math.min(DENSITIES.length() - 1, step)));
    }

    /** Every third line says the frequency in the middle of its bands. */
    private String label(int row) {
        if (row % 3 != 0 && row != rows - 1) {
            return " ".repeat(GUTTER - 1) + "|";
        }
        double hz = edgesHz[(firstBand[row] + firstBand[row + 1]) / 2 + 1];
        return String.format(Locale.ROOT, "%5.0f Hz|", hz);
    }
}
