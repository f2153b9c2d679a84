package org.earshot.trainer.app;

import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.ModelException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the window of an activity curve: {@code 0}, {@code 15}, or {@code 19:4} with the frames that lie ahead. */
final class WindowOption implements ITypeConverter<ActivityCurve> {
    @Override
    public ActivityCurve convert(String written) {
        String[] parts = written.split(":", 2);
        try {
            int frames = Integer.parseInt(parts[0]);
            if (parts.length == 2) {
                return ActivityCurve.windowed(frames, Integer.parseInt(parts[1]));
            }
            return frames == 0 ? ActivityCurve.graph() : ActivityCurve.windowed(frames);
        } catch (NumberFormatException | ModelException e) {
            throw new TypeConversionException("'" + written
                    + "' is not a window; give an odd number of frames, optionally :FRAMES for how many of them lie"
                    + " ahead, or 0");
        }
    }

    /** In the form that {@link #convert} reads. */
    static String written(ActivityCurve curve) {
        return curve.isCentred()
                ? Integer.toString(curve.windowFrames())
                : curve.windowFrames() + ":" + curve.aheadFrames();
    }
}
