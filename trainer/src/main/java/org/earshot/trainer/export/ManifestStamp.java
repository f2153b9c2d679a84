package org.earshot.trainer.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ManifestJson;
import org.earshot.core.model.ModelException;

/**
 * Replaces the manifest in a model file without changing the graph.
 *
 * <p>Stateless.
 */
public final class ManifestStamp {
    private ManifestStamp() {}

    /**
     * @param model bytes of a model file
     * @return the same graph with another manifest
     */
    public static byte[] stamp(byte[] model, Manifest manifest) {
        try {
            ModelProto.Builder proto = ModelProto.parseFrom(model).toBuilder();
            for (int i = proto.getMetadataPropsCount() - 1; i >= 0; i--) {
                if (proto.getMetadataProps(i).getKey().equals(Manifest.METADATA_KEY)) {
                    proto.removeMetadataProps(i);
                }
            }
            proto.addMetadataPropsBuilder().setKey(Manifest.METADATA_KEY).setValue(ManifestJson.write(manifest));
            return proto.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }
}
