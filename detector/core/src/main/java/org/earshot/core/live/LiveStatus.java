package org.earshot.core.live;

/**
 * How a source is doing.
 *
 * @param captureId the capture in force, as it is written in records
 * @param lastMicros UTC time of the last sample received, by the sender's clock, microseconds since 1970
 * @param rateHz of the source, before resampling
 * @param gaps since the capture began
 * @param late late or repeated chunks since the capture began
 * @param restarts how often the sender restarted its count under the same epoch id, since its first chunk
 * @param levelDbfs over the last second, against full scale
 * @param clippedShare share of samples at full scale over the last second, 0..1
 * @param silentShare share of samples that are zero over the last second, 0..1
 * @param skewMs time of arrival minus the sender's time of the last sample
 */
public record LiveStatus(
        String sourceId,
        String captureId,
        SourceHealth health,
        long lastMicros,
        int rateHz,
        long gaps,
        long late,
        long restarts,
        float levelDbfs,
        float clippedShare,
        float silentShare,
        long skewMs) {}
