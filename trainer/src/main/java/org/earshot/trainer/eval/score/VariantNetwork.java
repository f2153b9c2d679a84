package org.earshot.trainer.eval.score;

import org.earshot.core.infer.MaskNetwork;
import org.earshot.core.infer.Scores;
import org.earshot.core.model.ActivityCurve;
import org.earshot.core.model.Manifest;

/** A network with another activity curve than its manifest says. As thread-safe as the wrapped network. */
public final class VariantNetwork implements MaskNetwork {
    private final MaskNetwork network;
    private final Manifest manifest;

    /** @param network still owned by the caller: closing this does not close it */
    public VariantNetwork(MaskNetwork network, ActivityCurve activity) {
        this(network, activity, network.manifest().gateFrames());
    }

    /**
     * @param network still owned by the caller: closing this does not close it
     * @param gateFrames frames over which the tag for the gate is taken; 0 for the whole clip
     */
    public VariantNetwork(MaskNetwork network, ActivityCurve activity, int gateFrames) {
        this.network = network;
        this.manifest = manifest(network.manifest(), activity, gateFrames);
    }

    /** A manifest with another activity curve, and with another stretch for the gate. */
    public static Manifest manifest(Manifest m, ActivityCurve activity, int gateFrames) {
        return new Manifest(
                m.name(),
                m.version(),
                m.labels(),
                m.frontEnd(),
                activity,
                m.receptiveFrames(),
                m.pooling(),
                m.streams(),
                m.thresholds(),
                m.minEventFrames(),
                m.maxGapFrames(),
                m.alpha(),
                m.training(),
                m.operatingPoints(),
                gateFrames);
    }

    @Override
    public Manifest manifest() {
        return manifest;
    }

    @Override
    public String sha256() {
        return network.sha256();
    }

    @Override
    public String device() {
        return network.device();
    }

    @Override
    public Scores score(float[] logMel, int batch, int frames) {
        return network.score(logMel, batch, frames);
    }

    @Override
    public float[] masks(float[] logMel, int frames) {
        return network.masks(logMel, frames);
    }

    @Override
    public void close() {}
}
