package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.storage.FullFileSystem;

/** What {@code train} says of input that it cannot use: one message, the right exit code, nothing lost. */
class BadInputTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            x,kind\\n1,a\\n2,b,c\\n      | , line 3: expected 2 fields as in the first line, found 3.
            x,kind\\n1,a\\nfive,b\\n     | , line 3, column 'x': expected a finite number, found 'five'.
            x,kind\\nNaN,a\\n2,b\\n      | , line 2, column 'x': expected a finite number, found 'NaN'.
            x,kind\\n1,a\\n-Infinity,b\\n| , line 3, column 'x': expected a finite number, found '-Infinity'.
            x,kind\\n1,a\\n1e39,b\\n     | , line 3, column 'x': expected a number of at most 3.4e38
            x,kind\\n1,a\\n2,\\n         | , line 3, column 'kind': expected a class label, found an empty field.
            x,kind\\n1,a\\n2,a\\n        | , column 'kind': expected at least two classes, found only 'a' in 2 rows.
            x,kind\\n1,0.5\\n2,1.5\\n    | , column 'kind': expected class labels, which are whole numbers or names, found
            x,kind\\n                    | : expected rows after the header, found none.
            ``                           | : expected rows of data, found an empty file.
            `x,kind\\n"1,a\\n`           | , after line 1: expected fields that follow the rules of CSV, found
            x\\n1\\n                     | , header: expected a feature beside the columns used otherwise, found one column
            """)
    void aTableThatCannotBeUsedIsNamedWithThePlace(String text, String complaint) throws IOException {
        String table = file("table.csv", text.replace("\\n", "\n"));
        Commanded refused = train("--set", "data.train=" + table);
        assertThat(refused.code()).isEqualTo(ExitCode.DATA);
        assertThat(refused.complaint()).startsWith(table + complaint).hasLineCount(1);
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void aTableThatIsNotThereIsNamed() throws IOException {
        Commanded refused = train("--set", "data.train=" + directory + "/none.csv");
        assertThat(refused.code()).isEqualTo(ExitCode.DATA);
        assertThat(refused.complaint())
                .isEqualTo(directory + "/none.csv: expected a file, found nothing there. Check the path.");
        Path empty = Files.createDirectory(directory.resolve("empty"));
        Commanded nothing = train("--set", "data.train=" + empty);
        assertThat(nothing.code()).isEqualTo(ExitCode.DATA);
        assertThat(nothing.complaint())
                .isEqualTo(empty
                        + ": expected a directory with files of data, found none. Check what wrote the directory.");
    }

    @Test
    void aFormatThatIsNoneIsNamed() throws IOException {
        Path table = directory.resolve("table.csv");
        Files.write(table, new byte[] {(byte) 0xff, (byte) 0xfe, 'x', 0, ',', 0});
        assertThat(train("--set", "data.train=" + table).complaint()).contains("expected text in UTF-8");
        Files.write(table, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2});
        Commanded gzip = train("--set", "data.train=" + table);
        assertThat(gzip.complaint()).contains("expected an intact gzip file");
        assertThat(gzip.code()).isEqualTo(ExitCode.DATA);
        Path images = directory.resolve("train-images-idx3-ubyte");
        Files.write(images, new byte[] {0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 9, 0, 0, 0, 9, 1});
        Files.write(directory.resolve("train-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
        Commanded idx = train("--set", "data.train=" + images);
        assertThat(idx.complaint()).startsWith(images + ": expected 729 more bytes, found only 1 before its end.");
        assertThat(idx.code()).isEqualTo(ExitCode.DATA);
    }

    @Test
    void aLabelOutsideItsRangeIsNamed() throws IOException {
        String train = file("train.csv", "x,kind\n1,0\n2,1\n");
        String test = file("test.csv", "x,kind\n1,7\n");
        Commanded refused = train("--set", "data.train=" + train, "--set", "data.test=" + test);
        assertThat(refused.code()).isEqualTo(ExitCode.DATA);
        assertThat(refused.complaint())
                .startsWith(test + ", line 2, column 'kind': expected one of the classes 0, 1, found '7'.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            model.hidden=[16, 0]                         | each a whole number of at least 1 for model.hidden, found [16,0]
            model.hidden=[-3]                            | each a whole number of at least 1 for model.hidden, found [-3]
            model.state=0                                | a whole number of at least 1, or auto for model.state, found '0'
            minimum-time.terminal-time={lower=1.5,upper=2} | The terminal time must lie within its bounds
            minimum-time.terminal-time={lower=2,upper=1} | The bounds of the terminal time must satisfy
            data.train=mons?n=512                        | Did you mean 'moons'?
            data.train=mons                              | Did you mean the generator 'moons'?
            solver.methud=rk4                            | The nearest is 'solver.method'.
            """)
    void settingsThatCannotBeAreWrongUsage(String setting, String complaint) {
        Commanded refused = train("--set", setting);
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.complaint()).contains(complaint).hasLineCount(1);
    }

    @Test
    void aPlaceThatCannotBeWrittenFailsBeforeTrainingAndIsWorthARetry() throws IOException {
        String file = file("file", "in the way");
        Commanded refused = Commanded.run("train", "--conf", job(), "--output", file + "/run");
        assertThat(refused.code()).isEqualTo(ExitCode.CLUSTER);
        assertThat(refused.complaint())
                .startsWith(file + "/run/manifest.json: expected a place that can be written, found");
        assertThat(refused.errors()).doesNotContain("epochs done");
        assertThat(Files.readString(Path.of(file))).isEqualTo("in the way");
    }

    @Test
    void aFullDiskLosesNothingThatWasWrittenBefore() throws IOException {
        System.setProperty("spark.hadoop.fs.full.impl", FullFileSystem.class.getName());
        try {
            assertThat(train().code()).isEqualTo(ExitCode.DONE);
            byte[] before = Files.readAllBytes(directory.resolve("run/model/weights.safetensors"));
            FullFileSystem.leave(6000); // the manifest fits, once
            String output = "full://" + directory + "/run";
            Commanded refused = Commanded.run("train", "--conf", job(), "--set", "model.seed=9", "--output", output);
            assertThat(refused.code()).isEqualTo(ExitCode.CLUSTER);
            assertThat(refused.complaint())
                    .startsWith(output)
                    .endsWith(
                            ": expected a place that can be written, found No space left on device. Free some space; what was"
                                    + " written before is kept, and the same command goes on from there.");
            assertThat(Files.readAllBytes(directory.resolve("run/model/weights.safetensors")))
                    .isEqualTo(before);
            assertThat(Commanded.run("inspect", directory + "/run").code()).isEqualTo(ExitCode.DONE);
        } finally {
            System.clearProperty("spark.hadoop.fs.full.impl");
        }
    }

    @Test
    void aManifestThatIsDamagedIsNotWrittenOver() throws IOException {
        Path manifest = Files.createDirectories(directory.resolve("run")).resolve("manifest.json");
        Files.writeString(manifest, "{\"format\": \"turnp");
        Commanded refused = train();
        assertThat(refused.code()).isEqualTo(ExitCode.DATA);
        assertThat(refused.complaint()).startsWith(manifest + ": expected JSON, found what is not, or ends too early");
        assertThat(Files.readString(manifest)).isEqualTo("{\"format\": \"turnp");
    }

    @Test
    void whatTrainNeedsIsAskedFor() throws IOException {
        assertThat(Commanded.run("train", "--output", "x").complaint()).contains("expected --conf and its value");
        assertThat(Commanded.run("train", "--conf", job()).complaint()).contains("expected --output and its value");
    }

    private Commanded train(String... more) {
        List<String> words = new ArrayList<>();
        try {
            words.addAll(List.of(
                    "train",
                    "--conf",
                    job(),
                    "--output",
                    directory.resolve("run").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        words.addAll(List.of(more));
        return Commanded.run(words.toArray(String[]::new));
    }

    private String job() throws IOException {
        return file("job.conf", """
                data.train = "moons?n=32"
                model { hidden = [4], output = identity }
                solver.steps = 2
                stages = [ minimum-time ]
                minimum-time.epochs = 2
                progress = none
                """);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }
}
