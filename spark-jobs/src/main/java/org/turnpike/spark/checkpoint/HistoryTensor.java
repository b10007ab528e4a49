package org.turnpike.spark.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.training.stage.EpochReport;

/** The epochs of a history as numbers, {@value #COLUMNS} for each; so a history after a resume has every bit of the one before. */
final class HistoryTensor {
    private static final int COLUMNS = 16;

    private HistoryTensor() {}

    static double[] of(List<EpochReport> epochs) {
        double[] values = new double[Math.multiplyExact(COLUMNS, epochs.size())];
        int next = 0;
        for (EpochReport epoch : epochs) {
            values[next++] = epoch.epoch();
            values[next++] = epoch.iterations();
            values[next++] = epoch.loss();
            values[next++] = epoch.cost();
            values[next++] = epoch.initialTime();
            values[next++] = epoch.terminalTime();
            values[next++] = epoch.forwardEvaluations();
            values[next++] = epoch.backwardEvaluations();
            values[next++] = epoch.gradientNorm();
            values[next++] = epoch.rate();
            values[next++] = epoch.seconds();
            EpochReport.Validation validation = epoch.validation();
            values[next++] = validation == null ? 0 : 1;
            values[next++] = validation == null ? 0 : validation.loss();
            values[next++] = validation == null ? 0 : validation.cost();
            values[next++] = validation == null ? 0 : validation.score();
            values[next++] = validation == null ? 0 : validation.forwardEvaluations();
        }
        return values;
    }

    static List<EpochReport> epochs(double[] values) throws DamagedFile {
        if (values.length % COLUMNS != 0) {
            throw new DamagedFile("a history of " + COLUMNS + " numbers an epoch", values.length + " numbers");
        }
        List<EpochReport> epochs = new ArrayList<>(values.length / COLUMNS);
        for (int at = 0; at < values.length; at += COLUMNS) {
            EpochReport.Validation validation = values[at + 11] == 0
                    ? null
                    : new EpochReport.Validation(values[at + 12], values[at + 13], values[at + 14], values[at + 15]);
            epochs.add(new EpochReport(
                    (int) values[at],
                    (long) values[at + 1],
                    values[at + 2],
                    values[at + 3],
                    values[at + 4],
                    values[at + 5],
                    values[at + 6],
                    values[at + 7],
                    values[at + 8],
                    values[at + 9],
                    values[at + 10],
                    validation));
        }
        return epochs;
    }
}
