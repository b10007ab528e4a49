package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.storage.ObjectStoreFileSystem;

/** {@code publish}, and the commands that read what it has published. */
class PublishCommandTest {
    private static final int RUNS = 4;
    private static final String STORE = "spark.hadoop.fs.objects.impl";

    @TempDir
    static Path runs;

    @TempDir
    Path directory;

    private String models;

    /** Four models that differ. */
    @BeforeAll
    static void train() throws IOException {
        System.setProperty(STORE, ObjectStoreFileSystem.class.getName());
        String job = Files.writeString(runs.resolve("job.conf"), """
                data.train = "moons?n=32"
                model.hidden = [4]
                solver.steps = 2
                stages = [ vanilla ]
                vanilla.epochs = 1
                """).toString();
        for (int seed = 0; seed < RUNS; seed++) {
            assertThat(Commanded.run("train", "--conf", job, "--output", run(seed), "--set", "model.seed=" + seed)
                            .code())
                    .isEqualTo(ExitCode.DONE);
        }
    }

    @AfterAll
    static void forgetTheStore() {
        System.clearProperty(STORE);
    }

    @BeforeEach
    void name() {
        models = directory.resolve("models").toString();
    }

    @Test
    void theDirectoryStandsForItsCurrentModel() {
        assertThat(publish("--model", run(0))).contains("the current model is", "from " + run(0), "before: none");
        assertThat(loss(models)).isEqualTo(loss(run(0)));
        assertThat(publish("--model", run(1))).contains("from " + run(1));
        assertThat(loss(models)).isEqualTo(loss(run(1))).isNotEqualTo(loss(run(0)));
        Commanded inspected = Commanded.run("inspect", models);
        assertThat(inspected.out().lines().filter(line -> line.startsWith("published")))
                .hasSize(2)
                .first()
                .asString()
                .contains("from " + run(1));
        assertThat(inspected.out()).contains("model ", "metrics ");
    }

    @Test
    void theSameModelIsNotPublishedTwice() throws IOException {
        publish("--model", run(0));
        String pointer = Files.readString(Path.of(models, "current.json"));
        assertThat(publish("--model", run(0))).contains("was the current model already");
        assertThat(Files.readString(Path.of(models, "current.json"))).isEqualTo(pointer);
    }

    @Test
    void theModelBeforeComesBack() {
        publish("--model", run(0));
        publish("--model", run(1));
        assertThat(publish("--previous")).contains("from " + run(0));
        assertThat(loss(models)).isEqualTo(loss(run(0)));
        publish("--previous");
        assertThat(loss(models)).isEqualTo(loss(run(1)));
    }

    @Test
    void asManyStayAsAreAskedFor() throws IOException {
        IntStream.range(0, RUNS).forEach(seed -> publish("--model", run(seed), "--keep", "2"));
        try (Stream<Path> kept = Files.list(Path.of(models))) {
            assertThat(kept.filter(Files::isDirectory)).hasSize(2);
        }
        publish("--previous");
        assertThat(loss(models)).isEqualTo(loss(run(RUNS - 2)));
    }

    @Test
    void anObjectStoreDoesAsWell() {
        String store = "objects://" + models;
        publishTo(store, "--model", run(0));
        publishTo(store, "--model", run(1));
        assertThat(loss(store)).isEqualTo(loss(run(1)));
        publishTo(store, "--previous");
        assertThat(loss(store)).isEqualTo(loss(run(0)));
    }

    @Test
    void whatCannotBePublishedIsRefused() throws IOException {
        refuses(
                ExitCode.DATA,
                "expected a model's directory",
                "--model",
                directory.resolve("none").toString());
        refuses(ExitCode.USAGE, "expected --model or --previous, found both", "--model", run(0), "--previous");
        refuses(ExitCode.USAGE, "expected a whole number of at least 2, found '1'", "--model", run(0), "--keep", "1");
        refuses(ExitCode.USAGE, "found nothing published", "--previous");
        refuses(ExitCode.USAGE, "expected --model and its value");
        publish("--model", run(0));
        refuses(ExitCode.USAGE, "found only the current one", "--previous");
        Files.writeString(Path.of(models, "current.json"), "{}");
        refuses(ExitCode.DATA, "current.json", "--model", run(1));
    }

    private void refuses(ExitCode code, String complaint, String... words) {
        Commanded refused = run(models, words);
        assertThat(refused.code()).as(refused.errors()).isEqualTo(code);
        assertThat(refused.complaint()).contains(complaint);
    }

    private String publish(String... words) {
        return publishTo(models, words);
    }

    private static String publishTo(String place, String... words) {
        Commanded published = run(place, words);
        assertThat(published.code()).as(published.errors()).isEqualTo(ExitCode.DONE);
        return published.out();
    }

    private static Commanded run(String place, String... words) {
        return Commanded.run(Stream.concat(Stream.of("publish", "--output", place), Stream.of(words))
                .toArray(String[]::new));
    }

    private static String loss(String model) {
        Commanded evaluated = Commanded.run("evaluate", "--model", model, "--data", "moons?n=64&seed=3", "--json");
        assertThat(evaluated.code()).as(evaluated.errors()).isEqualTo(ExitCode.DONE);
        return evaluated.out().replaceFirst(".*\"loss\":([^,]*),.*", "$1");
    }

    private static String run(int seed) {
        return runs.resolve("run-" + seed).toString();
    }
}
