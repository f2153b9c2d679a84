package org.earshot.app.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.earshot.app.config.KeyDefinitions.notBlank;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.earshot.core.capture.SourceLimits;

/**
 * What becomes an event, what is done about missing sound, and what a source may send.
 *
 * @param sensitivity name of an operating point of the model
 * @param clipBlocks blocks of a clip
 * @param gapFillMax longest gap that is filled
 * @param reorderWindow how long a chunk waits for a missing one before it
 * @param sourcesMax most sources of a partition
 * @param staleAfter a source that sends nothing for this long is flushed
 * @param sourceSpeedMax seconds of sound a second that a source may send; 0 for any number
 * @param sourceBurst sound that a source may send at once beyond its speed
 * @param ongoingBlocks blocks between two ONGOING records; 0 for none
 * @param tagsEnabled whether clip tags are written
 * @param statusInterval longest time between two status records of a source that sends
 */
public record DetectionSection(
        String sensitivity,
        int clipBlocks,
        Duration gapFillMax,
        Duration reorderWindow,
        int sourcesMax,
        Duration staleAfter,
        int sourceSpeedMax,
        Duration sourceBurst,
        int ongoingBlocks,
        boolean tagsEnabled,
        Duration statusInterval) {
    public static final String SENSITIVITY = "earshot.sensitivity";
    public static final String CLIP_BLOCKS = "earshot.clip.blocks";
    public static final String GAP_FILL_MAX_MS = "earshot.gap.fill.max.ms";
    public static final String REORDER_MS = "earshot.reorder.window.ms";
    public static final String SOURCES_MAX = "earshot.sources.max";
    public static final String STALE_AFTER_MS = "earshot.stale.after.ms";
    public static final String SOURCE_SPEED_MAX = "earshot.source.speed.max";
    public static final String SOURCE_BURST_MS = "earshot.source.burst.ms";
    public static final String EVENTS_ONGOING_BLOCKS = "earshot.events.ongoing.blocks";
    public static final String TAGS_ENABLED = "earshot.tags.enabled";
    public static final String STATUS_INTERVAL_MS = "earshot.status.interval.ms";

    /** The operating point of a model that has no other. */
    public static final String DEFAULT_SENSITIVITY = "normal";

    static void define(KeyDefinitions keys) {
        keys.group("Detection");
        keys.add(
                SENSITIVITY,
                Type.STRING,
                DEFAULT_SENSITIVITY,
                notBlank(),
                "Operating point of the model: `quiet`, `normal` or `sensitive` as a rule, for about 0.1, 0.5 or 2 false alarms per hour and label. A model without operating points has its own thresholds only, as `normal`.");
        keys.add(
                CLIP_BLOCKS,
                Type.INT,
                10,
                between(1, 311),
                "Blocks of a 10-s clip: 10 scores every second, 1 scores disjoint clips. More blocks give events sooner and cost more.");
        keys.add(
                GAP_FILL_MAX_MS,
                Type.LONG,
                2_000L,
                between(0, 60_000),
                "A gap up to this long is filled with silence that counts as invalid; a longer one begins a new epoch.");
        keys.add(
                REORDER_MS,
                Type.LONG,
                SourceLimits.DEFAULT_REORDER.toMillis(),
                between(0, 10_000),
                "How long a chunk waits for one before it that is missing; only then does anything wait. 0: not at all, what comes out of order is late.");
        keys.add(
                SOURCES_MAX,
                Type.INT,
                SourceLimits.DEFAULT_MAX_SOURCES,
                between(1, 10_000_000),
                "Sources that one partition may have at the same time; chunks of others become dead letters, `too_many_sources`. Sources that have ended make room for new ones.");
        keys.add(
                STALE_AFTER_MS,
                Type.LONG,
                30_000L,
                atLeast(1_000),
                "A source that sends nothing for this long is flushed: its open events end, its status says STALE.");
        keys.add(
                SOURCE_SPEED_MAX,
                Type.INT,
                0,
                between(0, 10_000),
                "Seconds of sound that a source may send per second, in the long run; sound beyond it becomes dead letters, and the other sources are not affected. 0: any number, for sources that send files.");
        keys.add(
                SOURCE_BURST_MS,
                Type.LONG,
                60_000L,
                between(1_000, 86_400_000),
                "Sound that a source may send at once beyond its speed, as it does after its network was away.");
        keys.add(
                EVENTS_ONGOING_BLOCKS,
                Type.INT,
                0,
                between(0, 100_000),
                "Blocks between two ONGOING records of an event that lasts; 0: none.");
        keys.add(TAGS_ENABLED, Type.BOOLEAN, false, null, "Whether the tags of every clip are written to their topic.");
        keys.add(
                STATUS_INTERVAL_MS,
                Type.LONG,
                10_000L,
                atLeast(1_000),
                "Longest time between two status records of a source that sends.");
    }

    static DetectionSection of(KeyValues values) {
        return new DetectionSection(
                values.string(SENSITIVITY),
                values.integer(CLIP_BLOCKS),
                values.milliseconds(GAP_FILL_MAX_MS),
                values.milliseconds(REORDER_MS),
                values.integer(SOURCES_MAX),
                values.milliseconds(STALE_AFTER_MS),
                values.integer(SOURCE_SPEED_MAX),
                values.milliseconds(SOURCE_BURST_MS),
                values.integer(EVENTS_ONGOING_BLOCKS),
                values.flag(TAGS_ENABLED),
                values.milliseconds(STATUS_INTERVAL_MS));
    }
}
