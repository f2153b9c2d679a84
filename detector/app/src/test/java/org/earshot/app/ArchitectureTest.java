package org.earshot.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the direction of imports that ARCHITECTURE.md draws, between the packages of all modules of the detector. That a
 * module imports only what its POM names, the compiler holds.
 */
class ArchitectureTest {
    private static final String ROOT = "org.earshot.";
    private static final int MOST_CLASSES = 25;

    /** Every package, and those of its own module that it may import; a module's package may import all modules below. */
    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            entry("core.model", Set.of()),
            entry("core.log", Set.of()),
            entry("core.alarm", Set.of()),
            entry("core.audio", Set.of("core.model")),
            entry("core.audio.flac", Set.of("core.audio", "core.model")),
            entry("core.audio.file", Set.of("core.audio", "core.audio.flac", "core.model")),
            entry("core.dsp", Set.of("core.model")),
            entry("core.infer", Set.of("core.model")),
            entry("core.decode", Set.of("core.model")),
            entry("core.detect.state", Set.of("core.model")),
            entry(
                    "core.detect",
                    Set.of("core.model", "core.audio", "core.dsp", "core.infer", "core.decode", "core.detect.state")),
            entry("core.capture", Set.of("core.model", "core.audio", "core.detect.state")),
            entry("core.level", Set.of("core.model", "core.capture", "core.detect")),
            entry(
                    "core.live",
                    Set.of(
                            "core.model",
                            "core.audio",
                            "core.infer",
                            "core.detect",
                            "core.detect.state",
                            "core.capture",
                            "core.level")),
            entry(
                    "core.files",
                    Set.of(
                            "core.model",
                            "core.log",
                            "core.audio",
                            "core.audio.file",
                            "core.audio.flac",
                            "core.dsp",
                            "core.infer",
                            "core.decode",
                            "core.detect")),
            entry("core", Set.of("core.model", "core.capture", "core.infer", "core.detect", "core.live", "core.files")),
            entry("streams.framing", Set.of()),
            entry("streams.evidence", Set.of()),
            entry("streams.level", Set.of()),
            entry("streams.topology", Set.of("streams.framing", "streams.evidence", "streams.level")),
            entry("streams.replay", Set.of("streams.framing", "streams.topology")),
            entry("edges.yaml", Set.of()),
            entry("edges.evidence", Set.of()),
            entry("edges.feed.source", Set.of()),
            entry("edges.feed", Set.of("edges.yaml", "edges.feed.source")),
            entry("edges.bridge", Set.of("edges.yaml")),
            entry("edges.alert.rule", Set.of()),
            entry("edges.alert.template", Set.of("edges.alert.rule")),
            entry("edges.alert.sink", Set.of("edges.alert.rule", "edges.alert.template", "edges.evidence")),
            entry(
                    "edges.alert",
                    Set.of(
                            "edges.yaml",
                            "edges.evidence",
                            "edges.alert.rule",
                            "edges.alert.template",
                            "edges.alert.sink")),
            entry("app.config", Set.of()),
            entry("app.logging", Set.of()),
            entry("app.metrics", Set.of()),
            entry("app.http", Set.of("app.config")),
            entry("app.page", Set.of("app.http")),
            entry("app.setup", Set.of("app.config", "app.page")),
            entry("app.health", Set.of("app.config", "app.http", "app.metrics", "app.setup")),
            entry("app.demo", Set.of("app.config", "app.http", "app.logging", "app.page", "app.setup")),
            entry("app.bench", Set.of("app.config", "app.setup")),
            entry("app.calibrate", Set.of()),
            entry("app.listen", Set.of()),
            entry(
                    "app.command",
                    Set.of(
                            "app.config",
                            "app.logging",
                            "app.metrics",
                            "app.http",
                            "app.page",
                            "app.setup",
                            "app.health",
                            "app.listen",
                            "app.calibrate",
                            "app.demo")),
            entry("app.command.read", Set.of("app.command")),
            entry("app.command.file", Set.of("app.command", "app.config", "app.setup")),
            entry("app", Set.of("app.command.file", "app.command.read", "app.command", "app.bench", "app.listen")));

    /** Libraries, and the packages that alone may know them. */
    private static final Map<String, Set<String>> KNOWN_TO = Map.of(
            "org.apache.kafka..", Set.of("streams", "edges.feed", "edges.bridge", "edges.alert", "app"),
            "ai.onnxruntime..", Set.of("core.infer"),
            "io.micrometer..", Set.of("streams.topology", "streams.level", "app"),
            "io.javalin..", Set.of("app.http", "app.page"),
            "picocli..", Set.of("app"),
            "jakarta.mail..", Set.of("edges.alert"),
            "com.hivemq..", Set.of("edges.bridge"),
            "software.amazon..", Set.of("edges.evidence"),
            "org.yaml.snakeyaml..", Set.of("edges.yaml"),
            "java.awt..", Set.of("edges.evidence"));

    /** Modules, each above those before it. */
    private static final List<String> MODULES = List.of("core", "streams", "edges", "app");

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // The other modules' tests, as archives.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(MODULES.stream().map(module -> ROOT + module).toArray(String[]::new));
    }

    @Test
    void shouldHaveARuleForEveryPackageAndAPackageForEveryRule() {
        Set<String> packages = new TreeSet<>();
        classes.forEach(type -> packages.add(packageOf(type)));

        assertThat(packages).isEqualTo(new TreeSet<>(MAY_IMPORT.keySet()));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void shouldImportOnlyWhatThePackageMay(String name) {
        Set<String> imported = classes.stream()
                .filter(type -> packageOf(type).equals(name))
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(type -> type.getBaseComponentType())
                .filter(type -> classes.contain(type.getName()))
                .map(ArchitectureTest::packageOf)
                .filter(target -> !target.equals(name))
                .filter(target -> module(target) >= module(name))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(MAY_IMPORT.get(name)).containsAll(imported);
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
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void shouldHavePackagesThatOneCanLookOver() {
        Map<String, Integer> sizes = new TreeMap<>();
        classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .forEach(type -> sizes.merge(packageOf(type), 1, Integer::sum));

        assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MOST_CLASSES));
    }

    private static Stream<String> packages() {
        return MAY_IMPORT.keySet().stream().sorted();
    }

    private static Stream<String> libraries() {
        return KNOWN_TO.keySet().stream().sorted();
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().substring(ROOT.length());
    }

    private static int module(String name) {
        return MODULES.indexOf(name.split("\\.")[0]);
    }

    private static String[] whole(Set<String> names) {
        return names.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    }
}
