package org.earshot.edges.yaml;

import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.earshot.core.model.NearestName;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping in a YAML file: values by key, each of the type that is asked for. A value that is missing, null, of another
 * type or out of range is a {@link ConfigurationException} of the form {@code FILE:LINE: KEY: what is wrong}. Text is what
 * stands in the file: {@code 007}, {@code yes} and {@code 22:00} need no quotes.
 *
 * <pre>{@code
 * YamlMap root = YamlFile.read(Path.of("rules.yaml"), System.getenv());
 * root.only("rules");
 * for (YamlMap rule : root.maps("rules")) {
 *     String name = rule.text("name");                       // needed
 *     double score = rule.decimal("min_score", 0, 0, 1);     // 0 if left out, else 0..1
 * }
 * }</pre>
 *
 * <p>Immutable.
 */
public final class YamlMap {

    private final YamlFile file;
    private final String path;
    private final Mark start;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(Mark mark, Node value) {}

    YamlMap(YamlFile file, String path, MappingNode node) {
        this.file = file;
        this.path = path;
        this.start = node.getStartMark();
        for (NodeTuple tuple : node.getValue()) {
            Mark at = tuple.getKeyNode().getStartMark();
            if (!(tuple.getKeyNode() instanceof ScalarNode key)
                    || isNull(key)
                    || key.getValue().isEmpty()) {
                throw file.error(at, path, "a key must be a word, as in `key: value`");
            }
            if (entries.put(key.getValue(), new Entry(at, tuple.getValueNode())) != null) {
                throw file.error(at, path(key.getValue()), "stands twice; keep one of them");
            }
        }
    }

    private YamlMap(YamlFile file, String path, Mark start) {
        this.file = file;
        this.path = path;
        this.start = start;
    }

    /** Refuses every other key. */
    public YamlMap only(String... known) {
        return only(List.of(known));
    }

    /** Refuses every other key. */
    public YamlMap only(List<String> known) {
        for (Map.Entry<String, Entry> entry : entries.entrySet()) {
            if (!known.contains(entry.getKey())) {
                String near = NearestName.of(entry.getKey(), known)
                        .map(name -> "did you mean " + name + "? ")
                        .orElse("");
                throw error(entry.getKey(), "unknown key; " + near + "the keys here are " + String.join(", ", known));
            }
        }
        return this;
    }

    public boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The keys, in the order of the file. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    public boolean isMap(String key) {
        return needed(key) instanceof MappingNode;
    }

    public boolean isList(String key) {
        return needed(key) instanceof SequenceNode;
    }

    /** A text that must be there and must not be blank. */
    public String text(String key) {
        Node value = needed(key);
        String text = text(key, value);
        if (text.isBlank()) {
            throw error(key, "is blank; write a value");
        }
        return text;
    }

    /** A text that must be there and must be a good name of that kind. */
    public String name(String key, Naming kind) {
        String name = text(key);
        return requireName(key, name, kind);
    }

    /** A name of that kind that is in force if the key is left out. */
    public String name(String key, String otherwise, Naming kind) {
        return has(key) ? name(key, kind) : otherwise;
    }

    /** The keys themselves as names of that kind, in the order of the file. */
    public Set<String> names(Naming kind) {
        keys().forEach(key -> requireName(key, key, kind));
        return keys();
    }

    private String requireName(String key, String name, Naming kind) {
        kind.fault(name).ifPresent(fault -> {
            throw error(key, fault);
        });
        return name;
    }

    /** A text, which may be empty. */
    public String text(String key, String otherwise) {
        return has(key) ? text(key, needed(key)) : otherwise;
    }

    /** A text in which {@code ${NAME}} is replaced by the environment variable. Messages never show it. */
    public String filled(String key, String otherwise) {
        return has(key) ? scalar(key).filled(file.environment()) : otherwise;
    }

    private YamlScalar scalar(String key) {
        return new YamlScalar(text(key, needed(key)), what -> error(key, what));
    }

