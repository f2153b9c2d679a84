package org.earshot.core.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** The tiny models of the tests, and damaged copies of them. */
public final class TestModels {
    private TestModels() {}

    /** FAP, R = 12, labels low, middle, high; windowed activity. */
    public static ModelFile tiny() {
        return ModelFile.read(bytes("tiny.onnx"), "tiny.onnx");
    }

    /** The same masks under GWRP: whole clips only. */
    public static ModelFile tinyWholeClips() {
        return ModelFile.read(bytes("tiny-gwrp.onnx"), "tiny-gwrp.onnx");
    }

    public static byte[] bytes(String resource) {
        try (InputStream in = TestModels.class.getResourceAsStream("/" + resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** tiny.onnx after a change to its protobuf. */
    public static byte[] changed(Consumer<ModelProto.Builder> change) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(bytes("tiny.onnx")).toBuilder();
            change.accept(model);
            return model.build().toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** tiny.onnx with a piece of its manifest replaced. */
    public static byte[] withManifest(String find, String replacement) {
        return changed(model -> {
            String json = model.getMetadataProps(0).getValue();
            if (!json.contains(find)) {
                throw new IllegalArgumentException("the manifest has no " + find);
            }
            model.getMetadataPropsBuilder(0).setValue(json.replace(find, replacement));
        });
    }
}
