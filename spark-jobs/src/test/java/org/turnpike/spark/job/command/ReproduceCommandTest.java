package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.source.ImageFolder;

/** {@code reproduce}, with trainings so short that nothing is learned. */
class ReproduceCommandTest {
    @TempDir
    Path directory;

    @Test
    void everyExperimentIsTrainedAndTold() throws Exception {
        Commanded first = reproduce("stable", "--set", "vanilla.epochs=2");
        assertThat(first.code()).as(first.errors()).isEqualTo(ExitCode.DONE);
        Path page = directory.resolve("results/stable.md");
        assertThat(first.out()).contains("results  " + page + ": Half-moons");
        assertThat(page)
                .content()
                .contains("## Half-moons", "## Three spirals", "second-order", "stochastic", "vanilla")
                .doesNotContain("Still to come");
        assertThat(directory.resolve("results/stable")).isDirectoryContaining("glob:**/negation-flows.svg");
        assertThat(directory.resolve("runs/stable/negation/seed-1/metrics.json"))
                .exists();
        String text = Files.readString(page);
        Commanded again = reproduce("stable", "--set", "vanilla.epochs=2");
        assertThat(again.errors()).contains("nothing to do").doesNotContain("epochs done");
        assertThat(page).hasContent(text);
    }

    @Test
    void theTablesOfDepthAreTrainedAndTold() throws Exception {
        Commanded run = reproduce(
                "deep",
                "--set",
                "every-stage.epochs=2",
                "--set",
                "forward-search={epochs=2,threshold=0}",
                "--set",
                "lyapunov-pretrain.epochs=2",
                "--set",
                "every-stage.optimizer.rate=0.001",
                "--set",
                "solver.step=0.25",
                "--set",
                "snopt.optimizer.rate=0.001",
                "--set",
                "model.hidden=[4]",
                // does not wait for the just-in-time compiler fifteen times
                "--set",
                "backend=reference");
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve("results/deep.md"))
                .content()
                .contains(
                        "Two moons (Table 1)", "| combined |", "vanilla, adjoint, adaptive", "held-out NLL", "46.64 s");
        for (String picture : List.of("moons", "annuli", "cnf-moons", "cnf-circles")) {
            assertThat(directory.resolve("results/deep/" + picture + ".svg"))
                    .content()
                    .startsWith("<svg");
        }
    }

    /** Table 2 of drawn images: of a grey folder in place of each set. */
    @Test
    void theTableOfImagesIsTrainedAndTold() throws Exception {
        for (int image = 0; image < 12; image++) {
            for (String part : List.of("train", "test")) {
                for (String kind : List.of("cat", "dog")) {
                    int seed = image + (kind.equals("dog") ? 100 : 0) + (part.equals("test") ? 50 : 0);
                    ImageFolder.write(
                            directory.resolve("images/" + part + "/" + kind + "/" + image + ".png"), 13, 13, seed);
                }
            }
        }
        Commanded run = reproduce(
                "images",
                "--epochs",
                "2",
                "--rows",
                "16",
                "--set",
                "data.train=" + directory.resolve("images/train"),
                "--set",
                "data.test=" + directory.resolve("images/test"),
                "--set",
                "model.channels=2",
                "--set",
                "model.groups=1",
                "--set",
                "solver.step=0.5");
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.DONE);
        assertThat(directory.resolve("results/images.md"))
                .content()
                .contains("## MNIST", "## Fashion-MNIST", "## CIFAR-10", "| 14; 2 |", "λ = 0.1", "402.6", "0.3606")
                .doesNotContain("Still to come");
        assertThat(directory.resolve("results/images/cifar-10.svg"))
                .content()
                .startsWith("<svg")
                .contains("<polyline");
        assertThat(reproduce("images", "--rows", "none").complaint())
                .isEqualTo("--rows: expected a count of at least 1, found 'none'. Write --rows 5.");
    }

    @Test
    void whatCannotBeReproducedIsNamed() {
        Commanded unknown = reproduce("stabel");
        assertThat(unknown.code()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.complaint()).contains("'stabel'", "Did you mean 'stable'?");
        assertThat(reproduce("stable", "--seeds", "0").complaint())
                .isEqualTo("--seeds: expected a count of at least 1, found '0'. Write --seeds 5.");
        Commanded failing = reproduce("stable", "--set", "solver.rtol=none");
        assertThat(failing.code()).isEqualTo(ExitCode.USAGE);
        assertThat(failing.complaint()).contains("a tolerance beside the other one", "runs that are done are kept");
    }

    private Commanded reproduce(String name, String... more) {
        List<String> words = new ArrayList<>(List.of("reproduce", name, "--jobs", "../conf/reproduce"));
        words.addAll(List.of("--output", directory.resolve("runs").toString()));
        words.addAll(List.of("--results", directory.resolve("results").toString()));
        words.addAll(List.of(more));
        if (!words.contains("--seeds")) {
            words.addAll(List.of("--seeds", "1"));
        }
        return Commanded.run(words.toArray(String[]::new));
    }
}
