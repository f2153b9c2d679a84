package org.earshot.trainer.teach.head;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.OperatingPoint;
import org.earshot.core.model.OperatingPoint.Decision;
import org.earshot.core.model.Thresholds;
import org.earshot.trainer.export.ManifestStamp;

/**
 * Puts a label into a finished model file, in the place of one that is there or after the last, or takes one out. Nothing
 * else of the file changes: the rows of the other labels keep their bytes, and so does the body, in float32 or in eight bits.
 *
 * <p>Stateless.
 */
public final class LabelGraft {
    private LabelGraft() {}

    /**
     * What a label brings with it.
     *
     * @param name of the label
     * @param head what it learnt
     * @param thresholds its own
     * @param points thresholds by the name of the operating point; points of the model that are not among them get its own
     */
    public record Label(String name, FapHead head, Thresholds thresholds, Map<String, Thresholds> points) {}

    /** @param record goes into the manifest's training record under {@code taught} */
    public static byte[] with(ModelFile file, Label label, String name, Map<String, Object> record) {
        Manifest manifest = file.manifest();
        int at = manifest.labels().indexOf(label.name());
        int place = at < 0 ? manifest.classes() : at;
        ModelProto model = parse(file);
        HeadTensors tensors = HeadTensors.of(model.getGraph());
        HeadTensors changed = tensors.with(place, label.head(), frameWeights(tensors, label.head()));
        List<OperatingPoint> points = manifest.operatingPoints().stream()
                .map(point -> new OperatingPoint(
                        point.name(),
                        replaced(
                                point.labels(),
                                place,
                                new Decision(
                                        label.points().getOrDefault(point.name(), label.thresholds()),
                                        manifest.minEventFrames(),
                                        manifest.maxGapFrames()))))
                .toList();
        Manifest grown = new Manifest(
                name,
                manifest.version(),
                replaced(manifest.labels(), place, label.name()),
                manifest.frontEnd(),
                manifest.activity(),
                manifest.receptiveFrames(),
                manifest.pooling(),
                manifest.streams(),
                replaced(manifest.thresholds(), place, label.thresholds()),
                manifest.minEventFrames(),
                manifest.maxGapFrames(),
                manifest.alpha().isEmpty()
                        ? List.of()
                        : replaced(manifest.alpha(), place, boxed(label.head().alpha())),
                noted(manifest, label.name(), record),
                points,
                manifest.gateFrames());
        TagRows rows = TagRows.of(model.getGraph(), manifest.classes());
        return written(model, changed, at < 0 ? rows.withLabel() : rows, grown);
    }

    /**
     * The model without a label.
     *
     * @throws ModelException if it has no such label, or no other
     */
    public static byte[] without(ModelFile file, String label, String name) {
        Manifest manifest = file.manifest();
        int place = manifest.labels().indexOf(label);
        if (place < 0) {
            throw new ModelException("model " + manifest.name() + " has no label " + label + "; its labels are "
                    + String.join(", ", manifest.labels()));
        }
        if (manifest.classes() == 1) {
            throw new ModelException(
                    "model " + manifest.name() + " has no label but " + label + "; a model without any is no use");
        }
        ModelProto model = parse(file);
        Manifest left = new Manifest(
                name,
                manifest.version(),
                without(manifest.labels(), place),
                manifest.frontEnd(),
                manifest.activity(),
                manifest.receptiveFrames(),
                manifest.pooling(),
                manifest.streams(),
                without(manifest.thresholds(), place),
                manifest.minEventFrames(),
                manifest.maxGapFrames(),
                manifest.alpha().isEmpty() ? List.of() : without(manifest.alpha(), place),
                noted(manifest, label, Map.of("removed_from_sha256", file.sha256())),
                manifest.operatingPoints().stream()
                        .map(point -> new OperatingPoint(point.name(), without(point.labels(), place)))
                        .toList(),
                manifest.gateFrames());
        TagRows rows = TagRows.of(model.getGraph(), manifest.classes()).withoutLabel(place);
        return written(model, HeadTensors.of(model.getGraph()).without(place), rows, left);
    }

    private static ModelProto parse(ModelFile file) {
        try {
            return ModelProto.parseFrom(file.bytes());
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException("not an ONNX file, or damaged", e);
        }
    }

    private static byte[] written(ModelProto model, HeadTensors tensors, TagRows rows, Manifest manifest) {
        GraphProto.Builder graph = model.getGraph().toBuilder();
        tensors.writeTo(graph);
        rows.writeTo(graph);
        for (ValueInfoProto.Builder output : graph.getOutputBuilderList()) {
            output.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .getDimBuilder(1)
                    .setDimValue(manifest.classes());
        }
        byte[] bytes =
                ManifestStamp.stamp(model.toBuilder().setGraph(graph).build().toByteArray(), manifest);
        // Whatever was wrong with it is better said now than by the detector.
        return ModelFile.read(bytes, "the taught model").bytes();
    }

    /** The weights of a new label's activity are made of its alpha as those of the others are of theirs. */
    private static float[] frameWeights(HeadTensors tensors, FapHead head) {
        if (tensors.frameWeight() == null) {
            return null;
        }
        FrameWeights kind = FrameWeights.of(tensors.head(0).alpha(), tensors.frameWeight(0));
        return kind.of(head.alpha());
    }

    private static Map<String, Object> noted(Manifest manifest, String label, Map<String, Object> record) {
        Map<String, Object> training = new TreeMap<>(manifest.training());
        Map<String, Object> taught = new TreeMap<>();
        if (training.get("taught") instanceof Map<?, ?> before) {
            before.forEach((key, value) -> taught.put(String.valueOf(key), value));
        }
        taught.put(label, record);
        training.put("taught", taught);
        return training;
    }

    private static <T> List<T> replaced(List<T> list, int place, T value) {
        List<T> changed = new ArrayList<>(list);
        if (place == changed.size()) {
            changed.add(value);
        } else {
            changed.set(place, value);
        }
        return changed;
    }

    private static <T> List<T> without(List<T> list, int place) {
        List<T> changed = new ArrayList<>(list);
        changed.remove(place);
        return changed;
    }

    private static List<Float> boxed(float[] row) {
        List<Float> list = new ArrayList<>();
        for (float value : row) {
            list.add(value);
        }
        return list;
    }
}
