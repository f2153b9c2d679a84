package org.earshot.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the direction of imports that ARCHITECTURE.md draws. */
class ArchitectureTest {
    private static final String ROOT = "org.earshot.detector.";

    /** Every package, and those of the detector that it may import. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("model", Set.of()),
            Map.entry("log", Set.of()),
            Map.entry("yaml", Set.of("model")),
            Map.entry("wire", Set.of("model")),
            Map.entry("audio", Set.of("model")),
            Map.entry("dsp", Set.of("model")),
            Map.entry("infer", Set.of("model")),
            Map.entry("decode", Set.of("model")),
            Map.entry("detect", Set.of("model", "audio", "dsp", "infer", "decode")),
            Map.entry("evidence", Set.of("model", "log", "audio", "dsp", "infer", "decode", "detect")),
            Map.entry("live", Set.of("model", "audio", "infer", "detect")),
            Map.entry("stream", Set.of("model", "log", "wire", "audio", "infer", "detect", "live", "evidence")),
            Map.entry("feed", Set.of("model", "log", "wire", "yaml", "audio")),
            Map.entry("bridge", Set.of("model", "log", "wire", "yaml", "audio")),
            Map.entry("alert", Set.of("model", "log", "wire", "yaml")),
            Map.entry("replay", Set.of("model", "wire", "stream")),
            Map.entry(
                    "app",
                    Set.of(
                            "model",
                            "log",
                            "wire",
                            "audio",
                            "dsp",
                            "infer",
                            "detect",
                            "evidence",
                            "live",
                            "stream",
                            "feed",
                            "bridge",
                            "alert",
                            "replay")));

    /** Libraries, and the packages that alone may know them. */
    private static final Map<String, Set<String>> KNOWN_TO = Map.of(
            "org.apache.kafka..", Set.of("wire", "stream", "feed", "bridge", "alert", "replay", "app"),
            "ai.onnxruntime..", Set.of("infer"),
            "io.micrometer..", Set.of("stream", "app"),
            "io.javalin..", Set.of("app"),
            "picocli..", Set.of("app"),
            "jakarta.mail..", Set.of("alert"),
            "com.hivemq..", Set.of("bridge"),
            "software.amazon..", Set.of("evidence"),
            "org.yaml.snakeyaml..", Set.of("yaml"),
            "java.awt..", Set.of("evidence"));

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.earshot.detector");
    }

    @Test
    void shouldHaveARuleForEveryPackageAndAPackageForEveryRule() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type ->
                packages.add(type.getPackageName().substring(ROOT.length()).split("\\.")[0]));

        assertThat(packages).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void shouldImportOnlyWhatThePackageMay(String name) {
        Set<String> others = new TreeSet<>(MAY_IMPORT.keySet());
        others.removeAll(MAY_IMPORT.get(name));
        others.remove(name);

        noClasses()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(whole(others))
                .check(classes);
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void shouldKeepALibraryToThePackagesThatAreForIt(String library) {
        Set<String> known = KNOWN_TO.get(library);

        noClasses()
                .that()
                .resideOutsideOfPackages(whole(known))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(classes);
        for (String name : known) {
            assertThat(classes.stream()
                            .filter(type -> type.getPackageName().startsWith(ROOT + name))
                            .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                            .map(dependency -> dependency.getTargetClass().getPackageName()))
                    .as("%s knows %s", name, library)
                    .anyMatch(target -> target.startsWith(library.replace("..", "")));
        }
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(classes);
    }

    private static Stream<String> packages() {
        return MAY_IMPORT.keySet().stream().sorted();
    }

    private static Stream<String> libraries() {
        return KNOWN_TO.keySet().stream().sorted();
    }

    private static String[] whole(Set<String> names) {
        return names.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    }
}
