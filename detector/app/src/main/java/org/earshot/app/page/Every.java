package org.earshot.app.page;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Says when something is due again. Goes by a clock that nobody sets. For one thread. */
final class Every {
    private final Duration pace;
    private final LongSupplier nanos;
    private long last;
    private boolean begun;

    /** Due at once, and then whenever that time has passed since it was. */
    Every(Duration pace) {
        this(pace, System::nanoTime);
    }

    Every(Duration pace, LongSupplier nanos) {
        this.pace = pace;
        this.nanos = nanos;
    }

    /** Whether it is due; if it is, time begins anew. */
    boolean isDue() {
        long now = nanos.getAsLong();
        if (begun && now - last <= pace.toNanos()) {
            return false;
        }
        begun = true;
        last = now;
        return true;
    }
}
