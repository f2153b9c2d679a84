package org.earshot.core.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Reads through an ONNX file once before it is parsed, keeping nothing, and refuses a file that refers to other files
 * or that would take far more memory than it has bytes: 20 MB of empty messages, two bytes each, become 770 MB when
 * parsed.
 *
 * <p>For one file and one thread.
 */
final class OnnxSafety {
    /** The shipped models have a few thousand. */
    private static final int MAX_FIELDS = 1_000_000;

    /** Packed integers of one byte take eight when parsed. */
    private static final long MAX_INTEGER_BYTES = 32L << 20;

    private static final int MAX_GRAPHS = 8;
    private static final int MAX_MESSAGES = 100;

    private final CodedInputStream in;
    private int fields;
    private long integerBytes;

    private OnnxSafety(byte[] bytes) {
        this.in = CodedInputStream.newInstance(bytes);
    }

    /**
     * @throws IOException if the bytes are not a protobuf message
     * @throws ModelException if the file must not be used
     */
    static void check(byte[] bytes) throws IOException {
        new OnnxSafety(bytes).message(ModelProto.getDescriptor(), 0, 0);
    }

    private void message(Descriptor type, int graphs, int messages) throws IOException {
        int nested = type == GraphProto.getDescriptor() ? graphs + 1 : graphs;
        if (nested > MAX_GRAPHS || messages > MAX_MESSAGES) {
            throw new ModelException("graphs are nested deeper than " + MAX_GRAPHS);
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (++fields > MAX_FIELDS) {
                throw new ModelException("has more than " + MAX_FIELDS + " fields; a model has a few thousand");
            }
            FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
            if (type == TensorProto.getDescriptor() && dataLocation(tag)) {
                continue;
            }
            if (field != null && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                content(field, nested, messages + 1);
            } else if (!in.skipField(tag)) {
                return;
            }
        }
    }

    /** @return whether the field was the place of a tensor's data, which is then consumed */
    private boolean dataLocation(int tag) throws IOException {
        int number = WireFormat.getTagFieldNumber(tag);
        boolean isLocation = number == TensorProto.DATA_LOCATION_FIELD_NUMBER
                && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT;
        if (number == TensorProto.EXTERNAL_DATA_FIELD_NUMBER
                || isLocation && in.readEnum() != TensorProto.DataLocation.DEFAULT_VALUE) {
            throw new ModelException("refers to external data; a model must be one file");
        }
        return isLocation;
    }

    private void content(FieldDescriptor field, int graphs, int messages) throws IOException {
        int length = in.readRawVarint32();
        switch (field.getJavaType()) {
            case MESSAGE -> {
                int limit = in.pushLimit(length);
                message(field.getMessageType(), graphs, messages);
                in.checkLastTagWas(0);
                if (in.getBytesUntilLimit() != 0) {
                    throw new IOException("a message ends early");
                }
                in.popLimit(limit);
            }
            case INT, LONG, ENUM, BOOLEAN -> {
                integerBytes += length;
                if (integerBytes > MAX_INTEGER_BYTES) {
                    throw new ModelException("has more than " + (MAX_INTEGER_BYTES >> 20)
                            + " MiB of packed integers; store them as raw data");
                }
                in.skipRawBytes(length);
            }
            default -> in.skipRawBytes(length);
        }
    }
}