    /** Texts of a list; none if the key is left out. */
    public List<String> texts(String key) {
        return allParsed(key, text -> {
            if (text.isBlank()) {
                throw new IllegalArgumentException("an item is blank");
            }
            return text;
        });
    }

    /** Texts of a list that must be good names of that kind; none if the key is left out. */
    public List<String> names(String key, Naming kind) {
        return allParsed(key, name -> {
            kind.fault(name).ifPresent(fault -> {
                throw new IllegalArgumentException(fault);
            });
            return name;
        });
    }

    /** What a parser makes of a text; what it throws is reported together with the text. */
    public <T> T parsed(String key, T otherwise, Function<String, T> parser) {
        return has(key) ? parsed(key, needed(key), parser) : otherwise;
    }

    /** The same for each text of a list; nothing if the key is left out. */
    public <T> List<T> allParsed(String key, Function<String, T> parser) {
        return items(key).stream().map(item -> parsed(key, item, parser)).toList();
    }

    private <T> T parsed(String key, Node value, Function<String, T> parser) {
        String text = text(key, value);
        try {
            return parser.apply(text);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw file.error(
                    value.getStartMark(),
                    path(key),
                    "'" + YamlFile.shown(text) + "' is not valid (" + e.getMessage() + ")");
        }
    }

    /** A whole number. */
    public long whole(String key, long otherwise, long least, long most) {
        return has(key) ? scalar(key).whole(least, most) : otherwise;
    }

    /** The same for numbers that fit an int. */
    public int integer(String key, int otherwise, int least, int most) {
        return (int) whole(key, otherwise, least, most);
    }

    /** A number. */
    public double decimal(String key, double otherwise, double least, double most) {
        return has(key) ? scalar(key).decimal(least, most) : otherwise;
    }

    /** True or false. */
    public boolean flag(String key, boolean otherwise) {
        return has(key) ? scalar(key).flag() : otherwise;
    }

    /** A mapping; an empty one if the key is left out. */
    public YamlMap map(String key) {
        return has(key) ? map(key, path(key), needed(key)) : new YamlMap(file, path(key), start);
    }

    /** Mappings of a list; none if the key is left out. */
    public List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Node item : items(key)) {
            maps.add(map(key, path(key) + "[" + maps.size() + "]", item));
        }
        return maps;
    }

    /** What to throw where an item of a list cannot work. @param index of the item, from 0 */
    public ConfigurationException error(String key, int index, String what) {
        return file.error(items(key).get(index).getStartMark(), path(key), what);
    }

    /** What to throw where the value of a key cannot work. */
    public ConfigurationException error(String key, String what) {
        Entry entry = entries.get(key);
        return file.error(entry == null ? start : entry.mark, path(key), what);
    }

    /** What to throw where the mapping as a whole cannot work. */
    public ConfigurationException error(String what) {
        return file.error(start, path, what);
    }

    private Node needed(String key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            throw error(key, "is missing");
        }
        return requireValue(key, entry.value);
    }

    private Node requireValue(String key, Node value) {
        if (isNull(value)) {
            throw file.error(value.getStartMark(), path(key), "has no value; write one or remove it");
        }
        return value;
    }

    private List<Node> items(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (needed(key) instanceof SequenceNode list) {
            list.getValue().forEach(item -> requireValue(key, item));
            return list.getValue();
        }
        throw error(key, "must be a list, as in `" + YamlFile.shown(key) + ": [a, b]`, is " + kind(needed(key)));
    }

    private String text(String key, Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw file.error(value.getStartMark(), path(key), "must be a single value, is " + kind(value));
    }

    private YamlMap map(String key, String at, Node value) {
        if (value instanceof MappingNode mapping) {
            return new YamlMap(file, at, mapping);
        }
        throw file.error(value.getStartMark(), path(key), "must hold keys and values, is " + kind(value));
    }

    private String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static boolean isNull(Node node) {
        return Tag.NULL.equals(node.getTag());
    }

    private static String kind(Node node) {
        return node instanceof SequenceNode ? "a list" : node instanceof MappingNode ? "a mapping" : "a single value";
    }
}
