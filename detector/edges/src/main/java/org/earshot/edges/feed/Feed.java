package org.earshot.edges.feed;

/** What keeps one source going: runs on a thread of its own until its sound ends or it is stopped. */
interface Feed {

    /** Publishes until the end; troubles go to the health. */
    void run();

    /** Ends {@link #run} soon, with the end of the epoch marked. For any thread. */
    void stop();

    SourceHealth health();
}
