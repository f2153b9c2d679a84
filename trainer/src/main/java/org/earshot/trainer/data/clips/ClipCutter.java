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
 */
public record ClipCutter(int frames, double aroundEvents) {
    public static final double RECIPE_SHARE = 0.85;

    /** First frame of the part. */
    public int start(ClipDataset dataset, int clip, RandomGenerator random) {
        int last = dataset.frames() - frames;
        if (last <= 0) {
            return 0;
        }
        List<ClipEvent> events = dataset.ownEvents(clip);
        if (events.isEmpty()) {
            events = dataset.events(clip);
        }
        if (events.isEmpty() || random.nextDouble() >= aroundEvents) {
            return random.nextInt(last + 1);
        }
        ClipEvent event = events.get(random.nextInt(events.size()));
        double frame = dataset.frontEnd().frameSeconds();
        double onset = event.onsetSeconds() / frame;
        double offset = event.offsetSeconds() / frame;
        double least = Math.min(10, (offset - onset) / 2);
        int from = (int) Math.ceil(onset + least - frames);
        int to = (int) Math.floor(offset - least);
        int start = from + random.nextInt(Math.max(1, to - from + 1));
        return Math.max(0, Math.min(last, start));
    }
}
