package org.turnpike.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packages beside Spark: {@code job} is the top and {@code failure} the ground, with no cycle between. */
class PackageOrderTest {
    private static JavaClasses shell;

    @BeforeAll
    static void readClasses() {
        shell = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.turnpike.spark");
    }

    @Test
    void noCycles() {
        slices().matching("org.turnpike.spark.(*)..").should().beFreeOfCycles().check(shell);
    }

    @Test
    void nothingSeesTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.turnpike.spark.job..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.turnpike.spark.job..")
                .check(shell);
    }

    @Test
    void commandsRunTrainingsAndTrainingsReadJobFiles() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("command")
                .definedBy("org.turnpike.spark.job.command")
                .layer("training")
                .definedBy("org.turnpike.spark.job.training")
                .layer("file")
                .definedBy("org.turnpike.spark.job.file")
                .whereLayer("command")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("training")
                .mayOnlyBeAccessedByLayers("command")
                .whereLayer("file")
                .mayOnlyBeAccessedByLayers("command", "training")
                .check(shell);
    }

    @Test
    void onlyJobFilesSeeHocon() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.turnpike.spark.job..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.typesafe.config..")
                .check(shell);
    }
}
