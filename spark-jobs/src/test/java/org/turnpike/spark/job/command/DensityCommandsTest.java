package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;

/** The density of a table, from training to samples: a Gaussian, whose likelihood is known, far from the origin. */
class DensityCommandsTest {
    private static final double MEAN = 20;
    private static final double[] DEVIATION = {3, 0.5};
    private static final long SEED = 12;

    @TempDir
    static Path directory;

    private static String run;

    @BeforeAll
    static void trainAModel() throws IOException {
        Random random = new Random(SEED);
        StringBuilder text = new StringBuilder("id,width,height,comment\n");
        for (int row = 0; row < 400; row++) {
            text.append(row)
                    .append(',')
                    .append(MEAN + DEVIATION[0] * random.nextGaussian())
                    .append(',')
                    .append(MEAN + DEVIATION[1] * random.nextGaussian())
                    .append(",none\n");
        }
        String train = file("train.csv", text.toString());
        String job = file("job.conf", """
                data { task = density, id = id, features = [width, height], standardise = true, validation = 0.25
                       train = "%s" }
                model { field = concat, hidden = [8], trace = hutchinson }
                cost.kinetic-energy = 0.01
                solver.steps = 5
                stages = [ vanilla ]
                vanilla { epochs = 60, optimizer.rate = 0.02 }
                """.formatted(train));
        run = directory.resolve("run").toString();
        Commanded trained = Commanded.run("train", "--conf", job, "--output", run);
        assertThat(trained.code()).as(trained.errors()).isEqualTo(ExitCode.DONE);
        assertThat(trained.out()).contains("NLL");
        assertThat(trained.errors()).contains("with its trace by Hutchinson's estimate (rademacher)");
    }

    /** The entropy of the Gaussian, within 4 standard errors of a mean over 100 rows and what little training leaves. */
    @Test
    void metricsAreOfTheRowsAsTheyAre() throws IOException {
        JsonNode metrics =
                new ObjectMapper().readTree(Path.of(run, "metrics.json").toFile());
        double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(DEVIATION[0]) + Math.log(DEVIATION[1]);
        assertThat(metrics.path("validation_nll").asDouble()).isCloseTo(entropy, within(0.4));
        assertThat(metrics.path("nll").asDouble()).isCloseTo(entropy, within(0.3));
        assertThat(metrics.path("nll")).isEqualTo(metrics.path("loss"));
        assertThat(metrics.has("accuracy")).isFalse();
        assertThat(metrics.has("mse")).isFalse();
        assertThat(Files.readString(Path.of(run, "history.csv"))).contains(",validation_nll\n");
        assertThat(Path.of(run, "report.html")).exists();
    }

    @Test
    void logDensitiesAreWritten() throws IOException {
        String rows = file("new.csv", "height,width,id\n20,20,at the mean\n20,40,far\n");
        String output = directory.resolve("densities.csv").toString();
        Commanded predicted = Commanded.run("predict", "--model", run, "--data", rows, "--output", output);
        assertThat(predicted.code()).as(predicted.errors()).isEqualTo(ExitCode.DONE);
        List<String> lines = Files.readAllLines(Path.of(output));
        assertThat(lines.get(0)).isEqualTo("id,log_density");
        double highest = -Math.log(2 * Math.PI) - Math.log(DEVIATION[0]) - Math.log(DEVIATION[1]);
        assertThat(Double.parseDouble(lines.get(1).split(",")[1])).isCloseTo(highest, within(0.5));
        assertThat(Double.parseDouble(lines.get(2).split(",")[1])).isLessThan(highest - 8);
    }

    @Test
    void samplesAreLikeTheRows() throws IOException {
        String output = directory.resolve("deep/samples.csv").toString();
        Commanded drawn = Commanded.run("sample", "--model", run, "--rows", "500", "--output", output, "--seed", "3");
        assertThat(drawn.code()).as(drawn.errors()).isEqualTo(ExitCode.DONE);
        assertThat(drawn.errors()).contains("500 rows drawn into " + output + ", by 20 evaluations of the field each");
        List<String> lines = Files.readAllLines(Path.of(output));
        assertThat(lines).hasSize(501).startsWith("width,height");
        for (int column = 0; column < 2; column++) {
            int number = column;
            double[] values = lines.stream()
                    .skip(1)
                    .mapToDouble(line -> Double.parseDouble(line.split(",")[number]))
                    .toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            double square = Arrays.stream(values)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(MEAN, within(0.3 * DEVIATION[column]));
            assertThat(Math.sqrt(square)).isCloseTo(DEVIATION[column], within(0.3 * DEVIATION[column]));
        }
        Commanded evaluated = Commanded.run("evaluate", "--model", run, "--data", output, "--set", "data.id=none");
        assertThat(evaluated.code()).as(evaluated.errors()).isEqualTo(ExitCode.DONE);
        String again = directory.resolve("again.csv").toString();
        Commanded.run("sample", "--model", run, "--rows", "20", "--output", again, "--seed", "3");
        assertThat(Files.readAllLines(Path.of(again))).isEqualTo(lines.subList(0, 21));
    }

    @Test
    void whatIsAskedWronglyIsTold() throws IOException {
        Commanded rows = Commanded.run("sample", "--model", run, "--rows", "0", "--output", "/nowhere");
        assertThat(rows.code()).isEqualTo(ExitCode.USAGE);
        assertThat(rows.complaint())
                .contains("--rows: expected a whole number from 1 to 2147483647, found '0'. Write --rows 1000");
        String job = file("label.conf", "data { task = density, label = kind, train = moons }\nstages = [ vanilla ]\n");
        Commanded label = Commanded.run("train", "--conf", job, "--output", "/nowhere");
        assertThat(label.code()).isEqualTo(ExitCode.USAGE);
        assertThat(label.complaint()).contains("none with data.task = density", "found 'kind'");
    }

    private static String file(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content).toString();
    }
}
