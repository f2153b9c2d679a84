package org.earshot.trainer.separation;

import java.util.List;
import org.earshot.core.dsp.LogMel;
import org.earshot.core.model.FrontEnd;
import org.earshot.trainer.data.clips.ClipEvent;

/**
 * The mask of a label computed from the known tracks of a mixture (Kong et al. 2019, section III-D), from the mel
 * magnitudes E of the label's events and S of everything else.
 *
 * @param binary [frames * mels] 20 log10(E / (S + 1e-8) + 1e-8) + 5 dB &gt; 0, in the frames of an event
 * @param ratio [frames * mels] E / (E + S)
 */
record IdealMasks(boolean[] binary, float[] ratio) {
    private static final double FLOOR = 1e-8;
    private static final double BIAS_DB = 5;

    /** @param events the label's events in the clip. @param label their sound. @param rest everything else */
    static IdealMasks of(FrontEnd frontEnd, List<ClipEvent> events, float[] label, float[] rest) {
        float[] logLabel = LogMel.of(frontEnd, label);
        float[] logRest = LogMel.of(frontEnd, rest);
        boolean[] binary = new boolean[logLabel.length];
        float[] ratio = new float[logLabel.length];
        for (int i = 0; i < binary.length; i++) {
            double e = magnitude(logLabel[i]);
            double s = magnitude(logRest[i]);
            boolean active = isActive(events, i / frontEnd.mels(), frontEnd.frameSeconds());
            binary[i] = active && 20 * Math.log10(e / (s + FLOOR) + FLOOR) + BIAS_DB > 0;
            ratio[i] = (float) (e / Math.max(e + s, FLOOR));
        }
        return new IdealMasks(binary, ratio);
    }

    private static double magnitude(float logMel) {
        return Math.max(0, Math.exp(logMel) - FLOOR);
    }

    private static boolean isActive(List<ClipEvent> events, int frame, double frameSeconds) {
        for (ClipEvent event : events) {
            if (frame >= Math.floor(event.onsetSeconds() / frameSeconds)
                    && frame <= Math.floor(event.offsetSeconds() / frameSeconds)) {
                return true;
            }
        }
        return false;
    }
}
