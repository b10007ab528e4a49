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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;

/** {@code evaluate}, {@code predict} and {@code inspect}, on a model of a table with names in it. */
class ModelCommandsTest {
    @TempDir
    static Path directory;

    private static String run;

    /** The smaller of the two numbers decides: a class that a few epochs learn. */
    @BeforeAll
    static void trainAModel() throws IOException {
        StringBuilder text = new StringBuilder("id,width,height,kind\n");
        for (int row = 0; row < 60; row++) {
            int width = row * 7 % 13;
            int height = row * 5 % 11;
            text.append("n")
                    .append(row)
                    .append(',')
                    .append(width)
                    .append(',')
                    .append(height)
                    .append(',');
            text.append(width < height ? "\"tall, thin\"" : "broad").append('\n');
        }
        String train = Files.writeString(directory.resolve("train.csv"), text).toString();
        String job = Files.writeString(directory.resolve("job.conf"), """
                data { label = kind, id = id, standardise = true, validation = 0.2, train = "%s" }
                solver.steps = 4
                stages = [ vanilla ]
                vanilla { epochs = 60, optimizer.rate = 0.1 }
                """.formatted(train))
                .toString();
        run = directory.resolve("run").toString();
        assertThat(Commanded.run("train", "--conf", job, "--output", run).code())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void aRunKnowsWhatItCanBeMeasuredOn() throws IOException {
        Commanded evaluated = Commanded.run("evaluate", "--model", run, "--json");
        assertThat(evaluated.code()).as(evaluated.errors()).isEqualTo(ExitCode.DONE);
        JsonNode metrics = new ObjectMapper().readTree(evaluated.out());
        JsonNode trained =
                new ObjectMapper().readTree(Path.of(run, "metrics.json").toFile());
        for (String name : List.of("rows", "loss", "accuracy", "validation_loss", "validation_accuracy")) {
            assertThat(metrics.path(name)).as(name).isEqualTo(trained.path(name));
        }
        assertThat(metrics.path("accuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void otherRowsAreMeasuredByTheRunsOwnColumns() throws IOException {
        String other = file("other.csv", "kind,height,width\nbroad,1,9\n\"tall, thin\",9,1\n");
        String json = directory.resolve("metrics.json").toString();
        Commanded evaluated = Commanded.run(
                "evaluate", "--model", run + "/model", "--data", other, "--output", json, "--set", "data.id=none");
        assertThat(evaluated.code()).as(evaluated.errors()).isEqualTo(ExitCode.DONE);
        assertThat(evaluated.out()).containsPattern("data +2 +[0-9.e-]+ +100.00 %");
        assertThat(Files.readString(Path.of(json))).contains("\"accuracy\" : 1.0");
    }

    @Test
    void predictionsKeepOrderAndId() throws IOException {
        String other = file("new.csv", "height,id,width\n1,\"a,b\",9\n9,007,1\nx,bad,1\n5,z,8\n");
        String output = directory.resolve("deep/er/predicted.csv").toString();
        Commanded predicted = Commanded.run(
                "predict", "--model", run, "--data", other, "--output", output, "--set", "data.invalid=skip");
        assertThat(predicted.code()).as(predicted.errors()).isEqualTo(ExitCode.DONE);
        assertThat(predicted.errors())
                .contains("3 rows of " + other + " scored into " + output + "; 1 invalid row skipped, the first: ");
        List<String> lines = Files.readAllLines(Path.of(output));
        assertThat(lines.get(0)).isEqualTo("id,prediction,probability_broad,\"probability_tall, thin\"");
        assertThat(lines.get(1)).startsWith("\"a,b\",broad,0.9");
        assertThat(lines.get(2)).startsWith("007,\"tall, thin\",");
        assertThat(lines.get(3)).startsWith("z,broad,");
        double sum = Arrays.stream(lines.get(3).split(","))
                .skip(2)
                .mapToDouble(Double::parseDouble)
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-6));

        Commanded.run(
                "predict",
                "--model",
                run,
                "--data",
                other,
                "--output",
                output,
                "--set",
                "data.invalid=skip",
                "--set",
                "data.id=none");
        assertThat(Files.readAllLines(Path.of(output)).stream().map(line -> line.substring(0, line.indexOf(','))))
                .containsExactly("row", "0", "1", "3");
    }

    @Test
    void rowsThatCannotBeSolvedHaveNoPredictionAndAreTold() throws IOException {
        String steep = directory.resolve("steep").toString();
        String job = file("steep.conf", """
                data.train = "moons?n=16"
                model { activation = relu, output = identity }
                stages = [ vanilla ]
                vanilla { epochs = 1, terminal-time = 50 }
                """);
        assertThat(Commanded.run("train", "--conf", job, "--output", steep).code())
                .isEqualTo(ExitCode.DONE);
        String far = file("far.csv", "x,y,kind\n0,0,0\n3e38,3e38,1\n");
        String output = directory.resolve("far-predicted.csv").toString();
        Commanded predicted = Commanded.run("predict", "--model", steep, "--data", far, "--output", output);
        assertThat(predicted.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(predicted.complaint())
                .startsWith("rows without a prediction are empty in " + output + ", since they could not be solved. The"
                        + " first: Row 1: ");
        assertThat(Files.readAllLines(Path.of(output)))
                .hasSize(3)
                .contains("1,,,")
                .filteredOn(line -> line.matches("0,[01],.+,.+"))
                .hasSize(1);
        Commanded evaluated = Commanded.run("evaluate", "--model", steep, "--data", far, "--json");
        assertThat(evaluated.code()).isEqualTo(ExitCode.DIVERGED);
        assertThat(evaluated.out()).contains("\"loss\":null");
        assertThat(evaluated.complaint()).startsWith(far + ": Row ");
    }

    @Test
    void inspectionIsInPlainWords() {
        assertThat(Commanded.run("inspect", run).out())
                .startsWith("run      done; begun ")
                .contains("data     48 training rows of ")
                .contains("stage    vanilla: all epochs done after 60 epochs in ")
                .contains("metrics  training loss ")
                .contains("model    2 inputs → field MLP 16 (tanh) → affine → 2 classes; 88 parameters")
                .contains("solver   rk4, 4 equal steps; from 0 to t_f = 1\n")
                .contains("inputs   width, height; standardised")
                .contains("outputs  2 classes: broad, 'tall, thin'");
        assertThat(Commanded.run("inspect", run + "/model").out()).startsWith("model    2 inputs");
    }

    @Test
    void whatIsNoModelIsBadData() throws IOException {
        String nothing = directory.resolve("nothing").toString();
        for (String[] words : new String[][] {
            {"inspect", nothing},
            {"evaluate", "--model", nothing},
            {"predict", "--model", nothing, "--data", "moons", "--output", nothing + "/x.csv"},
            {"stage", "vanilla", "--input", nothing, "--output", nothing + "/run"}
        }) {
            Commanded refused = Commanded.run(words);
            assertThat(refused.code()).isEqualTo(ExitCode.DATA);
            assertThat(refused.complaint())
                    .isEqualTo(nothing
                            + ": expected a model's directory with its model.json, or a run's that holds a model,"
                            + " found nothing there. Name the directory that train was given as --output; a run has a model"
                            + " once a stage has ended.");
        }
        assertThat(Path.of(nothing)).doesNotExist();
    }

    @Test
    void aDamagedOrForeignModelIsBadData() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("copy"));
        for (String name : List.of("model.json", "weights.safetensors")) {
            Files.copy(Path.of(run, "model", name), copy.resolve(name));
        }
        byte[] weights = Files.readAllBytes(copy.resolve("weights.safetensors"));
        Files.write(copy.resolve("weights.safetensors"), Arrays.copyOf(weights, weights.length / 2));
        Commanded truncated = Commanded.run("inspect", copy.toString());
        assertThat(truncated.code()).isEqualTo(ExitCode.DATA);
        assertThat(truncated.complaint())
                .startsWith(copy + "/weights.safetensors")
                .contains("expected", "found");

        weights[weights.length - 1] ^= 1;
        Files.write(copy.resolve("weights.safetensors"), weights);
        assertThat(Commanded.run("inspect", copy.toString()).complaint()).contains("expected the SHA-256 ");

        Files.writeString(copy.resolve("model.json"), "{\"format\": \"onnx\"}");
        Commanded foreign = Commanded.run("inspect", copy.toString());
        assertThat(foreign.code()).isEqualTo(ExitCode.DATA);
        assertThat(foreign.complaint()).contains("expected the format 'turnpike-model', found 'onnx'.");
    }

