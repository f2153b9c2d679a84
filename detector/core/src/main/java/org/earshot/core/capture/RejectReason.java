package org.earshot.core.capture;

import java.util.Locale;

/** Why a record of the audio topic could not be used. The wire name is the lower-case form. */
public enum RejectReason {
    /** No key, or no value. */
    EMPTY_RECORD,
    /** More bytes than a chunk may have. */
    OVERSIZE,
    /** Not a single-object encoded AudioChunk of a known schema. */
    UNDECODABLE,
    /** The key is not the chunk's source_id. */
    KEY_MISMATCH,
    /** A field is out of its range: blank id, negative count, rate or channels out of range. */
    BAD_FIELD,
    /** An encoding that this version does not know. */
    UNKNOWN_ENCODING,
    /** No samples, and not the end of the stream. */
    NO_SAMPLES,
    /** The bytes are no whole number of samples of every channel. */
    ODD_BYTE_COUNT,
    /** More than one second of sound. */
    TOO_LONG,
    /** The bytes do not decode in their encoding. */
    UNDECODABLE_SAMPLES,
    /** NaN or infinite samples. */
    NON_FINITE_SAMPLES,
    /** The sample rate, or that of the FLAC stream inside, is not the one of the capture. */
    WRONG_RATE,
    /** Its place was passed: bridged as a gap, in an earlier capture, or after the end of the stream. */
    LATE,
    /** More sound in a stretch of time than the source is allowed. */
    OVER_QUOTA,
    /** The detector has as many sources as it may have. */
    TOO_MANY_SOURCES,
    /** The detector failed on this record alone. */
    PROCESSING_FAILED;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name in headers, metrics and logs. */
    public String wireName() {
        return wireName;
    }
}
