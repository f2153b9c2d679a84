package org.earshot.detector.stream;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.earshot.detector.detect.DetectorSettings;
import org.earshot.detector.detect.DetectorSettings.SoundKept;
import org.earshot.detector.model.ConfigurationException;
import org.earshot.detector.wire.SchemaRegistry;

/**
 * What the topology needs to know beside the network.
 *
 * <p>Immutable if the function is.
 *
 * @param topics names of the topics
 * @param detector how events are made of scores, by source id
 * @param writeTags true if the tags of every clip go to their topic
 * @param batches how blocks are gathered
 * @param limits when a source is filled up, begun anew, flushed or held back
 * @param statusInterval longest time between two status records of a source that sends
 * @param registry where the schemas of records are, if they are framed so
 */
public record StreamSettings(
        Topics topics,
        Function<String, DetectorSettings> detector,
        boolean writeTags,
        Batches batches,
        Limits limits,
        Duration statusInterval,
        Optional<SchemaRegistry> registry) {

    /** Without a registry. */
    public StreamSettings(
            Topics topics,
            Function<String, DetectorSettings> detector,
            boolean writeTags,
            Batches batches,
            Limits limits,
            Duration statusInterval) {
        this(topics, detector, writeTags, batches, limits, statusInterval, Optional.empty());
    }

    /** The same, with so much sound of each source kept for evidence. */
    public StreamSettings keepingSound(SoundKept kept) {
        return new StreamSettings(
                topics,
                source -> detector.apply(source).withSoundKept(kept),
                writeTags,
                batches,
                limits,
                statusInterval,
                registry);
    }

    /**
     * How blocks of all sources of a partition are gathered into one call of the network.
     *
     * @param maxBlocks most blocks in a call
     * @param linger how long a ready block waits for others
     * @param maxBacklog blocks of a partition that may wait; beyond it reading stops until some are scored
     */
    public record Batches(int maxBlocks, Duration linger, int maxBacklog) {
        public Batches {
            if (maxBlocks < 1 || maxBacklog < maxBlocks || linger.isNegative()) {
                throw new ConfigurationException(
                        "batches: 1 <= largest batch <= backlog and linger >= 0 must hold, are " + maxBlocks + ", "
                                + maxBacklog + " and " + linger.toMillis() + " ms");
            }
        }

        public static Batches of(int maxBlocks, Duration linger) {
            return new Batches(maxBlocks, linger, Math.max(maxBlocks, 4096));
        }
    }

    /**
     * What is done with a source that does not send evenly.
     *
     * @param gapFillMax gaps up to this are filled with silence, longer ones begin anew
     * @param staleAfter a source that sends nothing for so long is flushed
     * @param forgetAfter how long after its last chunk an ended or stale source is remembered, to know late chunks
     * @param maxSpeed seconds of sound that a source may send per second of arrival, in the long run; 0 for any number
     * @param burst seconds of sound that a source may send at once beyond that
     */
    public record Limits(
            Duration gapFillMax, Duration staleAfter, Duration forgetAfter, double maxSpeed, Duration burst) {
        public Limits {
            if (staleAfter.isNegative() || staleAfter.isZero() || gapFillMax.isNegative() || maxSpeed < 0) {
                throw new ConfigurationException(
                        "limits: the longest gap, the time until a source is stale and its speed"
                                + " must not be negative");
            }
        }

        public static Limits of(Duration gapFillMax, Duration staleAfter) {
            return new Limits(gapFillMax, staleAfter, Duration.ofHours(6), 0, Duration.ofSeconds(60));
        }

        public Limits withMaxSpeed(double speed, Duration burst) {
            return new Limits(gapFillMax, staleAfter, forgetAfter, speed, burst);
        }
    }
}