    @Test
    void dataThatDoNotFitTheModelAreBadData() throws IOException {
        Commanded generator = Commanded.run("evaluate", "--model", run, "--data", "moons?n=8");
        assertThat(generator.code()).isEqualTo(ExitCode.DATA);
        assertThat(generator.complaint()).contains("expected").doesNotContain("fault of Turnpike's own");
        Commanded column = Commanded.run(
                "predict", "--model", run, "--data", file("less.csv", "id,width\n1,2\n"), "--output", run + "/p.csv");
        assertThat(column.code()).isEqualTo(ExitCode.DATA);
        assertThat(column.complaint()).contains("expected a column 'height'");
    }

    @Test
    void aModelAloneNeedsToBeToldItsData() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("alone"));
        try (Stream<Path> files = Files.list(Path.of(run, "model"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Commanded refused = Commanded.run("evaluate", "--model", copy.toString());
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.complaint()).startsWith("evaluate: expected --data and a path or generator");
    }

    @Test
    void inspectFollowsTheSolutionsOfRows() throws IOException {
        String rows = file("rows.csv", "id,kind,height,width\n1,broad,1,9\n2,\"tall, thin\",9,1\n");
        Commanded inspected = Commanded.run("inspect", run, "--data", rows, "--compare", run);
        assertThat(inspected.code()).as(inspected.errors()).isEqualTo(ExitCode.DONE);
        assertThat(inspected.out())
                .contains("rows     2 rows of " + rows)
                .contains("energy   none that this field would dissipate")
                .containsPattern("rest     the state still moves by [0-9.e-]+ a unit of time at t_f")
                .containsPattern(
                        "noise    inputs shaken by 5.0 % of their spread: predictions move by [0-9.e-]+ in the mean,"
                                + " [0-9.]+ % change class; " + run + ": predictions move by");
        assertThat(Commanded.run("inspect", run, "--compare", run).complaint())
                .isEqualTo(
                        "inspect: expected --data beside --compare, found --compare alone. Add --data with the rows to"
                                + " compare the models on.");
    }

    private static String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
