package org.earshot.edges.yaml;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML as editors read it, by version 1.2: {@code on} and {@code no} are words and no truth values. */
final class EditorYaml {
    private EditorYaml() {}

    static Object load(String yaml) {
        DumperOptions unused = new DumperOptions();
        LoaderOptions options = new LoaderOptions();
        return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new Words()).load(yaml);
    }

    private static final class Words extends Resolver {
        private static final Pattern BOOLEAN = Pattern.compile("true|false");

        @Override
        public void addImplicitResolver(Tag tag, Pattern regexp, String first, int limit) {
            boolean truth = tag == Tag.BOOL;
            super.addImplicitResolver(tag, truth ? BOOLEAN : regexp, truth ? "tf" : first, limit);
        }
    }
}
