package org.earshot.edges.alert.rule;

import java.time.Instant;
import java.util.Locale;
import org.earshot.schema.EventPhase;
import org.earshot.schema.SoundEvent;
import org.earshot.schema.SourceStatus;

/** What an alert is about: a sound that was heard, or a source whose sound is amiss. */
public sealed interface AlertSubject permits AlertSubject.Heard, AlertSubject.Trouble {
    /** The same whenever the same is read again. */
    String id();

    String sourceId();

    /** Label of the event, or the state of the source as a word, e.g. {@code silent}. */
    String label();

    /** When the event or the state began. */
    Instant since();

    /** True once the event or the state is over. */
    boolean isOver();

    /**
     * An event.
     *
     * @param event the record at the moment the rule was fulfilled, as it came
     */
    record Heard(SoundEvent event) implements AlertSubject {
        @Override
        public String id() {
            return event.getEventId();
        }

        @Override
        public String sourceId() {
            return event.getSourceId();
        }

        @Override
        public String label() {
            return event.getLabel();
        }

        @Override
        public Instant since() {
            return event.getOnset();
        }

        @Override
        public boolean isOver() {
            return event.getPhase() == EventPhase.ENDED;
        }
    }

    /**
     * A source that has been silent, stale or clipped.
     *
     * @param status the last record that said so
     * @param since when the first record said so, by the clock that wrote it
     * @param isOver whether it has passed
     */
    record Trouble(SourceStatus status, Instant since, boolean isOver) implements AlertSubject {
        @Override
        public String id() {
            return status.getSourceId() + "/" + since;
        }

        @Override
        public String sourceId() {
            return status.getSourceId();
        }

        @Override
        public String label() {
            return status.getState().name().toLowerCase(Locale.ROOT);
        }
    }
}
