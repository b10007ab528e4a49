package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user reads, and a scheduler gets, where the input is bad: through the real {@code submit/turnpike}. */
class LauncherBadInputIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x,y,kind\\n1,2,a\\n3,b\\n       | line 3: expected 3 fields
            x,y,kind\\n1,2,a\\n3,q,b\\n     | line 3, column 'y': expected a finite number, found 'q'
            x,y,kind\\n1,NaN,a\\n3,4,b\\n   | line 2, column 'y': expected a finite number, found 'NaN'
            x,y,kind\\n1,2,a\\n3,4,a\\n     | column 'kind': expected at least two classes, found only 'a' in 2 rows
            ``                              | expected rows of data, found an empty file
            """)
    void aTableThatCannotBeUsedEndsWithThree(String text, String complaint) throws Exception {
        Path table = Files.writeString(directory.resolve("table.csv"), text.replace("\\n", "\n"));
        refuses(3, complaint, "--set", "data.train=" + table);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model.hidden=[0]                             | each a whole number of at least 1 for model.hidden
            model.hidden=[-3]                            | each a whole number of at least 1 for model.hidden
            minimum-time.terminal-time={lower=2,upper=1} | The bounds of the terminal time must satisfy
            data.train=mons?n=512                        | Did you mean 'moons'?
            """)
    void settingsThatCannotBeEndWithTwo(String setting, String complaint) throws Exception {
        refuses(2, complaint, "--set", setting);
    }

    @Test
    void imagesThatEndTooEarlyEndWithThree() throws Exception {
        Path images = directory.resolve("train-images-idx3-ubyte");
        Files.write(images, new byte[] {0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 9, 1});
        Files.write(directory.resolve("train-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
        refuses(3, "expected 729 more bytes, found only 1 before its end", "--set", "data.train=" + images);
    }

    /** Tasks fail here, which Spark by itself tells with three stack traces. */
    @Test
    void aParquetFileThatIsNoneEndsWithThree() throws Exception {
        Path table = Files.writeString(directory.resolve("table.parquet"), "PAR1 and nothing that follows");
        String errors = refuses(3, "expected a Parquet table that Spark can read", "--set", "data.train=" + table);
        assertThat(errors).doesNotContain("Exception", "ERROR", "WARN ");
    }

    @Test
    void aRowOfManyFilesThatCannotBeUsedEndsWithThree() throws Exception {
        Path tables = Files.createDirectory(directory.resolve("tables"));
        Files.writeString(tables.resolve("one.csv"), "x,y,kind\n1,2,a\n3,4,b\n");
        Files.writeString(tables.resolve("two.csv"), "x,y,kind\n1,2,a\n3,q,b\n");
        String errors = refuses(3, "expected a finite number, found 'q'", "--set", "data.train=" + tables);
        assertThat(errors).doesNotContain("Exception", "ERROR", "WARN ");
    }

    @Test
    void aLabelOfTheTestRowsThatTrainingNeverSawEndsWithThree() throws Exception {
        Path train = Files.writeString(directory.resolve("train.csv"), "x,kind\n1,0\n2,1\n");
        Path test = Files.writeString(directory.resolve("test.csv"), "x,kind\n1,7\n");
        refuses(
                3,
                "line 2, column 'kind': expected one of the classes 0, 1, found '7'",
                "--set",
                "data.train=" + train,
                "--set",
                "data.test=" + test);
    }

    @Test
    void aTruncatedModelEndsWithThree() throws Exception {
        Path run = directory.resolve("run");
        assertThat(turnpike(0, train()).length()).isPositive();
        Path weights = run.resolve("model/weights.safetensors");
        byte[] whole = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(whole, whole.length - 8));
        assertThat(turnpike(3, List.of("evaluate", "--model", run.toString(), "--data", "moons?n=8")))
                .contains("weights.safetensors")
                .doesNotContain("\tat ");
    }

    @Test
    void aTrainingThatDivergesEndsWithFourAndSaysWhatIsKept() throws Exception {
        List<String> words = new ArrayList<>(train());
        words.addAll(List.of("--set", "minimum-time.optimizer.rate=1e30", "--set", "minimum-time.optimizer.name=sgd"));
        assertThat(turnpike(4, words))
                .containsAnyOf("is kept in", "none is written")
                .doesNotContain("\tat ");
    }

    /** Standard error. */
    private String refuses(int code, String complaint, String... more) throws Exception {
        List<String> words = new ArrayList<>(train());
        words.addAll(List.of(more));
        String errors = turnpike(code, words);
        assertThat(errors).contains(complaint).doesNotContain("\tat ");
        assertThat(directory.resolve("run/model")).doesNotExist();
        return errors;
    }

    private List<String> train() throws IOException {
        Path job = Files.writeString(directory.resolve("job.conf"), """
                data.train = "moons?n=32"
                model { hidden = [4], output = identity }
                solver.steps = 2
                stages = [ minimum-time ]
                minimum-time.epochs = 20
                progress = none
                """);
        return List.of(
                "train",
                "--conf",
                job.toString(),
                "--output",
                directory.resolve("run").toString());
    }

    /** Standard error of the launcher, once it has ended with {@code code}. */
    private String turnpike(int code, List<String> words) throws IOException, InterruptedException {
        Launcher.Ended ended = new Launcher(directory).run(Map.of(), words.toArray(String[]::new));
        assertThat(ended.exitCode()).as(ended.errors()).isEqualTo(code);
        return ended.errors();
    }
}
