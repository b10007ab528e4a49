package org.turnpike.spark.job;

import java.util.Optional;
import org.turnpike.model.Outputs;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.spark.failure.UserError;

/** The block {@code cost} of a job file. */
final class JobCost {
    private final Settings cost;

    JobCost(Settings job) {
        this.cost = job.block("cost");
    }

    /**
     * @param timePenalty λ
     * @throws UserError where the terminal cost is none for such outputs
     */
    Objective objective(Outputs outputs, double timePenalty) {
        return new Objective(
                loss(outputs),
                1,
                Optional.empty(),
                cost.number("steady-state"),
                timePenalty,
                cost.number("weight-decay"));
    }

    private TerminalLoss loss(Outputs outputs) {
        String asked = cost.text("terminal");
        boolean classes = outputs instanceof Outputs.Classes;
        if (asked.equals("auto")) {
            return outputs.loss();
        }
        if (asked.equals("squared-error") == classes) {
            throw cost.error(
                    "terminal",
                    classes
                            ? "a cross-entropy, since the labels are classes,"
                            : "squared-error, since the targets are numbers,",
                    "Leave the key out, or set data.task to " + (classes ? "regression." : "classification."));
        }
        return switch (asked) {
            case "truncated-cross-entropy" -> new TerminalLoss.TruncatedCrossEntropy(cost.number("truncation"));
            case "squared-error" -> new TerminalLoss.SquaredError();
            default -> new TerminalLoss.CrossEntropy();
        };
    }
}
