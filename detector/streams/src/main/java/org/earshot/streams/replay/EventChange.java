package org.earshot.streams.replay;

import java.util.Locale;
import org.earshot.schema.SoundEvent;

/**
 * One sound as it was emitted and as a candidate finds it.
 *
 * @param emitted the ENDED record that the topic holds; null if the event is new
 * @param replayed what the candidate says; null if the event is gone
 */
public record EventChange(Kind kind, SoundEvent emitted, SoundEvent replayed) {
    /** What becomes of an event. */
    public enum Kind {
        /** Both say the same, to the sample. */
        KEPT,
        /** Both find it, with another onset or offset. */
        MOVED,
        /** Only the candidate finds it. */
        NEW,
        /** Only what was emitted has it. */
        GONE;

        /** In small letters, as it is written. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What was emitted or, where there is nothing, what the candidate says. */
    public SoundEvent either() {
        return emitted == null ? replayed : emitted;
    }
}
