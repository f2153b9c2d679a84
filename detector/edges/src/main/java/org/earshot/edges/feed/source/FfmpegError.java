package org.earshot.edges.feed.source;

import java.util.Optional;

/**
 * What ffmpeg's messages mean for the operator of a camera: the cause, what to do, and whether retrying soon may
 * help.
 *
 * @param words to follow the name of the source
 * @param isHopeless true if it must be repaired first
 */
record FfmpegError(String words, boolean isHopeless) {
    private enum Cause {
        NO_SOUND(
                "matches no streams",
                "has no sound track; turn the camera's sound on, or name a stream that has some",
                true),
        NO_MEDIA(
                "Invalid data found",
                "is no sound or video that ffmpeg reads, perhaps a web page; check the address",
                true),
        WHO("401 Unauthorized", "refuses user and password (401); check them in the URL", true),
        FORBIDDEN("403 Forbidden", "may not be read (403); check user, password and token", true),
        MISSING("404 Not Found", "is not there (404); check the path", true),
        UNKNOWN_PROTOCOL("Protocol not found", "has a scheme that this ffmpeg does not know", true),
        UNKNOWN_HOST("Failed to resolve hostname", "has a host that is not known here; check the name and DNS", false),
        NOBODY(
                "Connection refused",
                "refuses the connection; check address and port, and that the device is on",
                false),
        NO_ROUTE("No route to host", "cannot be reached (no route); check address and network", false),
        UNREACHABLE("Network is unreachable", "cannot be reached (no network); check the network", false),
        TIMEOUT("timed out", "does not answer in time; check the device and the network", false),
        BUSY("5XX", "fails by itself (5xx); look at the device", false);

        private final String sign;
        private final String words;
        private final boolean hopeless;

        Cause(String sign, String words, boolean hopeless) {
            this.sign = sign;
            this.words = words;
            this.hopeless = hopeless;
        }
    }

    /** @param text what ffmpeg said, one or more lines */
    static Optional<FfmpegError> of(String text) {
        for (Cause cause : Cause.values()) {
            if (text.contains(cause.sign)) {
                return Optional.of(new FfmpegError(cause.words, cause.hopeless));
            }
        }
        return Optional.empty();
    }
}
