package org.earshot.edges.alert.rule;

import java.time.Instant;
import java.util.List;

/**
 * One thing to tell somebody: the rule that fired, what made it fire, and which sources are concerned.
 *
 * <p>Immutable, except that it holds a record as it came.
 *
 * @param rule the rule that fired
 * @param subject what the alert is about
 * @param sources the sources that heard it, the subject's own last; several only for rules that escalate
 * @param arrived when the record that fulfilled the rule was written to its topic, by the clock of the detector or the broker; for a
 *     state that has to last, when it had lasted long enough
 * @param isTest whether nothing of it happened, and the receiver is to know that
 */
public record Alert(AlertRule rule, AlertSubject subject, List<String> sources, Instant arrived, boolean isTest) {
    public Alert {
        sources = List.copyOf(sources);
    }

    /** An alert of something that happened. */
    public Alert(AlertRule rule, AlertSubject subject, List<String> sources, Instant arrived) {
        this(rule, subject, sources, arrived, false);
    }

    /** An alert of something that was made up, to see whether it arrives. */
    public static Alert test(AlertRule rule, AlertSubject subject, List<String> sources, Instant now) {
        return new Alert(rule, subject, sources, now, true);
    }

    /** The same for every delivery of the same alert, so that a receiver can drop repeats. */
    public String id() {
        return idOf(subject.id(), rule.name());
    }

    public static String idOf(String subjectId, String rule) {
        return subjectId + "/" + rule;
    }
}
