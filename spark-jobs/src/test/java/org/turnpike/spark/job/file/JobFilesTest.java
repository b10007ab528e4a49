package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The job files that come with Turnpike. */
class JobFilesTest {
    private static final Path CONF = Path.of("..", "conf");

    static Stream<Path> jobFiles() throws IOException {
        try (Stream<Path> files = Files.walk(CONF)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".conf"))
                    .filter(file -> !List.of("reference.conf", "spark-defaults.conf")
                            .contains(file.getFileName().toString()))
                    .toList();
            return found.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("jobFiles")
    void eachIsValidShortAndExplained(Path file) throws IOException {
        List<String> settings = new ArrayList<>();
        if (Files.readString(file).contains("data.train=")) {
            settings.add("data.train=table.csv");
        }
        // a directory of the user's, by the environment
        if (Pattern.compile("\\$\\{[A-Z]+}|\ninclude ")
                .matcher(Files.readString(file))
                .find()) {
            settings.addAll(List.of("data.train=images", "data.test=images"));
        }
        assertThat(JobPlan.of(JobFile.load(file.toString(), settings)).stages()).isNotEmpty();
        // A reproduction's file has the settings of every method that it compares.
        boolean isReproduction = CONF.relativize(file).startsWith("reproduce");
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(isReproduction ? 40 : 30);
        assertThat(file)
                .content()
                .startsWith("# ")
                .contains("submit/turnpike train --conf conf/" + CONF.relativize(file));
    }

    @Test
    void thereIsOneForEachProblem() throws IOException {
        assertThat(jobFiles().map(file -> file.getFileName().toString()))
                .contains("two-moons.conf", "annuli.conf", "spirals.conf", "breast-cancer.conf", "mnist-mlp.conf")
                .contains("mnist.conf", "fashion-mnist.conf", "cifar-10.conf");
    }
}
