package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.spark.failure.ExitCode;

/** {@code report} after {@code train}, on a table that changes and vanishes. */
class ReportCommandTest {

    @TempDir
    static Path directory;

    private static Path table;
    private static Path run;
    private static String rows;
    private static String trained;

    @BeforeAll
    static void train() throws IOException {
        table = directory.resolve("moons.csv");
        run = directory.resolve("run");
        rows = csv();
        Files.writeString(table, rows);
        Path job = Files.writeString(directory.resolve("job.conf"), """
                data { train = "%s", validation = 0.25 }
                solver { step = 0.1 }
                stages = [ minimum-time ]
                minimum-time.epochs = 3
                """.formatted(table));
        Commanded ended = Commanded.run("train", "--conf", job.toString(), "--output", run.toString());
        assertThat(ended.code()).as(ended.errors()).isEqualTo(ExitCode.DONE);
        assertThat(ended.out()).contains("report   " + run.resolve("report.html"));
        trained = page();
    }

    @Test
    void trainWritesTheReportAndReportWritesItAgain() throws IOException {
        assertThat(trained).contains("\"decision\":", "\"status\":\"done\"");
        Files.delete(run.resolve("report.html"));
        Files.writeString(table, rows);
        Commanded report = Commanded.run("report", run.toString());
        assertThat(report.code()).isEqualTo(ExitCode.DONE);
        assertThat(report.out()).isEqualTo("report   " + run.resolve("report.html") + System.lineSeparator());
        assertThat(page()).contains("\"decision\":").contains("\"absences\":[]");
    }

    @Test
    void rowsThatHaveChangedAreNotDrawn() throws IOException {
        Files.writeString(table, rows.replaceFirst("\n[^\n]*", "\n0.25,0.5,1"));
        Commanded report = Commanded.run("report", run.toString());
        assertThat(report.code()).isEqualTo(ExitCode.DONE);
        assertThat(report.errors())
                .contains("without figures of the data: The training rows of " + table + " are not those");
        assertThat(page()).doesNotContain("\"decision\":").contains("are not those that the run had");
    }

    @Test
    void rowsThatAreGoneAreSaidToBe() throws IOException {
        Files.deleteIfExists(table);
        Commanded report = Commanded.run("report", run.toString());
        assertThat(report.code()).isEqualTo(ExitCode.DONE);
        assertThat(report.errors()).contains("The rows could not be read again: " + table + ": expected");
        assertThat(page()).doesNotContain("\"decision\":").contains("\"history\":");
    }

    @Test
    void aDirectoryThatIsNoRunsIsWrongUsage() {
        Commanded report = Commanded.run("report", directory.toString());
        assertThat(report.code()).isEqualTo(ExitCode.USAGE);
        assertThat(report.errors())
                .contains("expected the directory of a run, with its manifest.json, found none in it.");
    }

    private static String page() throws IOException {
        return Files.readString(run.resolve("report.html"));
    }

    private static String csv() {
        Table moons = GeneratorSpec.parse("moons?n=80&seed=7").generate();
        RowMatrix features = moons.features();
        StringBuilder csv = new StringBuilder("x,y,moon\n");
        for (int row = 0; row < moons.rows(); row++) {
            csv.append(features.value(row, 0))
                    .append(',')
                    .append(features.value(row, 1))
                    .append(',');
            csv.append(row % 2 == 0 ? "1\n" : "0\n");
        }
        return csv.toString();
    }
}
