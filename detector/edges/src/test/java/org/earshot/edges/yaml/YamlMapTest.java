package org.earshot.edges.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.earshot.core.model.ConfigurationException;
import org.earshot.core.model.Naming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlMapTest {
    private static YamlMap parse(String yaml) {
        return YamlFile.parse(yaml, "f.yaml", Map.of("KEY", "s3cret"));
    }

    @Test
    void shouldReadEveryType() {
        YamlMap map = parse("""
                text: 007
                number: -12
                share: 0.25
                on: true
                list: [a, 'b']
                inner: {x: 22:00}
                maps:
                - {n: 1}
                - {n: 2}
                secret: "x${KEY}y"
                """);

        assertThat(map.text("text")).isEqualTo("007");
        assertThat(map.whole("number", 0, -20, 20)).isEqualTo(-12);
        assertThat(map.decimal("share", 0, 0, 1)).isEqualTo(0.25);
        assertThat(map.flag("on", false)).isTrue();
        assertThat(map.texts("list")).containsExactly("a", "b");
        assertThat(map.map("inner").text("x")).isEqualTo("22:00");
        assertThat(map.maps("maps")).extracting(m -> m.integer("n", 0, 0, 9)).containsExactly(1, 2);
        assertThat(map.filled("secret", "")).isEqualTo("xs3crety");
    }

    @Test
    void shouldGiveTheDefaultOfWhatIsLeftOut() {
        YamlMap map = parse("a: 1");

        assertThat(map.text("b", "x")).isEqualTo("x");
        assertThat(map.whole("b", 7, 0, 9)).isEqualTo(7);
        assertThat(map.flag("b", true)).isTrue();
        assertThat(map.texts("b")).isEmpty();
        assertThat(map.maps("b")).isEmpty();
        assertThat(map.map("b").has("c")).isFalse();
    }

    @Test
    void shouldNameFileLineAndKeyOfWhateverIsWrong() {
        refuses("a: 1\nb:\n", m -> m.text("b"), "f.yaml:2: b: has no value");
        refuses("a: 1\nb: ~\n", m -> m.whole("b", 0, 0, 1), "f.yaml:2: b: has no value");
        refuses("b: [1, ~]\n", m -> m.texts("b"), "f.yaml:1: b: has no value");
        refuses("b:\n- x\n-\n", m -> m.texts("b"), "f.yaml:3: b: has no value");
        refuses("a: 1\n", m -> m.text("b"), "f.yaml:1: b: is missing");
        refuses("\n\nb: [x]\n", m -> m.text("b"), "f.yaml:3: b: must be a single value, is a list");
        refuses("b: x\n", m -> m.texts("b"), "f.yaml:1: b: must be a list");
        refuses("b: x\n", m -> m.map("b"), "f.yaml:1: b: must hold keys and values, is a single value");
        refuses("b: [x]\n", m -> m.maps("b"), "f.yaml:1: b: must hold keys and values");
        refuses("b: 1.5\n", m -> m.whole("b", 0, 0, 9), "f.yaml:1: b: must be a whole number, is '1.5'");
        refuses("b: 10\n", m -> m.whole("b", 0, 0, 9), "f.yaml:1: b: must lie in 0..9, is 10");
        refuses("b: .nan\n", m -> m.decimal("b", 0, 0, 9), "f.yaml:1: b: must be a number");
        refuses("b: 1e99\n", m -> m.decimal("b", 0, 0, 9), "f.yaml:1: b: must lie in 0.0..9.0");
        refuses("b: maybe\n", m -> m.flag("b", true), "f.yaml:1: b: must be true or false, is 'maybe'");
        refuses("b: 'a<b'\n", m -> m.name("b", Naming.NAME), "f.yaml:1: b: has the character U+003C");
        refuses(
                "l:\n- n: 1\n- {x: 1,\n   nn: 2}\n",
                m -> m.maps("l").forEach(i -> i.only("n", "x")),
                "f.yaml:4: l[1].nn: unknown key; did you mean n?");
        refuses("a: 1\na: 2\n", m -> {}, "f.yaml:2: a: stands twice");
        refuses("{a: 1,\n ? : 2}\n", m -> {}, "f.yaml:2: a key must be a word");
        refuses("a: [\n", m -> {}, "f.yaml:2: not valid YAML");
        refuses("a: *b\n", m -> {}, "f.yaml:1: not valid YAML: found undefined alias b");
        refuses("- a\n", m -> {}, "f.yaml:1: the file must hold keys and values");
        refuses("# nothing\n", m -> {}, "f.yaml:1: the file is empty");
        refuses("a: " + "[".repeat(99), m -> {}, "f.yaml:1: not valid YAML: Nesting Depth exceeded");
        refuses("b: ${NONE}\n", m -> m.filled("b", ""), "f.yaml:1: b: uses ${NONE}, which is not set");
    }

    @Test
    void shouldBoundWhatAliasesMultiply() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 70; i++) {
            yaml.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertThatThrownBy(() -> parse(yaml.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("aliases");
    }

    @Test
    void shouldCutWhatItRepeatsOfTheFile() {
        assertThatThrownBy(() -> parse("a: *" + "b".repeat(10_000)))
                .message()
                .startsWith("f.yaml:1: not valid YAML: found undefined alias bbb")
                .hasSizeLessThan(1_100);
    }

    @Test
    void shouldSayWhyAFileCannotBeRead(@TempDir Path folder) throws Exception {
        Path latin = Files.write(folder.resolve("latin.yaml"), "name: Tür".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> YamlFile.read(folder.resolve("none.yaml"), Map.of()))
                .hasMessageContaining("none.yaml: no such file");
        assertThatThrownBy(() -> YamlFile.read(latin, Map.of())).hasMessageContaining("is not text in UTF-8");
    }

    private static void refuses(String yaml, Consumer<YamlMap> use, String message) {
        assertThatThrownBy(() -> use.accept(parse(yaml)))
                .as(yaml)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }
}
