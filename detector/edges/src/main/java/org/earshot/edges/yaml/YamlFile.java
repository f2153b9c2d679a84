package org.earshot.edges.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.earshot.core.model.ConfigurationException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One YAML file, and how to speak of its lines. The file is parsed to nodes only: no tag of it makes an object, and depth,
 * aliases and size have a bound.
 *
 * <p>Immutable.
 *
 * @param origin the file's name, for messages
 * @param environment what {@code ${NAME}} in a value may stand for
 */
public record YamlFile(String origin, Map<String, String> environment) {
    private static final int MAX_CHARS = 3 << 20;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 50;
    private static final int SHOWN_CHARS = 60;
    private static final int MESSAGE_CHARS = 1_000;

    public YamlFile {
        environment = Map.copyOf(environment);
    }

    /**
     * Reads a file, whose top level must be a mapping.
     *
     * @throws ConfigurationException if it cannot be read or is no such file
     */
    public static YamlMap read(Path file, Map<String, String> environment) {
        try {
            return parse(Files.readString(file), file.toString(), environment);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": is not text in UTF-8; save it as UTF-8", e);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": no such file; check the path", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read (" + e + "); name a readable file", e);
        }
    }

    /** The same for a text that is at hand. */
    public static YamlMap parse(String yaml, String origin, Map<String, String> environment) {
        return parseIfAny(yaml, origin, environment)
                .orElseThrow(() ->
                        new ConfigurationException(origin + ":1: the file is empty; write `key: value`, one a line"));
    }

    /** The same where the file may hold nothing but comments; then there is no mapping. */
    public static Optional<YamlMap> parseIfAny(String yaml, String origin, Map<String, String> environment) {
        YamlFile file = new YamlFile(origin, environment);
        Node root = file.compose(yaml);
        if (root == null || Tag.NULL.equals(root.getTag())) {
            return Optional.empty();
        }
        if (root instanceof MappingNode mapping) {
            return Optional.of(new YamlMap(file, "", mapping));
        }
        throw file.error(root.getStartMark(), "", "the file must hold keys and values, one `key: value` a line");
    }

    private Node compose(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        try {
            return new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark() == null ? e.getContextMark() : e.getProblemMark();
            throw error(mark, "", "not valid YAML: " + e.getProblem());
        } catch (YAMLException | IllegalArgumentException e) {
            // Limits, and numbers that the parser itself does not guard, come without a line.
            throw error(null, "", "not valid YAML: " + e.getMessage());
        }
    }

    /** @param key where in the file, in words of the file; may be empty */
    ConfigurationException error(Mark mark, String key, String what) {
        int line = mark == null ? 1 : mark.getLine() + 1;
        return new ConfigurationException(origin + ":" + line + ": " + (key.isEmpty() ? "" : shown(key) + ": ")
                + oneLine(cut(what, MESSAGE_CHARS)));
    }

    /** Text of the file, cut short for a message. */
    static String shown(String text) {
        return oneLine(cut(text, SHOWN_CHARS));
    }

    private static String cut(String text, int chars) {
        return text.length() <= chars ? text : text.substring(0, chars) + "...";
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]+", " ");
    }
}
