package org.earshot.core.level;

/**
 * Sound level of one minute of a source, over the time that was heard. Levels are A-weighted, in dB against full scale plus the
 * calibration: a 1-kHz sine of full scale has -3.0 dB without one.
 *
 * @param startMicros UTC time at which the minute begins, by the sender's clock, microseconds since 1970
 * @param heardSeconds how much of it was heard, 1 to 60
 * @param laeqDb level of the mean power
 * @param l10Db level that is exceeded for a tenth of the time: what is loud now and then
 * @param l90Db level that is exceeded for nine tenths of the time: the background
 * @param calibrationDb what was added to dB against full scale
 * @param bandwidthHz up to this frequency sound counts: half the source's or half the model's rate, whichever is lower
 * @param group of the source, whose levels are reported together; empty for none
 */
public record MinuteLevel(
        String sourceId,
        long startMicros,
        float heardSeconds,
        float laeqDb,
        float l10Db,
        float l90Db,
        float calibrationDb,
        int bandwidthHz,
        String group) {}
