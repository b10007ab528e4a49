package org.turnpike.spark.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each class and test that {@code docs/papers.md} names is there. */
class PapersPageTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();
    private static final Path PAGE = PROJECT.resolve("docs/papers.md");
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");

    private static Map<String, Path> sources;

    @BeforeAll
    static void findSources() throws IOException {
        try (Stream<Path> core = Files.walk(PROJECT.resolve("core/src"));
                Stream<Path> spark = Files.walk(PROJECT.resolve("spark-jobs/src"))) {
            sources = Stream.concat(core, spark)
                    .filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsNamedIsThere() throws IOException {
        return NAME.matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1) + (result.group(2) == null ? "" : "#" + result.group(2)))
                .distinct()
                .map(name -> DynamicTest.dynamicTest(name, () -> assertIsThere(name)));
    }

    private static void assertIsThere(String name) throws IOException {
        Matcher parts = Pattern.compile("(\\w+)(?:#(\\w+))?").matcher(name);
        assertThat(parts.matches()).isTrue();
        assertThat(sources).containsKey(parts.group(1));
        if (parts.group(2) != null) {
            assertThat(Files.readString(sources.get(parts.group(1)))).contains("void " + parts.group(2) + "(");
        }
    }

    @Test
    void eachStatementHasAClassAndATest() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("|") && !line.startsWith("|-") && !line.startsWith("| statement"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            String[] cells = row.split("\\|");
            assertThat(NAME.matcher(cells[3]).find()).as(row).isTrue();
            assertThat(NAME.matcher(cells[4]).results().map(test -> test.group(1)))
                    .as(row)
                    .isNotEmpty()
                    .allMatch(test -> test.endsWith("Test"));
        });
    }
}
