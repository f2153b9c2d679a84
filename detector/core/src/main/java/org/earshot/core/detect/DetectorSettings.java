package org.earshot.core.detect;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.earshot.core.decode.RunRules;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.OperatingPoint;
import org.earshot.core.model.Thresholds;

/**
 * How scores become events: the settings in force for a source, whatever the model's manifest proposes.
 *
 * <p>Immutable.
 *
 * @param clipBlocks blocks in a clip: tags and events come that many times per clip
 * @param thresholds in force for each label, in the order of the manifest's labels
 * @param rules which gaps join and which lengths count, for each label
 * @param ongoingEveryBlocks blocks between two ONGOING detections of an event; 0 for none
 * @param soundKept how much sound is kept for evidence
 */
public record DetectorSettings(
        int clipBlocks,
        List<Thresholds> thresholds,
        List<RunRules> rules,
        int ongoingEveryBlocks,
        SoundKept soundKept) {

    /** The operating point that is meant where none is named. */
    public static final String NORMAL = "normal";

    /**
     * How much of a source's sound is kept until its events are emitted.
     *
     * @param leadSamples before an event, at the model's rate
     * @param eventSamples of a long event, its last ones; 0 if no sound is kept at all
     * @param trailSamples after an event; its end is emitted once they are there
     */
    public record SoundKept(int leadSamples, int eventSamples, int trailSamples) {
        /** No sound is kept. */
        public static final SoundKept NONE = new SoundKept(0, 0, 0);

        public SoundKept {
            if (leadSamples < 0 || eventSamples < 0 || trailSamples < 0) {
                throw new ConfigurationException("the sound kept before, of and after an event must not be negative");
            }
        }

        boolean any() {
            return eventSamples > 0;
        }
    }

    public DetectorSettings {
        if (clipBlocks < 1) {
            throw new ConfigurationException("clip.blocks must be at least 1, is " + clipBlocks);
        }
        if (rules.size() != thresholds.size()) {
            throw new ConfigurationException("rules for runs must be given for each of the " + thresholds.size()
                    + " labels, are " + rules.size());
        }
        if (ongoingEveryBlocks < 0) {
            throw new ConfigurationException(
                    "the distance of ongoing records must be at least 0 blocks, is " + ongoingEveryBlocks);
        }
        thresholds = List.copyOf(thresholds);
        rules = List.copyOf(rules);
    }

    /** What the model's manifest proposes, with that many blocks in a clip. */
    public static DetectorSettings of(Manifest manifest, int clipBlocks) {
        return new DetectorSettings(
                clipBlocks,
                manifest.thresholds(),
                Collections.nCopies(
                        manifest.classes(), new RunRules(manifest.minEventFrames(), manifest.maxGapFrames(), true)),
                0,
                SoundKept.NONE);
    }

    /**
     * What the model proposes at one of its operating points. A model without any has one, named normal.
     *
     * @param sensitivity name of the point
     * @throws ConfigurationException if the model has no such point
     */
    public static DetectorSettings of(Manifest manifest, int clipBlocks, String sensitivity) {
        DetectorSettings own = of(manifest, clipBlocks);
        List<OperatingPoint> points = manifest.operatingPoints();
        if (points.isEmpty() && sensitivity.equals(NORMAL)) {
            return own;
        }
        return points.stream()
                .filter(point -> point.name().equals(sensitivity))
                .findFirst()
                .map(own::at)
                .orElseThrow(() -> new ConfigurationException("sensitivity " + sensitivity + ": the model "
                        + manifest.name() + " has "
                        + (points.isEmpty()
                                ? "no operating points; leave it out, and set thresholds instead"
                                : "the operating points "
                                        + points.stream()
                                                .map(OperatingPoint::name)
                                                .collect(Collectors.joining(", ")))));
    }

    /** The same at an operating point of the model. */
    public DetectorSettings at(OperatingPoint point) {
        List<RunRules> lengths = point.labels().stream()
                .map(label -> new RunRules(label.minEventFrames(), label.maxGapFrames(), true))
                .toList();
        return new DetectorSettings(clipBlocks, point.thresholds(), lengths, ongoingEveryBlocks, soundKept);
    }

    /** The same with other thresholds, in the order of the manifest's labels. */
    public DetectorSettings withThresholds(List<Thresholds> others) {
        return new DetectorSettings(clipBlocks, others, rules, ongoingEveryBlocks, soundKept);
    }

    /** The same with records of events that go on. */
    public DetectorSettings withOngoingEvery(int blocks) {
        return new DetectorSettings(clipBlocks, thresholds, rules, blocks, soundKept);
    }

    /** The same, with so much sound kept for evidence. */
    public DetectorSettings withSoundKept(SoundKept kept) {
        return new DetectorSettings(clipBlocks, thresholds, rules, ongoingEveryBlocks, kept);
    }
}
