package org.earshot.detector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the direction of imports that ARCHITECTURE.md draws. */
class ArchitectureTest {
    private static final String ROOT = "org.earshot.detector.";
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("org.earshot.detector");
    }

    @Test
    void shouldKeepKafkaOutOfSignalAndInferenceCode() {
        noClasses()
                .that()
                .resideInAnyPackage(of("audio", "dsp", "model", "infer", "decode", "detect"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "kafka..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldKeepOnnxRuntimeInsideInfer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "infer..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldImportOnlyDownwards() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(of("audio", "dsp", "infer", "decode", "detect", "stream", "app"))
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .that()
                .resideInAnyPackage(of("audio", "dsp", "infer", "decode"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(of("detect", "stream", "app"))
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "detect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(of("stream", "app"))
                .allowEmptyShould(true)
                .check(classes);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "stream..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "app..")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching(ROOT + "(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(classes);
    }

    private static String[] of(String... packages) {
        String[] whole = new String[packages.length];
        for (int i = 0; i < packages.length; i++) {
            whole[i] = ROOT + packages[i] + "..";
        }
        return whole;
    }
}
