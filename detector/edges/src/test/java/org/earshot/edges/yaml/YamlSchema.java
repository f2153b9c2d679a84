package org.earshot.edges.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** A schema of {@code docs/schema}, by which editors complete and check the YAML that people write. */
public record YamlSchema(JsonNode text, JsonSchema schema) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param name such as {@code alerts} */
    public static YamlSchema read(String name) throws IOException {
        Path file = Path.of("..", "..", "docs", "schema", name + ".schema.json");
        JsonNode text = JSON.readTree(Files.readString(file));
        return new YamlSchema(
                text, JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(text));
    }

    /** Holds the keys that the schema knows at a place against those of the reader. */
    public void requireKeys(String pointer, List<String> keys) {
        List<String> known = new ArrayList<>();
        text.at(pointer).fieldNames().forEachRemaining(known::add);
        assertThat(known).as(pointer).containsExactlyInAnyOrderElementsOf(keys);
    }

    /** Holds it against an example: good as it is, and bad with an unknown key in any of its mappings. */
    public void requireToTake(String yaml) {
        JsonNode example = tree(yaml);

        assertThat(faults(example)).isEmpty();
        List<ObjectNode> mappings = new ArrayList<>();
        collect(example, mappings);
        assertThat(mappings).isNotEmpty().allSatisfy(mapping -> {
            mapping.put("unknown_key", 1);
            assertThat(faults(example)).as("%s", mapping).isNotEmpty();
            mapping.remove("unknown_key");
        });
    }

    /** What is wrong with a file. */
    public Set<ValidationMessage> faults(String yaml) {
        return faults(tree(yaml));
    }

    /** As editors read it, by YAML 1.2: the key on is a word. */
    private static JsonNode tree(String yaml) {
        LoaderOptions options = new LoaderOptions();
        Resolver resolver = new Resolver() {
            @Override
            public void addImplicitResolver(Tag tag, Pattern pattern, String first, int limit) {
                boolean bool = tag.equals(Tag.BOOL);
                super.addImplicitResolver(
                        tag, bool ? Pattern.compile("true|false") : pattern, bool ? "tf" : first, limit);
            }
        };
        Yaml reader = new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                resolver);
        return JSON.valueToTree(reader.<Object>load(yaml));
    }

    private Set<ValidationMessage> faults(JsonNode node) {
        return schema.validate(node);
    }

    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode mapping) {
            into.add(mapping);
        }
        node.forEach(child -> collect(child, into));
    }
}
