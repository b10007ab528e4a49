package org.turnpike.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

class HistoryReaderTest {

    @TempDir
    Path directory;

    @Test
    void stagesGoOnWhereTheOneBeforeEnded() throws IOException {
        HistoryTable history = read("""
                stage,epoch,iteration,loss,seconds
                vanilla,1,10,3,1
                vanilla,2,20,2,2.5
                minimum-time,1,10,1,0.5
                minimum-time,2,20,,1.5
                """);
        assertThat(history.unit()).isEqualTo("iteration");
        assertThat(history.positions()).containsExactly(10, 20, 30, 40);
        assertThat(history.elapsedSeconds()).containsExactly(1, 2.5, 3, 4);
        assertThat(history.stageStarts()).containsExactly(0, 2, 4);
        assertThat(history.millisecondsPerUnit()).containsExactly(Double.NaN, 150, Double.NaN, 100);
        assertThat(history.column("loss")).containsExactly(3, 2, 1, Double.NaN);
    }

    @Test
    void columnsMayBeMissing() throws IOException {
        HistoryTable history = read("loss\n2\n1\n");
        assertThat(history.unit()).isEqualTo("row");
        assertThat(history.positions()).containsExactly(0, 1);
        assertThat(history.has("seconds")).isFalse();
        assertThat(history.stages()).containsOnly("training");
    }

    @Test
    void aRowThatIsCutOffIsNamed() {
        assertThat(complaint("stage,loss,seconds\nvanilla,1,2\nvanilla,0.5"))
                .contains("history.csv, line 3: expected 3 fields, found 2 in 'vanilla,0.5'.");
    }

    @Test
    void whatIsNoNumberIsNamed() {
        assertThat(complaint("stage,loss\nvanilla,low\n"))
                .contains("history.csv, line 2, column 'loss': expected a number, found 'low'.");
    }

    @Test
    void aFileOfSomethingElseIsRefused() {
        assertThat(complaint("<html>")).contains("history.csv, line 1: expected column names, 'loss' among them");
        assertThat(complaint("")).contains("found an empty file.");
    }

    private String complaint(String content) {
        UserError error = catchThrowableOfType(UserError.class, () -> read(content));
        assertThat(error.exitCode()).isEqualTo(ExitCode.DATA);
        return error.getMessage();
    }

    private HistoryTable read(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("history.csv"), content);
        return HistoryReader.read(SampleRun.STORAGE, file.toString());
    }
}
