package org.earshot.edges.feed;

import java.time.Duration;

/**
 * How sources are published.
 *
 * @param wire encoding of the chunks
 * @param chunk length of a chunk, 10 ms to 1 s
 * @param ffmpeg the program that reads URLs
 * @param readTimeout maximum time without data from a URL before reconnecting
 * @param leastPause before the first attempt to reconnect
 * @param mostPause between any two attempts
 * @param look interval between two looks into a folder
 */
public record FeedSettings(
        WireEncoding wire,
        Duration chunk,
        String ffmpeg,
        Duration readTimeout,
        Duration leastPause,
        Duration mostPause,
        Duration look) {

    /** Half-second PCM chunks, ffmpeg of the path, 10 s of silence, pauses of 1 s to 1 min, a look a second. */
    public static FeedSettings defaults() {
        return new FeedSettings(
                WireEncoding.PCM,
                Duration.ofMillis(500),
                "ffmpeg",
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    public FeedSettings withChunks(WireEncoding encoding, Duration length) {
        return new FeedSettings(encoding, length, ffmpeg, readTimeout, leastPause, mostPause, look);
    }

    public FeedSettings withFfmpeg(String program, Duration timeout) {
        return new FeedSettings(wire, chunk, program, timeout, leastPause, mostPause, look);
    }

    public FeedSettings withPauses(Duration least, Duration most, Duration folderLook) {
        return new FeedSettings(wire, chunk, ffmpeg, readTimeout, least, most, folderLook);
    }
}
