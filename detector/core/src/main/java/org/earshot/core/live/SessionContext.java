package org.earshot.core.live;

import java.util.UUID;
import java.util.function.Predicate;
import org.earshot.core.capture.CaptureLog;
import org.earshot.core.capture.SourceLimits;
import org.earshot.core.detect.StateIdentity;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.level.SourceLevels;
import org.earshot.core.live.LiveEvent.ModelId;
import org.earshot.core.model.Manifest;

/**
 * What the sessions of one detector share. For one thread.
 *
 * @param network whose manifest says how sound is scored
 * @param settings in force
 * @param store where sessions lie between chunks
 * @param listener gets what is found
 * @param meters counts what is done
 * @param fatal true of faults of the network, the store and the listener, which no chunk can cause
 * @param model identity that events carry
 * @param run identifies this detector among those that used the store before it
 * @param identities of what scores the sources
 */
record SessionContext(
        MaskNetwork network,
        LiveSettings settings,
        SourceStore store,
        LiveListener listener,
        LiveMeters meters,
        Predicate<RuntimeException> fatal,
        ModelId model,
        long run,
        StateIdentity identities) {
    SessionContext(
            MaskNetwork network,
            LiveSettings settings,
            SourceStore store,
            LiveListener listener,
            LiveMeters meters,
            Predicate<RuntimeException> fatal) {
        this(
                network,
                settings,
                store,
                listener,
                meters,
                fatal,
                new ModelId(network.manifest().name(), network.manifest().version(), network.sha256()),
                UUID.randomUUID().getMostSignificantBits(),
                new StateIdentity(network.sha256()));
    }

    /** Lets a fault through that no chunk can cause. */
    void rethrowFatal(RuntimeException fault) {
        if (fatal.test(fault)) {
            throw fault;
        }
    }

    Manifest manifest() {
        return network.manifest();
    }

    /** What measures the sound level of a source. */
    SourceLevels levels(String sourceId, CaptureLog captures) {
        return new SourceLevels(sourceId, manifest().frontEnd(), settings.levels(), captures, listener::level);
    }

    SourceLimits limits() {
        return settings.limits();
    }
}
