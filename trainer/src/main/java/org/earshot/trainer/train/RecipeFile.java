package org.earshot.trainer.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.earshot.core.model.ConfigurationException;
import org.earshot.trainer.net.pooling.AdaptiveDistancePooling;
import org.earshot.trainer.net.tagger.TrainingPrecision;

/**
 * Recipes as YAML: built-in ones ({@code light}, {@code full}, {@code tune}, {@code paper},
 * {@code medium}, {@code small}) and the user's own. Every
 * key is required and no other is allowed; only the section {@code adaptive} is optional.
 */
public final class RecipeFile {
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** The optional section. */
    private static final String ADAPTIVE = "adaptive";

    /** The sections that determine the weights of a network. */
    private static final List<String> NETWORK =
            List.of("network", "ddc", "fap", "ap", "gwrp", "attention", "talnet", ADAPTIVE);

    private RecipeFile() {}

    /**
     * Reads a recipe.
     *
     * @param nameOrPath the name of a shipped recipe, or a file
     * @param overrides dotted keys and their values, e.g. {@code train.seed=7} or {@code network.channels=8,16}
     */
    public static Recipe read(String nameOrPath, Map<String, String> overrides) {
        ObjectNode tree = tree(nameOrPath);
        overrides.forEach((key, value) -> override(tree, key, value));
        return bind(tree, nameOrPath);
    }

    /**
     * Reads a recipe but takes the network from another one: the sections {@code network}, {@code ddc} and those of
     * poolings and baselines are replaced by the other's.
     *
     * @param nameOrPath the name of a shipped recipe, or a file
     * @param networkOf the other recipe, as {@link #write} wrote it; empty for none
     * @param overrides dotted keys and their values
     */
    public static Recipe read(String nameOrPath, String networkOf, Map<String, String> overrides) {
        ObjectNode tree = tree(nameOrPath);
        try {
            if (MAPPER.readTree(networkOf) instanceof ObjectNode other) {
                for (String section : NETWORK) {
                    if (other.has(section)) {
                        tree.set(section, other.get(section));
                    }
                }
            }
        } catch (JsonProcessingException e) {
            throw new ConfigurationException("the recipe to start from: " + firstLine(e.getMessage()), e);
        }
        overrides.forEach((key, value) -> override(tree, key, value));
        return bind(tree, nameOrPath);
    }

    /** The recipe as YAML, complete. */
    public static String write(Recipe recipe) {
        try {
            return MAPPER.writeValueAsString(recipe);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static Recipe parse(String yaml) {
        try {
            JsonNode tree = MAPPER.readTree(yaml);
            if (tree instanceof ObjectNode object) {
                addLaterKeys(object);
            }
            return bind(tree, "the checkpoint's recipe");
        } catch (JsonProcessingException e) {
            throw new ConfigurationException("the checkpoint's recipe: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * The recipe of a run that goes on, which stays what it was.
     *
     * @param begun the run's recipe, as {@link #write} wrote it
     * @param overrides dotted keys and values that are asked for
     * @throws ConfigurationException if one of them is not the run's
     */
    public static Recipe resumed(String begun, Map<String, String> overrides) {
        Recipe recipe = parse(begun);
        overrides.forEach((key, value) -> {
            ObjectNode tree = MAPPER.valueToTree(recipe);
            override(tree, key, value);
            if (!bind(tree, "of the run").equals(recipe)) {
                JsonNode was = MAPPER.valueToTree(recipe).at("/" + key.replace('.', '/'));
                throw new ConfigurationException("--resume: " + key + " of this run is "
                        + (was.isMissingNode() ? "not set" : was) + ", not " + value
                        + "; leave it out, or begin a new run");
            }
        });
        return recipe;
    }

    /** Adds keys that older checkpoints lack, with the behaviour before the key existed. */
    private static void addLaterKeys(ObjectNode tree) {
        if (tree.get("train") instanceof ObjectNode train && !train.has("precision")) {
            train.put("precision", TrainingPrecision.FP32.name());
        }
        if (tree.get("train") instanceof ObjectNode train) {
            for (String key : List.of("averageDecay", "auxiliaryWeight")) {
                if (!train.has(key)) {
                    train.put(key, 0);
                }
            }
            if (!train.has("teaching")) {
                train.putObject("teaching").put("tags", 0).put("masks", 0);
            }
            for (JsonNode phase : train.path("phases")) {
                if (phase instanceof ObjectNode object && !object.has("contextFrames")) {
                    object.put("contextFrames", 0);
                }
            }
        }
        if (tree.get("augment") instanceof ObjectNode augment) {
            for (String key : List.of("shiftBands", "maskShare", "maskBands", "mixShare")) {
                if (!augment.has(key)) {
                    augment.put(key, 0);
                }
            }
        }
    }

    private static ObjectNode tree(String nameOrPath) {
        String resource = "/org/earshot/trainer/recipes/" + nameOrPath + ".yaml";
        try (InputStream shipped = RecipeFile.class.getResourceAsStream(resource)) {
            JsonNode tree =
                    shipped != null ? MAPPER.readTree(shipped) : MAPPER.readTree(Files.readString(Path.of(nameOrPath)));
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigurationException("recipe " + nameOrPath + ": not a YAML mapping");
        } catch (JsonProcessingException e) {
            throw new ConfigurationException("recipe " + nameOrPath + ": " + firstLine(e.getMessage()), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recipe bind(JsonNode tree, String name) {
        if (tree instanceof ObjectNode object && !object.has(ADAPTIVE)) {
            object.putNull(ADAPTIVE);
        }
        try {
            return MAPPER.treeToValue(tree, Recipe.class);
        } catch (JsonProcessingException e) {
            if (e.getCause() instanceof ConfigurationException wrong) {
                throw wrong;
            }
            throw new ConfigurationException("recipe " + name + ": " + firstLine(e.getMessage()), e);
        }
    }

    private static void override(ObjectNode tree, String key, String value) {
        if (key.startsWith(ADAPTIVE + ".") && !tree.has(ADAPTIVE)) {
            tree.putObject(ADAPTIVE).put("stride", AdaptiveDistancePooling.NONE.stride());
        }
        int dot = key.lastIndexOf('.');
        JsonNode parent = dot < 0 ? tree : tree.at("/" + key.substring(0, dot).replace('.', '/'));
        String name = key.substring(dot + 1);
        if (!(parent instanceof ObjectNode section) || !section.has(name)) {
            throw new ConfigurationException("--set " + key + ": the recipe has no such key");
        }
        JsonNode old = section.get(name);
        if (old instanceof ArrayNode) {
            ArrayNode list = section.putArray(name);
            for (String item : value.split(",")) {
                list.add(parsed(item.trim()));
            }
        } else if (old.isObject()) {
            throw new ConfigurationException("--set " + key + ": is a section; give one of its keys");
        } else {
            section.set(name, parsed(value));
        }
    }

    private static JsonNode parsed(String value) {
        try {
            return MAPPER.readTree(value);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException("value " + value + ": cannot be read", e);
        }
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }
}
