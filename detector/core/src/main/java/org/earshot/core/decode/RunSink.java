package org.earshot.core.decode;

/** Takes the runs that are closed and long enough, in the order in which they close. */
@FunctionalInterface
public interface RunSink {
    void closed(Run run);
}
