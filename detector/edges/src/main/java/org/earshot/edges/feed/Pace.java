package org.earshot.edges.feed;

/** When chunks leave, and what time their samples are said to be from. */
public enum Pace {
    /** A recording played in real time: as if it sounded now. */
    REAL_TIME,
    /** A recording played as fast as Kafka takes it; its times count from the start. */
    FAST,
    /** Sound that comes when it sounds: the clock follows its arrival. */
    LIVE
}
