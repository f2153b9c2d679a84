package org.earshot.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the direction of imports in the trainer, and that the detector never needs it. */
class ArchitectureTest {
    private static final String ROOT = "org.earshot.trainer.";
    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                // The other modules' tests, as archives.
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("org.earshot");
    }

    @Test
    void shouldMakeDataWithoutKnowingWhatLearnsFromIt() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "data..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "net..", ROOT + "train..", ROOT + "eval..", ROOT + "export..", ROOT + "app..")
                .check(classes);
    }

    @Test
    void shouldMeasureAndExportWithoutATrainingLibrary() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "data..", ROOT + "eval..", ROOT + "export..", ROOT + "separation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", ROOT + "net..", ROOT + "train..")
                .check(classes);
    }

    @Test
    void shouldTeachWithoutATrainingLibrary() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "teach..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", ROOT + "net..", ROOT + "app..")
                .check(classes);
    }

    @Test
    void shouldKeepTheTrainerOutOfTheDetector() {
        noClasses()
                .that()
                .resideInAPackage("org.earshot.core..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.earshot.trainer..")
                .check(classes);
    }

    @Test
    void shouldHaveNoCycleBetweenPackages() {
        slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void shouldHavePackagesThatOneCanLookOver() {
        Map<String, Integer> sizes = new TreeMap<>();
        classes.stream()
                .filter(type -> type.isTopLevelClass() && type.getPackageName().startsWith(ROOT))
                .forEach(type -> sizes.merge(type.getPackageName(), 1, Integer::sum));

        assertThat(sizes)
                .isNotEmpty()
                .allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
    }
}
