package org.earshot.core.infer;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.earshot.core.model.ModelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens ONNX Runtime sessions on the device asked for.
 *
 * <p>The list of available providers names CUDA wherever ONNX Runtime was built with it, even where its libraries are absent,
 * so the only test is to load it; a build without CUDA need not be asked.
 */
final class SessionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFactory.class);

    private final DeviceChoice choice;
    private final InferenceSettings settings;

    SessionFactory(DeviceChoice choice, InferenceSettings settings) {
        this.choice = choice;
        this.settings = settings;
    }

    /**
     * A session and the device it runs on.
     *
     * @param session owned by the receiver
     * @param device {@code cpu} or {@code cuda:N}
     */
    record Opened(OrtSession session, String device) {}

    /**
     * @throws DeviceException if a device asked for by name cannot be used
     * @throws ModelException if ONNX Runtime refuses the graph
     */
    Opened open(byte[] graph) {
        try (NativeCalls.Call call = NativeCalls.begin()) {
            return switch (choice.kind()) {
                case CPU -> new Opened(onCpu(graph), "cpu");
                case CUDA -> new Opened(onCuda(graph), choice.toString());
                case AUTO -> onBest(graph);
            };
        }
    }

    /**
     * What ONNX Runtime makes of a graph for the processor of this machine, its layers in the order of channels that they
     * compute in. Runs here only, by {@link #openOptimised}.
     *
     * @throws IOException if there is no place for a temporary file: the runtime gives the graph in no other way
     */
    byte[] optimisedForCpu(byte[] graph) throws IOException {
        Path folder = Files.createTempDirectory("earshot-graph");
        Path file = folder.resolve("optimised.onnx");
        try (NativeCalls.Call call = NativeCalls.begin();
                SessionOptions options = options()) {
            options.setOptimizedModelFilePath(file.toString());
            create(graph, options).close();
            return Files.readAllBytes(file);
        } catch (OrtException e) {
            throw new IOException("ONNX Runtime gives no optimised graph: " + firstLine(e), e);
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    /** Opens on the CPU what {@link #optimisedForCpu} gave, or what was made of that, as it is. */
    OrtSession openOptimised(byte[] graph) {
        try (NativeCalls.Call call = NativeCalls.begin();
                SessionOptions options = options()) {
            options.setOptimizationLevel(SessionOptions.OptLevel.NO_OPT);
            return create(graph, options);
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime refuses the optimised graph: " + firstLine(e), e);
        }
    }

    /** Whether a graph would run on CUDA: asked for, or there. */
    boolean takesCuda(byte[] graph) {
        if (choice.kind() != DeviceChoice.Kind.AUTO) {
            return choice.kind() == DeviceChoice.Kind.CUDA;
        }
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return false;
        }
        try (NativeCalls.Call call = NativeCalls.begin()) {
            onCuda(graph).close();
            return true;
        } catch (DeviceException | OrtException e) {
            return false;
        }
    }

    private Opened onBest(byte[] graph) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            LOG.debug("device auto: cpu, because this build has no CUDA; build with -Pgpu");
            return new Opened(onCpu(graph), "cpu");
        }
        try {
            OrtSession session = onCuda(graph);
            LOG.info("device auto: cuda:0, because CUDA loads");
            return new Opened(session, "cuda:0");
        } catch (DeviceException e) {
            LOG.info("device auto: cpu, because {}", e.getMessage());
            return new Opened(onCpu(graph), "cpu");
        }
    }

    private OrtSession onCpu(byte[] graph) {
        try (SessionOptions options = options()) {
            return create(graph, options);
        } catch (OrtException e) {
            throw new ModelException("ONNX Runtime refuses the graph: " + firstLine(e), e);
        }
    }

    private OrtSession onCuda(byte[] graph) {
        try (SessionOptions options = options();
                OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(choice.index())) {
            // Grow by what is needed: doubling would hold twice the memory of the largest batch.
            cuda.add("arena_extend_strategy", "kSameAsRequested");
            cuda.add("cudnn_conv_algo_search", "HEURISTIC");
            options.addCUDA(cuda);
            return create(graph, options);
        } catch (OrtException | LinkageError e) {
            throw new DeviceException(
                    "cuda:" + choice.index() + " cannot be used: " + firstLine(e)
                            + "; build with -Pgpu, check the driver and CUDA 12, or set the device to cpu",
                    e);
        }
    }

    private SessionOptions options() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.setExecutionMode(SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(settings.intraOpThreads());
        options.setInterOpNumThreads(1);
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        // Spinning workers take the cores that decoding and Kafka need.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static OrtSession create(byte[] graph, SessionOptions options) throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(graph, options);
    }

    private static String firstLine(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
    }
}
