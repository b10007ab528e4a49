package org.turnpike.training.stage;

import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;

/**
 * The stage {@code lyapunov-pretrain}: over a short interval, the terminal loss learns to fall at the rate κ wherever a solution
 * goes (DEEP §3.2, Eq. 15 to 17); what it is at the end does not matter yet. The first phase of DEEP's Algorithm 2.
 *
 * @param objective whose terminal loss is the potential, and costs nothing here; what it charges beside that stays
 * @param terminalTime t_f, given
 */
public record LyapunovPretraining(
        TrainingSettings settings, Objective objective, LyapunovLoss loss, TerminalTime terminalTime) implements Stage {

    @Override
    public String name() {
        return "lyapunov-pretrain";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return loss.addTo(
                objective.withTerminalWeight(0),
                model.architecture().vectorField(),
                model.architecture().decoder());
    }
}
