package org.earshot.detector.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The models inside the program, by name: {@code default} for the best one, {@code light} for small devices. */
public final class ShippedModels {
    /** Name of the model that is used when none is asked for. */
    public static final String DEFAULT = "default";

    /** Names that {@link #open} knows. */
    public static final List<String> NAMES = List.of(DEFAULT, "light");

    private static final String FOLDER = "/org/earshot/models/";

    private ShippedModels() {}

    /**
     * A shipped model by name, or a file.
     *
     * @param nameOrPath one of {@link #NAMES}, or the path of a model file
     * @throws ModelException if it cannot be read or is no usable model
     */
    public static ModelFile open(String nameOrPath) {
        return NAMES.contains(nameOrPath) ? shipped(nameOrPath) : ModelFile.read(Path.of(nameOrPath));
    }

    private static ModelFile shipped(String name) {
        try (InputStream in = ShippedModels.class.getResourceAsStream(FOLDER + name + ".onnx")) {
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
