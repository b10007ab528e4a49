package org.turnpike.training.stage;

import java.util.Optional;
import java.util.function.Supplier;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.solver.SolverSettings;
import org.turnpike.training.TrainingLoop;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.optimizer.SecondOrder;

/**
 * A way to train: what is learned, by which objective, what happens between epochs, and when it stops. The loop is the same
 * for all ({@link TrainingLoop}).
 *
 * <p>A stage has no state of its own: what it answers follows from its arguments, so that every worker, and a run resumed
 * anywhere, decides alike.
 */
public interface Stage {

    /** As in a job file: {@code minimum-time}. */
    String name();

    TrainingSettings settings();

    /** What is minimised, but for what {@link #problem} says; it may be built from the model's own programs. */
    Objective objective(NeuralOde model);

    /** What is solved for each row: by default the model itself, from t0 to where {@link #solveTo} says. */
    default BolzaProblem problem(NeuralOde model) {
        return model.problem(objective(model));
    }

    /** By what {@link #problem} is solved. */
    default SolverSettings solver(NeuralOde model) {
        return model.solver();
    }

    /** The times to start from, with the bounds that learned ones keep to. */
    TerminalTime terminalTime();

    default Learning learning() {
        return Learning.WEIGHTS;
    }

    default OptimizerSettings terminalTimeOptimizer() {
        return settings().optimizer();
    }

    default Schedule terminalTimeSchedule() {
        return settings().schedule();
    }

    /** Of an initial time that is learned: by default that of the terminal time. */
    default OptimizerSettings initialTimeOptimizer() {
        return terminalTimeOptimizer();
    }

    default Schedule initialTimeSchedule() {
        return terminalTimeSchedule();
    }

    /**
     * Where the solves of one iteration end.
     *
     * @param iteration counted from 0 over the whole stage
     */
    default double solveTo(TerminalTime current, long iteration) {
        return current.value();
    }

    /**
     * What models are compared by, where that is not the loss that iterations measure: because they measure it elsewhere than at
     * the terminal time, or at random. Then every model is judged at the terminal time after its epoch, on the validation rows
     * or, where there are none, on all training rows.
     */
    default Optional<Objective> judgedBy(NeuralOde model) {
        return Optional.empty();
    }

    /**
     * What this stage itself asks for the time that solves take, in the loss by which models are compared; its objective's
     * linear price not counted.
     *
     * @param length t_f − t0
     */
    default double timeCost(double length) {
        return 0;
    }

    /** How updates take the curvature into account; empty for those of first order. */
    default Optional<SecondOrder> secondOrder() {
        return Optional.empty();
    }

    /**
     * What is to come before the first update, once the model that the stage begins with is judged. Only for stages that say
     * what it is {@linkplain #judgedBy judged by}.
     *
     * @return empty where the stage does not want to know how good that model is
     */
    default Optional<Directive> atStart(Supplier<EpochReport.Validation> judged, TerminalTime current) {
        return Optional.empty();
    }

    /**
     * What is to follow an epoch that has just ended.
     *
     * @param judged figures after the epoch that models are compared by: of the validation rows, or where the stage says what
     *     it is {@linkplain #judgedBy judged by} and there are none, of the training rows; empty where nothing was judged
     */
    default Directive afterEpoch(EpochReport report, Optional<EpochReport.Validation> judged, TerminalTime current) {
        return new Directive.Proceed();
    }

    /** What a stage learns. */
    enum Learning {
        /** The weights, at given times. */
        WEIGHTS,
        /** Weights and times, by one gradient. */
        JOINT,
        /** Weights, then the times by a fresh gradient: coordinate descent (DEEP Algorithm 1). */
        ALTERNATING
    }

    /** What follows an epoch. */
    sealed interface Directive {
        record Proceed() implements Directive {}

        /** Goes on at another terminal time; optimizers may forget what they know of the old one. */
        record MoveTerminalTime(TerminalTime to, Memory optimizers) implements Directive {}

        /** Ends the stage: it has what it wanted, or knows that it will not get it. */
        record Finish(String reason) implements Directive {}
    }

    /** What becomes of the optimizers' memory. */
    enum Memory {
        KEPT,
        CLEARED
    }
}
