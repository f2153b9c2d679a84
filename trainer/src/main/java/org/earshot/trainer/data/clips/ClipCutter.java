package org.earshot.trainer.data.clips;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Chooses the part of a clip that becomes a short training clip: around one of its known events, or anywhere.
 *
 * <p>Immutable.
 *
 * @param frames length of the part
 * @param aroundEvents share of the parts that are placed so that they overlap a known event
 * @param contextFrames frames of the clip that must lie before and after the part
 */
public record ClipCutter(int frames, double aroundEvents, int contextFrames) {
    public static final double RECIPE_SHARE = 0.85;

    /** Cuts parts of clips of {@code clipFrames}, with as much of the context as they have room for. */
    public static ClipCutter within(int clipFrames, int frames, double aroundEvents, int contextFrames) {
        int most = Math.min(frames == 0 ? clipFrames : frames, clipFrames);
        return new ClipCutter(most, aroundEvents, Math.min(contextFrames, (clipFrames - most) / 2));
    }

    /** Frames of the part and of its context. */
    public int heardFrames() {
        return frames + 2 * contextFrames;
    }

    /** First frame of the part, not of its context. */
    public int start(ClipDataset dataset, int clip, RandomGenerator random) {
        int last = dataset.frames() - frames - contextFrames;
        if (last <= contextFrames) {
            return contextFrames;
        }
        List<ClipEvent> events = dataset.ownEvents(clip);
        if (events.isEmpty()) {
            events = dataset.events(clip);
        }
        if (events.isEmpty() || random.nextDouble() >= aroundEvents) {
            return random.nextInt(contextFrames, last + 1);
        }
        ClipEvent event = events.get(random.nextInt(events.size()));
        double frame = dataset.frontEnd().frameSeconds();
        double onset = event.onsetSeconds() / frame;
        double offset = event.offsetSeconds() / frame;
        double least = Math.min(10, (offset - onset) / 2);
        int from = (int) Math.ceil(onset + least - frames);
        int to = (int) Math.floor(offset - least);
        int start = from + random.nextInt(Math.max(1, to - from + 1));
        return Math.max(contextFrames, Math.min(last, start));
    }
}
