package org.turnpike.spark.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.turnpike.training.IterationReport;
import org.turnpike.training.stage.EpochReport;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void aLineTellsLossTimeEvaluationsAndRate() throws InterruptedException {
        StageProgress progress = new StageProgress("minimum-time", 500, 1);
        progress.begins();
        Thread.sleep(2);
        String line = new ProgressLine(progress).text(report(212, 212, 0.031234));
        assertThat(line)
                .startsWith("minimum-time  213/500  loss 0.0312  t_f 0.5000  NFE 200+199.5  ")
                .containsPattern("[0-9.]+ it/s  [0-9a-z ]+ left$");
    }

    @Test
    void batchesAreCountedByEpochAndValidationStandsBesideTheLoss() {
        StageProgress progress = new StageProgress("vanilla", 10, 469);
        progress.epoch(
                new EpochReport(0, 469, 1, 1, 0, 1, 8, 8, 1, 1, 1, new EpochReport.Validation(0.25, 0.25, 0.9, 8)));
        assertThat(new ProgressLine(progress).text(report(4689, 9, 123.4)))
                .isEqualTo("vanilla  epoch 10/10  4690/4690  loss 123 (validation 0.2500)  t_f 0.5000  NFE 200+199.5");
    }

    @Test
    void numbersHaveTheDigitsThatCount() {
        assertThat(ProgressLine.number(1234.5)).isEqualTo("1235");
        assertThat(ProgressLine.number(12.34)).isEqualTo("12.3");
        assertThat(ProgressLine.number(-1.234)).isEqualTo("-1.23");
        assertThat(ProgressLine.number(0)).isEqualTo("0.0000");
        assertThat(ProgressLine.number(1.23e-5)).isEqualTo("1.2e-05");
        assertThat(ProgressLine.duration(59.4)).isEqualTo("59 s");
        assertThat(ProgressLine.duration(61)).isEqualTo("1 min 01 s");
        assertThat(ProgressLine.duration(7260)).isEqualTo("2 h 01 min");
    }

    @Test
    void aTerminalHasOneLineThatIsRewrittenWithThePartsThatFit() {
        try (ProgressPrinter printer = printer(new Pace.ByTime(), OptionalInt.of(40))) {
            printer.iteration(report(0, 0, 1));
        }
        assertThat(bytes.toString(UTF_8))
                .isEqualTo("\r\u001b[Kminimum-time  1/500  loss 1.00" + System.lineSeparator());
    }

    @Test
    void elsewhereThereIsALineForTheLastIteration() {
        try (ProgressPrinter printer = printer(new Pace.ByTime(), OptionalInt.empty())) {
            printer.iteration(report(0, 0, 1));
            printer.iteration(report(1, 1, 1));
        }
        assertThat(bytes.toString(UTF_8)).hasLineCount(1).startsWith("minimum-time  2/500");
    }

    @Test
    void byIterationsEveryNthIsTold() {
        try (ProgressPrinter printer = printer(new Pace.ByIterations(2), OptionalInt.empty())) {
            for (int i = 0; i < 5; i++) {
                printer.iteration(report(i, i, 1));
            }
        }
        assertThat(bytes.toString(UTF_8).lines()).hasSize(2).last().asString().startsWith("minimum-time  4/500");
    }

    @Test
    void silenceIsSilent() {
        try (ProgressPrinter printer = printer(new Pace.Silent(), OptionalInt.of(80))) {
            printer.iteration(report(0, 0, 1));
        }
        assertThat(bytes.size()).isZero();
    }

    @Test
    void whoeverWatchesMayCallItOff() {
        StageProgress progress = new StageProgress("vanilla", 1, 1);
        try (ProgressPrinter printer =
                new ProgressPrinter(progress, new Pace.Silent(), new PrintStream(bytes), OptionalInt.empty())) {
            assertThat(printer.isCalledOff()).isFalse();
            progress.callOff();
            assertThat(printer.isCalledOff()).isTrue();
        }
    }

    private ProgressPrinter printer(Pace pace, OptionalInt columns) {
        return new ProgressPrinter(
                new StageProgress("minimum-time", 500, 1), pace, new PrintStream(bytes, false, UTF_8), columns);
    }

    private static IterationReport report(long iteration, int epoch, double loss) {
        return new IterationReport(iteration, epoch, loss, loss, 512, 0.5, 200, 199.5, 1, 0.001);
    }
}
