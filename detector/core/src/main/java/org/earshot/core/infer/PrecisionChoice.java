package org.earshot.core.infer;

import java.util.Map;
import java.util.Optional;
import org.earshot.core.model.Manifest;
import org.earshot.core.model.ModelException;
import org.earshot.core.model.ModelFile;
import org.earshot.core.model.ShippedModels;

/**
 * A model file in the precision that suits the device: fp16 on CUDA, int8 on a CPU with instructions for it, if there is such
 * a file of the same model and it says the same; else the file that was named.
 *
 * <p>It depends on the kind of processor and on the files alone, never on how fast the machine happens to be: every command and
 * every process of a cluster must find the same events.
 *
 * @param model the file
 * @param named the file that was asked for, if that is another, to be measured against
 * @param reason why, in a few words
 */
public record PrecisionChoice(ModelFile model, Optional<ModelFile> named, String reason) {
    private static final String INT8 = "int8";
    private static final String FP16 = "fp16";

    /**
     * @param nameOrPath a shipped model's name, or the path of a model file
     * @param sha256 what the file's SHA-256 must be, or empty: a file that is pinned is taken as it is
     * @throws ModelException if there is no such model
     */
    public static PrecisionChoice auto(String nameOrPath, String sha256, DeviceChoice device) {
        return auto(nameOrPath, sha256, device, EightBitInstructions.here());
    }

    static PrecisionChoice auto(String nameOrPath, String sha256, DeviceChoice device, Optional<String> instructions) {
        ModelFile named = ShippedModels.open(nameOrPath);
        String own = named.manifest().precision();
        if (!own.equals(Manifest.FP32)) {
            return taken(named, "the file is in " + own);
        }
        if (named.sha256().equals(sha256)) {
            return taken(named, "its hash is configured");
        }
        boolean cuda = new SessionFactory(device, InferenceSettings.singleThreaded()).takesCuda(named.bytes());
        if (!cuda && instructions.isEmpty()) {
            return taken(named, "this processor has no instructions for int8 that are known to be faster");
        }
        String wanted = cuda ? FP16 : INT8;
        Optional<ModelFile> beside = ShippedModels.inPrecision(nameOrPath, wanted);
        if (beside.isEmpty()) {
            return taken(named, "there is no " + wanted + " file of it");
        }
        if (!isOf(beside.get().manifest(), named.manifest())) {
            return taken(
                    named,
                    "the " + wanted + " file beside it is of another model, or of this one before it was changed");
        }
        // Of the shipped models it is known: PrecisionChoiceTest.
        if (!ShippedModels.NAMES.contains(nameOrPath)) {
            PrecisionCheck check = compared(beside.get(), named, device);
            if (!check.isExactEnough()) {
                return taken(named, "the " + wanted + " file says something else: " + check.describe());
            }
        }
        return new PrecisionChoice(beside.get(), Optional.of(named), cuda ? "CUDA" : instructions.get());
    }

    /** A file whose precision was asked for. */
    public static PrecisionChoice configured(ModelFile model) {
        return taken(model, "as configured");
    }

    private static PrecisionChoice taken(ModelFile named, String reason) {
        return new PrecisionChoice(named, Optional.empty(), reason);
    }

    /** All but the record of the training, which says the precision, is the same. */
    private static boolean isOf(Manifest beside, Manifest named) {
        return beside.withTraining(Map.of()).equals(named.withTraining(Map.of()));
    }

    private static PrecisionCheck compared(ModelFile reduced, ModelFile exact, DeviceChoice device) {
        InferenceSettings settings = InferenceSettings.singleThreaded();
        try (MaskNetwork one = OnnxMaskNetwork.open(reduced, device, settings);
                MaskNetwork other = OnnxMaskNetwork.open(exact, device, settings)) {
            return PrecisionCheck.ofScores(one, other);
        }
    }
}
