package org.earshot.trainer.eval.report;

import java.awt.Color;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipEvent;

/** A picture of a clip: its log-mel spectrogram below bars for the true events. Stateless. */
public final class MixturePicture {
    private static final int LEFT = 130;
    private static final int FRAME_WIDTH = 3;
    private static final int MEL_HEIGHT = 4;
    private static final int BAR = 22;
    private static final int TOP = 44;

    private MixturePicture() {}

    /**
     * Writes a PNG.
     *
     * @param title in one line
     * @param logMel [frames][mels]
     * @param events the true events; each label has its own row
     */
    public static void draw(String title, float[] logMel, FrontEnd frontEnd, List<ClipEvent> events, Path file) {
        int mels = frontEnd.mels();
        int frames = logMel.length / mels;
        List<String> labels =
                events.stream().map(ClipEvent::label).distinct().sorted().toList();
        int spectrumTop = TOP + BAR * Math.max(1, labels.size()) + 8;
        int width = frames * FRAME_WIDTH;
        int height = mels * MEL_HEIGHT;
        Picture picture = new Picture(LEFT + width + 20, spectrumTop + height + 40, title);
        double secondWidth = FRAME_WIDTH / frontEnd.frameSeconds();
        if (labels.isEmpty()) {
            picture.textBefore("no label", LEFT - 8, TOP + BAR / 2.0);
        }
        for (ClipEvent event : events) {
            double y = TOP + BAR * labels.indexOf(event.label());
            picture.textBefore(event.label(), LEFT - 8, y + BAR / 2.0);
            picture.box(
                    LEFT + event.onsetSeconds() * secondWidth,
                    y + 4,
                    Math.max(1, event.durationSeconds() * secondWidth),
                    BAR - 8,
                    Picture.MARK);
        }
        spectrum(picture, logMel, mels, spectrumTop);
        for (int second = 0; second * secondWidth <= width + 1; second++) {
            double x = LEFT + second * secondWidth;
            picture.line(x, spectrumTop + height, x, spectrumTop + height + 5, Picture.INK);
            picture.textAround(second + " s", x, spectrumTop + height + 18, Picture.INK);
        }
        picture.textBefore(Math.round(frontEnd.maxHz()) + " Hz", LEFT - 8, spectrumTop + 8);
        picture.textBefore(Math.round(frontEnd.minHz()) + " Hz", LEFT - 8, spectrumTop + height - 8);
        picture.save(file);
    }

    /** Darker for louder, from the 5th percentile to the maximum. */
    private static void spectrum(Picture picture, float[] logMel, int mels, int top) {
        float[] sorted = logMel.clone();
        Arrays.sort(sorted);
        double quiet = sorted[sorted.length / 20];
        double range = Math.max(1e-3, sorted[sorted.length - 1] - quiet);
        for (int i = 0; i < logMel.length; i++) {
            double share = Math.max(0, Math.min(1, (logMel[i] - quiet) / range));
            int grey = (int) Math.round(255 * (1 - share));
            picture.box(
                    LEFT + i / mels * FRAME_WIDTH,
                    top + (mels - 1 - i % mels) * MEL_HEIGHT,
                    FRAME_WIDTH,
                    MEL_HEIGHT,
                    new Color(grey, grey, grey));
        }
    }
}
