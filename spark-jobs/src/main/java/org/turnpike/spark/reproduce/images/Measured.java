package org.turnpike.spark.reproduce.images;

import java.util.List;
import java.util.Locale;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Spread;

/** A row of our table: what came of a row's runs, one for each seed. */
record Measured(Row row, List<FinishedRun> runs) {
    private static final List<String> HEADER = List.of(
            "method",
            "images; epochs",
            "t_f",
            "right of the test images",
            "NFE",
            "seconds an epoch",
            "training, s",
            "inference, ms for 1000",
            "memory, MB",
            "paper: t_f; right; NFE; training; inference");

    /** Rows of a tile. */
    private static final int TILE = 64;

    private static final int BATCH = 1000;
    private static final double MEGABYTE = 1e6;

    static List<String> header() {
        return HEADER;
    }

    List<String> cells() {
        FinishedRun first = runs.get(0);
        return List.of(
                row.method(),
                String.format(Locale.ROOT, "%.0f; %.0f", first.figure("rows"), first.figure("epochs")),
                Spread.of(runs, "terminal_time").text(),
                Spread.of(runs, "test_accuracy").text(share -> String.format(Locale.ROOT, "%.2f", 100 * share)) + " %",
                Spread.of(runs, "nfe_inference").text(),
                Spread.of(runs, run -> run.figure("training_seconds") / run.figure("epochs"))
                        .text(),
                Spread.of(runs, "training_seconds").text(),
                Spread.of(runs, run -> BATCH * run.figure("inference_ms") / run.figure("rows"))
                        .text(),
                Spread.of(runs, Measured::megabytes).text(),
                row.paper().words());
    }

    /** Of the rows that are learned from, and of the states of a solve that the gradient comes back to, on all threads. */
    private static double megabytes(FinishedRun run) {
        double rows = run.figure("rows") * run.model().architecture().features();
        double steps = Math.ceil(run.figure("nfe_inference") / STAGES);
        double states = run.figure("threads")
                * TILE
                * (steps + 1)
                * run.model().architecture().stateWidth();
        return Float.BYTES * (rows + states) / MEGABYTE;
    }

    /** Evaluations of the field in a step of RK4. */
    private static final double STAGES = 4;
}
