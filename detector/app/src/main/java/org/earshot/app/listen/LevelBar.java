package org.earshot.app.listen;

import java.util.Locale;
import org.earshot.core.audio.LevelMeter;

/**
 * A level in characters, such as {@code -34.2 dBFS [##########----|---------]}: filled up to the root mean square, with a mark
 * at the largest sample. The bar reaches from {@value #LOWEST_DBFS} to 0 dBFS. Immutable.
 *
 * @param levelDbfs root mean square
 * @param peakDbfs largest sample
 * @param clipped true if a sample was at full scale
 */
record LevelBar(double levelDbfs, double peakDbfs, boolean clipped) {
    static final int LOWEST_DBFS = -80;

    /** What a meter has measured since its last reset. */
    static LevelBar of(LevelMeter meter) {
        return new LevelBar(meter.levelDbfs(), meter.peakDbfs(), meter.clippedShare() > 0);
    }

    /** @param width characters of the bar itself, without its brackets */
    String text(int width) {
        StringBuilder bar = new StringBuilder(width);
        int full = at(levelDbfs, width);
        int peak = Math.max(0, at(peakDbfs, width) - 1);
        for (int i = 0; i < width; i++) {
            bar.append(i == peak && peakDbfs > LOWEST_DBFS ? '|' : i < full ? '#' : '-');
        }
        return String.format(Locale.ROOT, "%6.1f dBFS [%s]%s", levelDbfs, bar, clipped ? " clipped" : "");
    }

    private static int at(double dbfs, int width) {
        return (int) Math.round(width * Math.max(0, Math.min(1, 1 - dbfs / LOWEST_DBFS)));
    }
}
