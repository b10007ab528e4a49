package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.KeyedRandom;
import org.turnpike.spark.failure.ExitCode;

/** Where the rows lie, in memory, on disk, in one file or in many, changes no bit of what is learned. */
class DealtTrainingTest {
    private static final int ROWS = 300;

    @TempDir
    Path directory;

    @Test
    void rowsOnDiskTrainToTheSameBits() throws IOException {
        List<String> lines = rows();
        String one = file("one.csv", lines);
        file("parts/a.csv", lines.subList(0, 40));
        file("parts/b.csv", lines.subList(40, 41));
        file("parts/c.csv", lines.subList(41, ROWS));
        train("memory", "--set", "data.train=" + one);
        train("disk", "--set", "data.train=" + directory.resolve("parts"), "--set", "cluster.memory-share=0");

        assertThat(weights("disk")).isEqualTo(weights("memory"));
        assertThat(history("disk")).isEqualTo(history("memory"));
        assertThat(Files.readString(directory.resolve("disk/report.html"))).contains("Turnpike");

        Commanded again = run("disk", "--set", "data.train=" + one);
        assertThat(again.errors() + again.out()).contains("nothing to do");
        Commanded evaluated = Commanded.run(
                "evaluate",
                "--model",
                directory.resolve("disk").toString(),
                "--set",
                "cluster.memory-share=0",
                "--json");
        assertThat(evaluated.code()).isEqualTo(ExitCode.DONE);
        assertThat(evaluated.out()).contains("\"rows\":240").contains("\"validation_rows\":60");
    }

    @Test
    void predictionsOfAnySourceAreWrittenAsATable() throws IOException {
        String parts =
                Path.of(file("parts/a.csv", rows().subList(0, 40))).getParent().toString();
        file("parts/b.csv", rows().subList(40, 60));
        train("run", "--set", "data.train=" + file("one.csv", rows()), "--set", "stages=[vanilla]");
        Commanded alone = predict(parts + "/a.csv", "alone.csv");
        assertThat(alone.code()).as(alone.errors()).isEqualTo(ExitCode.DONE);
        Commanded together = predict(parts, "together.json");
        assertThat(together.code()).as(together.errors()).isEqualTo(ExitCode.DONE);
        assertThat(together.errors()).contains("60 rows of " + parts + " scored into ");
        List<String> lines = new ArrayList<>();
        try (Stream<Path> written = Files.list(directory.resolve("together.json"))) {
            for (Path part : written.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(part));
            }
        }
        assertThat(lines).hasSize(60);
        String[] first =
                Files.readAllLines(directory.resolve("alone.csv")).get(1).split(",");
        assertThat(lines)
                .anyMatch(
                        line -> line.contains("\"prediction\":\"" + first[1] + "\"") && line.contains(":" + first[2]));
        Commanded generated = predict("moons?n=3", "moons.parquet");
        assertThat(generated.code()).isEqualTo(ExitCode.USAGE);
    }

    private Commanded predict(String data, String output) {
        return Commanded.run(
                "predict",
                "--model",
                directory.resolve("run").toString(),
                "--data",
                data,
                "--output",
                directory.resolve(output).toString());
    }

    private void train(String output, String... settings) {
        Commanded trained = run(output, settings);
        assertThat(trained.code()).as(trained.errors()).isEqualTo(ExitCode.DONE);
    }

    private Commanded run(String output, String... settings) {
        return Commanded.run(Stream.concat(
                        Stream.of(
                                "train",
                                "--conf",
                                job().toString(),
                                "--output",
                                directory.resolve(output).toString()),
                        Stream.of(settings))
                .toArray(String[]::new));
    }

    private Path job() {
        try {
            return Files.writeString(directory.resolve("job.conf"), """
                    data { validation = 0.2, standardise = true, weight = w, label = kind }
                    model { hidden = [8] }
                    solver { method = rk4, step = 0.5 }
                    stages = [ vanilla, minimum-time ]
                    vanilla { epochs = 3, batch = 50 }
                    minimum-time { epochs = 3 }
                    cluster.logical-shards = 3
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] weights(String run) throws IOException {
        return Files.readAllBytes(directory.resolve(run).resolve("model/weights.safetensors"));
    }

    /** Without the seconds. */
    private List<String> history(String run) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve(run).resolve("history.csv"));
        List<String> names = List.of(lines.get(0).split(","));
        assertThat(names).contains("seconds");
        int seconds = names.indexOf("seconds");
        return lines.stream()
                .map(line -> {
                    String[] fields = line.split(",");
                    fields[seconds] = "";
                    return String.join(",", fields);
                })
                .toList();
    }

    private static List<String> rows() {
        KeyedRandom random = new KeyedRandom("dealt training", 3);
        return Stream.generate(() -> {
                    float x = (float) random.nextGaussian();
                    float y = (float) random.nextGaussian();
                    return x + "," + y + "," + (x * y > 0 ? "same" : "other") + "," + (1 + random.nextInt(3));
                })
                .limit(ROWS)
                .toList();
    }

    private String file(String name, List<String> rows) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, "x,y,kind,w\n" + String.join("\n", rows) + "\n")
                .toString();
    }
}
