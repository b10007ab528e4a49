package org.turnpike.training.stage;

import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovSampling;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/**
 * The stage {@code lyanet}: the field learns to lower the terminal loss at a given rate wherever a state may be, at states that
 * are drawn at random (Rodriguez, Ames, Yue, <i>LyaNet: A Lyapunov Framework for Training Neural ODEs</i>, ICML 2022; {@link
 * LyapunovSampling}). Nothing is solved while it trains; the model is used, and judged by the terminal loss, at t_f.
 *
 * @param objective what models are judged by; its terminal loss is the potential, its weight decay is paid in training
 */
public record LyaNet(
        TrainingSettings settings, Objective objective, LyapunovSampling sampling, TerminalTime terminalTime)
        implements Stage {

    /** The state does not move: one step is exact. */
    private static final SolverSettings ONE_STEP = new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(1));

    public LyaNet {
        if (objective.runningCost().isPresent() || objective.gridCost().isPresent() || objective.steadyState() > 0) {
            throw new IllegalArgumentException(
                    "The stage lyanet solves nothing while it trains, so it cannot take costs"
                            + " along solutions, nor a steady-state term; found one. Set their weights to 0.");
        }
    }

    @Override
    public String name() {
        return "lyanet";
    }

    @Override
    public Objective objective(NeuralOde model) {
        return objective;
    }

    @Override
    public BolzaProblem problem(NeuralOde model) {
        return sampling.problem(
                objective.terminal(),
                model.architecture().encoder(),
                model.architecture().vectorField(),
                model.architecture().decoder(),
                terminalTime.t0(),
                terminalTime.value());
    }

    @Override
    public SolverSettings solver(NeuralOde model) {
        return ONE_STEP;
    }

    @Override
    public Optional<Objective> judgedBy(NeuralOde model) {
        return Optional.of(objective);
    }
}
