package org.earshot.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The models inside the program, by name: {@code full} for the network of the paper, {@code light} for small devices, {@code
 * free} for commercial use, learnt only from recordings that permit it, {@code
 * tiny} for soaks and trials (it learnt nothing); {@code default} is the full one. Beside a model in float32 there may be the same one in another precision: {@code
 * NAME.int8.onnx} beside {@code NAME.onnx}.
 */
public final class ShippedModels {
    /** Name of the model that is used when none is asked for. */
    public static final String DEFAULT = "default";

    /** Name of the paper's network. */
    public static final String FULL = "full";

    /** Name of the model for small devices. */
    public static final String LIGHT = "light";

    /** Name of the model whose recordings permit commercial use. */
    public static final String FREE = "free";

    /** Name of the model that learnt nothing. */
    public static final String TINY = "tiny";

    /** Names that {@link #open} accepts. */
    public static final List<String> NAMES = List.of(DEFAULT, FULL, LIGHT, FREE, TINY);

    private static final String FOLDER = "/org/earshot/models/";
    private static final String SUFFIX = ".onnx";

    private ShippedModels() {}

    /**
     * A shipped model by name, or a file, in the precision it is in.
     *
     * @param nameOrPath one of {@link #NAMES}, or the path of a model file
     * @throws ModelException if it cannot be read or is no usable model
     */
    public static ModelFile open(String nameOrPath) {
        return NAMES.contains(nameOrPath) ? shipped(nameOrPath) : ModelFile.read(Path.of(nameOrPath));
    }

    /**
     * The same in a precision: the file itself if it is in that precision, otherwise the one beside it.
     *
     * @param precision {@code fp32}, {@code fp16} or {@code int8}
     * @throws ModelException if there is none in that precision
     */
    public static ModelFile open(String nameOrPath, String precision) {
        if (NAMES.contains(nameOrPath)) {
            return precision.equals(Manifest.FP32) ? shipped(nameOrPath) : shipped(nameOrPath + "." + precision);
        }
        ModelFile file = ModelFile.read(Path.of(nameOrPath));
        if (file.manifest().precision().equals(precision)) {
            return file;
        }
        Path beside = beside(nameOrPath, precision);
        if (!Files.exists(beside)) {
            throw new ModelException(
                    "model " + nameOrPath + " is " + file.manifest().precision() + ", and " + beside
                            + " is not there; export it with --precision " + precision + ", or ask for "
                            + file.manifest().precision());
        }
        return ModelFile.read(beside);
    }

    /**
     * The file in a precision beside a model, if there is one: {@code NAME.int8.onnx} beside {@code NAME.onnx}.
     *
     * @throws ModelException if it is there and no usable model
     */
    public static Optional<ModelFile> inPrecision(String nameOrPath, String precision) {
        if (NAMES.contains(nameOrPath)) {
            String name = nameOrPath + "." + precision;
            return ShippedModels.class.getResource(FOLDER + file(name)) == null
                    ? Optional.empty()
                    : Optional.of(shipped(name));
        }
        Path beside = beside(nameOrPath, precision);
        return Files.exists(beside) ? Optional.of(ModelFile.read(beside)) : Optional.empty();
    }

    private static Path beside(String path, String precision) {
        return Path.of(path.replaceFirst("\\.onnx$", "") + "." + precision + SUFFIX);
    }

    private static String file(String name) {
        return (name.startsWith(DEFAULT) ? FULL + name.substring(DEFAULT.length()) : name) + SUFFIX;
    }

    private static ModelFile shipped(String name) {
        try (InputStream in = ShippedModels.class.getResourceAsStream(FOLDER + file(name))) {
            if (in == null) {
                throw new ModelException(
                        "model " + name + ": not in this build; give the path of a model file instead");
            }
            return ModelFile.read(in.readAllBytes(), "shipped model " + name);
        } catch (IOException e) {
            throw new ModelException("model " + name + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
