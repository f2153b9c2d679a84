package org.earshot.core.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an ONNX file declares: its metadata and the inputs and outputs of its graph.
 *
 * @param metadata the model's metadata_props
 * @param inputs graph inputs that no initializer fills, by name
 * @param outputs graph outputs by name
 */
record OnnxHeader(Map<String, String> metadata, Map<String, TensorType> inputs, Map<String, TensorType> outputs) {
    /** The number of float32 in onnx.proto. */
    static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

    /**
     * Type of a graph input or output.
     *
     * @param elementType data type by its number in onnx.proto, 0 if none is given
     * @param dimensions lengths, -1 for a dynamic axis; null if no shape is given
     */
    record TensorType(int elementType, long[] dimensions) {}

    /**
     * @throws ModelException if the bytes are not an ONNX model, refer to external data or would need too much memory
     */
    static OnnxHeader of(byte[] bytes) {
        ModelProto model = parse(bytes);
        if (model.getIrVersion() <= 0 || !model.hasGraph()) {
            throw new ModelException("not an ONNX file: it has no graph");
        }
        Map<String, TensorType> inputs = types(model.getGraph().getInputList());
        for (TensorProto initializer : model.getGraph().getInitializerList()) {
            inputs.remove(initializer.getName());
        }
        return new OnnxHeader(metadata(model), inputs, types(model.getGraph().getOutputList()));
    }

    private static ModelProto parse(byte[] bytes) {
        try {
            OnnxSafety.check(bytes);
            // The tensors' data, almost all of the file, are left where they are.
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            return ModelProto.parseFrom(in);
        } catch (IOException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    private static Map<String, String> metadata(ModelProto model) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (StringStringEntryProto entry : model.getMetadataPropsList()) {
            if (!entry.getKeyBytes().isValidUtf8() || !entry.getValueBytes().isValidUtf8()) {
                throw new ModelException("not an ONNX file, or damaged: its metadata are not UTF-8");
            }
            metadata.put(entry.getKey(), entry.getValue());
        }
        return metadata;
    }

    private static Map<String, TensorType> types(List<ValueInfoProto> values) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (ValueInfoProto value : values) {
            TypeProto.Tensor tensor = value.getType().getTensorType();
            long[] dimensions = !tensor.hasShape()
                    ? null
                    : tensor.getShape().getDimList().stream()
                            .mapToLong(OnnxHeader::length)
                            .toArray();
            types.put(value.getName(), new TensorType(tensor.getElemType(), dimensions));
        }
        return types;
    }

    private static long length(Dimension dimension) {
        return dimension.hasDimValue() ? dimension.getDimValue() : -1;
    }
}
