package org.earshot.core.model;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an ONNX file declares: metadata, graph inputs and outputs, and that it holds all its data itself. Read by walking
 * the protobuf wire format of onnx.proto, without building the graph.
 *
 * @param metadata the model's metadata_props
 * @param inputs graph inputs that no initializer fills, by name
 * @param outputs graph outputs by name
 */
record OnnxHeader(Map<String, String> metadata, Map<String, TensorType> inputs, Map<String, TensorType> outputs) {
    /** onnx.proto's code for float32. */
    static final int FLOAT = 1;

    private static final int MAX_DEPTH = 8;

    /**
     * Type of a graph input or output.
     *
     * @param elementType data type by onnx.proto's number, 0 if none is given
     * @param dimensions lengths, -1 for a dynamic axis; null if no shape is given
     */
    record TensorType(int elementType, long[] dimensions) {}

    /** @throws ModelException if the bytes are no ONNX model or refer to external data */
    static OnnxHeader of(byte[] bytes) {
        try {
            return new Reader().model(CodedInputStream.newInstance(bytes));
        } catch (IOException | IllegalStateException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    private static final class Reader {
        private final Map<String, String> metadata = new LinkedHashMap<>();
        private final Map<String, TensorType> inputs = new LinkedHashMap<>();
        private final Map<String, TensorType> outputs = new LinkedHashMap<>();
        private final Set<String> initializers = new LinkedHashSet<>();
        private boolean graphSeen;
        private boolean versionSeen;

        OnnxHeader model(CodedInputStream in) throws IOException {
            each(in, tag -> {
                switch (tag) {
                    case 1 -> {
                        versionSeen = in.readInt64() > 0;
                        return true;
                    }
                    case 7 -> {
                        graphSeen = true;
                        return nested(in, () -> graph(in, 0));
                    }
                    case 14 -> {
                        return nested(in, () -> metadataEntry(in));
                    }
                    case 25 -> {
                        return nested(in, () -> each(in, t -> t == 7 && nested(in, () -> node(in, 1))));
                    }
                    default -> {
                        return false;
                    }
                }
            });
            if (!versionSeen || !graphSeen) {
                throw new ModelException("not an ONNX file: it has no graph");
            }
            inputs.keySet().removeAll(initializers);
            return new OnnxHeader(metadata, inputs, outputs);
        }

        private void graph(CodedInputStream in, int depth) throws IOException {
            if (depth > MAX_DEPTH) {
                throw new ModelException("graphs are nested deeper than " + MAX_DEPTH);
            }
            each(in, tag -> switch (tag) {
                case 1 -> nested(in, () -> node(in, depth));
                case 5 -> nested(in, () -> tensor(in, depth == 0));
                case 11 -> depth == 0 && nested(in, () -> value(in, inputs));
                case 12 -> depth == 0 && nested(in, () -> value(in, outputs));
                case 15 -> nested(in, () -> each(in, t -> t <= 2 && nested(in, () -> tensor(in, false))));
                default -> false;
            });
        }

        private void node(CodedInputStream in, int depth) throws IOException {
            each(in, tag -> tag == 5 && nested(in, () -> attribute(in, depth)));
        }

        private void attribute(CodedInputStream in, int depth) throws IOException {
            each(in, tag -> switch (tag) {
                case 5, 10 -> nested(in, () -> tensor(in, false));
                case 6, 11 -> nested(in, () -> graph(in, depth + 1));
                case 22, 23 -> nested(in, () -> each(in, t -> t <= 2 && nested(in, () -> tensor(in, false))));
                default -> false;
            });
        }

        private void tensor(CodedInputStream in, boolean initializer) throws IOException {
            each(in, tag -> {
                switch (tag) {
                    case 8 -> {
                        String name = in.readString();
                        if (initializer) {
                            initializers.add(name);
                        }
                        return true;
                    }
                    case 13 -> throw external();
                    case 14 -> {
                        if (in.readEnum() != 0) {
                            throw external();
                        }
                        return true;
                    }
                    default -> {
                        return false;
                    }
                }
            });
        }

        private void metadataEntry(CodedInputStream in) throws IOException {
            List<String> pair = new ArrayList<>(List.of("", ""));
            each(in, tag -> {
                if (tag == 1 || tag == 2) {
                    pair.set(tag - 1, in.readStringRequireUtf8());
                    return true;
                }
                return false;
            });
            metadata.put(pair.get(0), pair.get(1));
        }

        private void value(CodedInputStream in, Map<String, TensorType> into) throws IOException {
            String[] name = {""};
            int[] type = {0};
            List<List<Long>> shapes = new ArrayList<>();
            each(in, tag -> switch (tag) {
                case 1 -> {
                    name[0] = in.readString();
                    yield true;
                }
                case 2 ->
                    nested(
                            in,
                            () -> each(
                                    in,
                                    t -> t == 1
                                            && nested(
                                                    in,
                                                    () -> each(in, field -> switch (field) {
                                                        case 1 -> {
                                                            type[0] = in.readEnum();
                                                            yield true;
                                                        }
                                                        case 2 -> nested(in, () -> shapes.add(shape(in)));
                                                        default -> false;
                                                    }))));
                default -> false;
            });
            long[] dimensions = shapes.isEmpty()
                    ? null
                    : shapes.get(0).stream().mapToLong(Long::longValue).toArray();
            into.put(name[0], new TensorType(type[0], dimensions));
        }

        private List<Long> shape(CodedInputStream in) throws IOException {
            List<Long> dimensions = new ArrayList<>();
            each(
                    in,
                    tag -> tag == 1
                            && nested(in, () -> {
                                long[] length = {-1};
                                each(in, field -> {
                                    if (field == 1) {
                                        length[0] = in.readInt64();
                                        return true;
                                    }
                                    return false;
                                });
                                dimensions.add(length[0]);
                            }));
            return dimensions;
        }

        private static ModelException external() {
            return new ModelException("refers to external data; a model must be one file");
        }

        /** Calls the visitor for each field; a field that it does not take is skipped. */
        private static void each(CodedInputStream in, Field field) throws IOException {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (!field.take(WireFormat.getTagFieldNumber(tag)) && !in.skipField(tag)) {
                    return;
                }
            }
        }

        /** Reads a length-delimited message. */
        private static boolean nested(CodedInputStream in, Message message) throws IOException {
            int limit = in.pushLimit(in.readRawVarint32());
            message.read();
            in.checkLastTagWas(0);
            if (in.getBytesUntilLimit() != 0) {
                throw new IOException("a message ends early");
            }
            in.popLimit(limit);
            return true;
        }

        private interface Field {
            boolean take(int number) throws IOException;
        }

        private interface Message {
            void read() throws IOException;
        }
    }
}
