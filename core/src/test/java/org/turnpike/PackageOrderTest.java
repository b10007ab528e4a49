package org.turnpike;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The order of packages in core, as the design draws it: a package sees those before it and none after it. */
class PackageOrderTest {

    /** Lowest first. {@code data} stands beside {@code program}: it sees no other package, and every later one may see it. */
    private static final List<String> ORDER =
            List.of("program", "execution", "field", "solver", "sensitivity", "objective", "model", "training");

    private static JavaClasses core;

    @BeforeAll
    static void readClasses() {
        core = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.turnpike");
    }

    @TestFactory
    Stream<DynamicTest> lowerPackagesNeverSeeHigherOnes() {
        return IntStream.range(0, ORDER.size() - 1)
                .mapToObj(rank -> DynamicTest.dynamicTest(ORDER.get(rank), () -> {
                    String[] higher = ORDER.subList(rank + 1, ORDER.size()).stream()
                            .map(PackageOrderTest::tree)
                            .toArray(String[]::new);
                    check(noClasses()
                            .that()
                            .resideInAPackage(tree(ORDER.get(rank)))
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(higher));
                }));
    }

    @Test
    void dataSeesNoOtherPackage() {
        check(noClasses()
                .that()
                .resideInAPackage(tree("data"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ORDER.stream().map(PackageOrderTest::tree).toArray(String[]::new)));
    }

    @Test
    void programSeesNoData() {
        check(noClasses()
                .that()
                .resideInAPackage(tree("program"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(tree("data")));
    }

    @Test
    void everyClassIsInAKnownPackage() {
        String[] known = Stream.concat(ORDER.stream(), Stream.of("data"))
                .map(PackageOrderTest::tree)
                .toArray(String[]::new);
        check(classes().should().resideInAnyPackage(known));
    }

    @Test
    void coreKnowsNothingOfSpark() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", "com.typesafe.config.."));
    }

    @Test
    void onlyTheVectorBackEndSeesTheIncubatorModule() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(tree("execution.vector"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.."));
    }

    @Test
    void onlyTheNd4jBackEndSeesNd4j() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(tree("execution.nd4j"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.bytedeco.."));
    }

    @Test
    void noCycles() {
        check(slices().matching("org.turnpike.(**)").should().beFreeOfCycles());
    }

    private static String tree(String name) {
        return "org.turnpike." + name + "..";
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(core);
    }
}
