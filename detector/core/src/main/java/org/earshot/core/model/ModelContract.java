package org.earshot.core.model;

import static org.earshot.core.model.TensorNames.ACTIVITY;
import static org.earshot.core.model.TensorNames.LOG_MEL;
import static org.earshot.core.model.TensorNames.MASKS;
import static org.earshot.core.model.TensorNames.POOL_DENOMINATOR;
import static org.earshot.core.model.TensorNames.POOL_NUMERATOR;
import static org.earshot.core.model.TensorNames.TAGS;

import org.earshot.core.model.OnnxHeader.TensorType;

/** Compares the tensors that a model file declares with those that its manifest requires. */
final class ModelContract {
    private static final long DYNAMIC = -1;

    private final OnnxHeader header;
    private final long clipFrames;
    private final boolean streams;

    private ModelContract(OnnxHeader header, Manifest manifest) {
        this.header = header;
        this.clipFrames = manifest.frontEnd().clipFrames();
        this.streams = manifest.streams();
    }

    /** @throws ModelException naming the first tensor that is missing or has another shape */
    static void check(OnnxHeader header, Manifest manifest) {
        new ModelContract(header, manifest).check(manifest);
    }

    private void check(Manifest manifest) {
        long mels = manifest.frontEnd().mels();
        long classes = manifest.classes();
        TensorType input = header.inputs().get(LOG_MEL);
        if (input == null || header.inputs().size() != 1) {
            throw new ModelException("must have the one input " + LOG_MEL + ", has "
                    + header.inputs().keySet());
        }
        check(LOG_MEL, input, DYNAMIC, frames(), mels);
        output(TAGS, DYNAMIC, classes);
        output(ACTIVITY, DYNAMIC, classes, frames());
        if (streams) {
            output(POOL_NUMERATOR, DYNAMIC, classes, frames());
            output(POOL_DENOMINATOR, DYNAMIC, classes, frames());
        }
        if (streams || header.outputs().containsKey(MASKS)) {
            output(MASKS, DYNAMIC, classes, frames(), mels);
        }
        checkAlpha(manifest);
    }

    private static void checkAlpha(Manifest manifest) {
        int mels = manifest.frontEnd().mels();
        boolean fits = manifest.alpha().isEmpty()
                || manifest.alpha().size() == manifest.classes()
                        && manifest.alpha().stream().allMatch(row -> row.size() == mels);
        if (!fits) {
            throw new ModelException("manifest: alpha must be [" + manifest.classes() + "][" + mels + "]");
        }
    }

    /** Marks the frame axis: it must be dynamic, or may be fixed to the clip if the model runs on whole clips only. */
    private long frames() {
        return streams ? DYNAMIC : -clipFrames;
    }

    private void output(String name, long... expected) {
        TensorType type = header.outputs().get(name);
        if (type == null) {
            throw new ModelException("the output " + name + " is missing; it has "
                    + header.outputs().keySet());
        }
        check(name, type, expected);
    }

    private static void check(String name, TensorType type, long... expected) {
        if (type.elementType() != OnnxHeader.FLOAT) {
            throw new ModelException(name + ": must be float32, is of ONNX type " + type.elementType());
        }
        long[] actual = type.dimensions();
        boolean fits = actual != null && actual.length == expected.length;
        for (int i = 0; fits && i < expected.length; i++) {
            fits = fits(expected[i], actual[i]);
        }
        if (!fits) {
            throw new ModelException(name + ": the shape must be " + words(expected) + ", is " + words(actual));
        }
    }

    private static boolean fits(long expected, long actual) {
        return actual == expected || expected < DYNAMIC && (actual == DYNAMIC || actual == -expected);
    }

    private static String words(long[] shape) {
        if (shape == null) {
            return "not given";
        }
        StringBuilder words = new StringBuilder("[");
        for (long length : shape) {
            words.append(words.length() > 1 ? ", " : "").append(length < 0 ? "dynamic" : length);
        }
        return words.append(']').toString();
    }
}
