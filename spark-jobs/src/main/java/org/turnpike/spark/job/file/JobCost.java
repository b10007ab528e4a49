package org.turnpike.spark.job.file;

import java.util.Optional;
import org.turnpike.field.Field;
import org.turnpike.field.RandomDirection;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.objective.IntegralCost;
import org.turnpike.objective.Objective;
import org.turnpike.objective.PathRegulariser;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.spark.failure.UserError;

/** The block {@code cost} of a job file. */
final class JobCost {
    private final Settings cost;

    JobCost(Settings job) {
        this.cost = job.block("cost");
    }

    /**
     * What a model pays; a stage may add to it.
     *
     * @param timePenalty λ
     * @throws UserError where the terminal cost is none for the model's outputs
     */
    Objective objective(NeuralOde model, double timePenalty) {
        if (model.outputs() instanceof Outputs.LogDensity && cost.number("steady-state") > 0) {
            throw cost.error("steady-state", "0 with data.task = density", "A density's flow need not come to rest.");
        }
        TerminalLoss loss = loss(model.outputs());
        double terminal = cost.number("terminal-weight");
        double integral = cost.number("integral");
        if (model.outputs() instanceof Outputs.LogDensity && integral > 0) {
            throw cost.error("integral", "0 with data.task = density", "A density is known at the end of its flow.");
        }
        if (terminal == 0 && integral == 0) {
            throw cost.error(
                    "integral",
                    "a weight above 0 here or for cost.terminal-weight",
                    "Without either the model would not learn its targets.");
        }
        Objective objective = new Objective(
                loss,
                terminal,
                Optional.empty(),
                cost.number("steady-state"),
                timePenalty,
                cost.number("weight-decay"));
        Objective paid = integral > 0
                ? objective.plusRunningCost(
                        IntegralCost.of(integral, loss, model.architecture().decoder()))
                : objective;
        return regularised(paid, model.architecture());
    }

    private Objective regularised(Objective objective, Architecture architecture) {
        double kinetic = cost.number("kinetic-energy");
        double jacobian = cost.number("jacobian-norm");
        Field motion = architecture.motion();
        int width = architecture.stateWidth();
        Objective regularised = objective;
        if (kinetic > 0) {
            regularised = regularised.plusRunningCost(PathRegulariser.kineticEnergy(kinetic, motion, width));
        }
        if (jacobian > 0) {
            RandomDirection direction = cost.constant(RandomDirection.class, "directions");
            regularised = regularised.plusRunningCost(PathRegulariser.jacobianNorm(jacobian, motion, width, direction));
        }
        return regularised;
    }

    private TerminalLoss loss(Outputs outputs) {
        String asked = cost.text("terminal");
        boolean classes = outputs instanceof Outputs.Classes;
        if (asked.equals("auto")) {
            return outputs.loss();
        }
        if (outputs instanceof Outputs.LogDensity) {
            throw cost.error(
                    "terminal", "auto with data.task = density", "A density pays its negative log-likelihood.");
        }
        if (!classes && !asked.equals("squared-error")) {
            throw cost.error(
                    "terminal",
                    "squared-error, since the targets are numbers,",
                    "Leave the key out, or set data.task to classification.");
        }
        return switch (asked) {
            case "truncated-cross-entropy" -> new TerminalLoss.TruncatedCrossEntropy(cost.number("truncation"));
            case "squared-error" -> new TerminalLoss.SquaredError();
            default -> new TerminalLoss.CrossEntropy();
        };
    }
}
