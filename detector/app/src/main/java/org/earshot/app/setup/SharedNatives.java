package org.earshot.app.setup;

import java.util.Optional;
import org.earshot.app.config.Config;
import org.earshot.app.config.ConfiguredNetwork;
import org.earshot.core.infer.MaskNetwork;
import org.earshot.edges.evidence.EvidenceSweeper;
import org.earshot.edges.evidence.EvidenceWriter;

/**
 * What the threads of the detector call outside of the Java heap: the network, and what is kept of events. Closed after
 * them, never under them: a call into a closed session would crash the process.
 */
public final class SharedNatives implements AutoCloseable {
    private final MaskNetwork network;
    private final Optional<EvidenceWriter> evidence;
    private final Optional<EvidenceSweeper> sweeper;
    private boolean open;

    private SharedNatives(MaskNetwork network, Optional<EvidenceWriter> evidence, Optional<EvidenceSweeper> sweeper) {
        this.network = network;
        this.evidence = evidence;
        this.sweeper = sweeper;
    }

    public static SharedNatives open(Config config) throws InterruptedException {
        MaskNetwork network = ConfiguredNetwork.openForStreams(config);
        try {
            return new SharedNatives(network, EvidenceSetup.open(config, network), EvidenceSetup.sweeper(config));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
    }

    public MaskNetwork network() {
        return network;
    }

    public Optional<EvidenceWriter> evidence() {
        return evidence;
    }

    /** A thread may still be in a call: the process ends with all this open, and the system frees it. */
    public void leaveOpen() {
        open = true;
    }

    @Override
    public void close() {
        if (!open) {
            evidence.ifPresent(EvidenceWriter::close);
            sweeper.ifPresent(EvidenceSweeper::close);
            network.close();
        }
    }
}
