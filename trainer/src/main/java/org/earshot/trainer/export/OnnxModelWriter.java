package org.earshot.trainer.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ManifestJson;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.TensorNames;

/**
 * Writes the self-describing model file: an ONNX graph of opset 17 with dynamic batch and frame axes, and the manifest
 * as metadata. The same network and manifest give the same bytes.
 *
 * <p>Stateless.
 */
public final class OnnxModelWriter {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    private OnnxModelWriter() {}

    /**
     * The file as bytes.
     *
     * @throws ModelException if network and manifest contradict each other
     */
    public static byte[] bytes(NetworkExport network, Manifest manifest) {
        check(network, manifest);
        OnnxGraph graph = new OnnxGraph(manifest.name());
        graph.input(TensorNames.LOG_MEL, "batch", "frames", network.mels());
        network.addTo(graph);
        int classes = network.classes();
        graph.output(TensorNames.TAGS, "batch", classes);
        graph.output(TensorNames.ACTIVITY, "batch", classes, "frames");
        if (network.streams()) {
            graph.output(TensorNames.POOL_NUMERATOR, "batch", classes, "frames");
            graph.output(TensorNames.POOL_DENOMINATOR, "batch", classes, "frames");
        }
        if (graph.gives(TensorNames.MASKS)) {
            graph.output(TensorNames.MASKS, "batch", classes, "frames", network.mels());
        }
        ModelProto.Builder model = model(graph);
        model.addMetadataPropsBuilder().setKey(Manifest.METADATA_KEY).setValue(ManifestJson.write(manifest));
        return model.build().toByteArray();
    }

    /** A model with this graph and without metadata. */
    public static ModelProto.Builder model(OnnxGraph graph) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("earshot-trainer")
                .setGraph(graph.toProto());
        model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
        return model;
    }

    private static void check(NetworkExport network, Manifest manifest) {
        require(manifest.classes() == network.classes(), "labels", manifest.classes(), network.classes());
        require(
                manifest.frontEnd().mels() == network.mels(),
                "mels",
                manifest.frontEnd().mels(),
                network.mels());
        require(
                manifest.receptiveFrames() == network.receptiveFrames(),
                "receptive frames",
                manifest.receptiveFrames(),
                network.receptiveFrames());
        if (manifest.streams() != network.streams()) {
            throw new ModelException("export: streams is " + manifest.streams() + " in the manifest, "
                    + network.streams() + " for the pooling");
        }
    }

    private static void require(boolean holds, String what, int manifest, int network) {
        if (!holds) {
            throw new ModelException("export: the manifest has " + manifest + " " + what + ", the network " + network);
        }
    }
}
