package org.earshot.app.health;

import java.util.HashMap;
import java.util.Map;
import org.earshot.app.http.Health;
import org.slf4j.Logger;

/** Logs each part's changes between well and not well, one line a change. For one thread. */
final class HealthLog {
    private final Logger log;
    private final Map<String, Health.State> before = new HashMap<>();

    HealthLog(Logger log) {
        this.log = log;
    }

    /** @param advice what to do if it is not well */
    void note(Health part, String advice) {
        Health.State last = before.put(part.part(), part.state());
        if (part.state() == last) {
            return;
        }
        if (part.state() != Health.State.UP) {
            log.warn("{}: {}; {}", part.part(), part.detail(), advice);
        } else if (last != null) {
            log.info("{}: well again", part.part());
        }
    }
}
