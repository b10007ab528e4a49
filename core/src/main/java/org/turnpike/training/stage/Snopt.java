package org.turnpike.training.stage;

import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.KroneckerFactors;
import org.turnpike.training.optimizer.SecondOrder;

/**
 * The stage {@code snopt}: updates of second order, by the Kronecker factors that the adjoint equations give, and with them of
 * the terminal time (Liu, Chen, Theodorou, <i>Second-Order Neural ODE Optimizer</i>, NeurIPS 2021). The optimizer of the settings
 * takes the preconditioned gradient in place of the gradient, as in the authors' code.
 *
 * @param terminalTime t_f and t0; where they are learned, where they start, and their bounds
 */
public record Snopt(TrainingSettings settings, Objective objective, TerminalTime terminalTime, SecondOrder order)
        implements Stage {

    @Override
    public String name() {
        return "snopt";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return objective;
    }

    /** @throws IllegalArgumentException where the model has weights that are of no affine layer */
    @Override
    public BolzaProblem problem(NeuralOde model) {
        BolzaProblem problem = model.problem(objective);
        KroneckerFactors.layers(problem);
        return problem;
    }

    @Override
    public Learning learning() {
        return order.terminalTime().isPresent() ? Learning.JOINT : Learning.WEIGHTS;
    }

    @Override
    public Optional<SecondOrder> secondOrder() {
        return Optional.of(order);
    }

    @Override
    public double timeCost(double length) {
        return order.terminalTime().map(horizon -> horizon.cost(length)).orElse(0.0);
    }
}
