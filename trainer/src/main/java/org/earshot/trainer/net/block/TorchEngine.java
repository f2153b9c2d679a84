package org.earshot.trainer.net.block;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/**
 * Starts the PyTorch engine on the CPU, from the libraries on the class path alone: nothing is downloaded and no usage
 * data is sent. The native library is unpacked once into {@code DJL_CACHE_DIR} (default {@code ~/.djl.ai}).
 */
public final class TorchEngine {
    private static final String ENGINE = "PyTorch";

    private TorchEngine() {}

    /**
     * A manager for the arrays of one network, on the CPU.
     *
     * @param threads threads per operation; only the first call in a process sets it. On shared cores one is faster
     *     than two
     */
    public static NDManager open(int threads) {
        setUnlessSet("ai.djl.offline", "true");
        setUnlessSet("OPT_OUT_TRACKING", "true");
        setUnlessSet("ai.djl.pytorch.num_threads", Integer.toString(threads));
        setUnlessSet("ai.djl.pytorch.num_interop_threads", "1");
        setUnlessSet("ai.djl.pytorch.graph_optimizer", "false");
        return NDManager.newBaseManager(Device.cpu(), ENGINE);
    }

    /** The engine itself, for gradients. */
    public static Engine engine() {
        return Engine.getEngine(ENGINE);
    }

    private static void setUnlessSet(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
