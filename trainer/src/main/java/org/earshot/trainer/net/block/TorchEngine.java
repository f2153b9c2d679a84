package org.earshot.trainer.net.block;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;

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
        NDManager manager = NDManager.newBaseManager(Device.cpu(), ENGINE);
        readLogLevel();
        return manager;
    }

    /** The engine itself, for gradients. */
    public static Engine engine() {
        return Engine.getEngine(ENGINE);
    }

    /** Lets {@code TORCH_CPP_LOG_LEVEL} count, which the library itself reads only when Python starts it. */
    private static void readLogLevel() {
        try {
            NativeLibrary.getInstance(Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("c10"))
                            .toString())
                    .getFunction("_ZN3c1011initLoggingEv")
                    .invokeVoid(new Object[0]);
        } catch (UnsatisfiedLinkError e) {
            // The name is that of Linux and macOS; elsewhere the warnings stay.
        }
    }

    private static void setUnlessSet(String key, String value) {
        if (System.getProperty(key) == null) {
            System.setProperty(key, value);
        }
    }
}
