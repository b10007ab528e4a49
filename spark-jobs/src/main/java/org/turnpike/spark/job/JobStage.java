package org.turnpike.spark.job;

import java.util.Optional;
import java.util.OptionalDouble;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.MinimumTime;
import org.turnpike.training.OptimizerSettings;
import org.turnpike.training.Schedule;
import org.turnpike.training.Stage;
import org.turnpike.training.TrainingSettings;
import org.turnpike.training.Vanilla;

/**
 * A stage as a job file describes it, in the block of its name. What does not depend on the model is read, and checked, when
 * it is made.
 */
final class JobStage {
    private final String name;
    private final Settings block;
    private final JobCost cost;
    private final SolverSettings solver;
    private final TrainingSettings training;

    /** @throws UserError where settings do not fit together */
    JobStage(Settings job, String name) {
        this.name = name;
        this.block = job.block(name);
        this.cost = new JobCost(job);
        JobSolver jobSolver = new JobSolver(job);
        this.solver = jobSolver.settings();
        this.training = new TrainingSettings(
                block.count("epochs"),
                block.optionalCount("batch"),
                JobOptimizer.optimizer(block),
                JobOptimizer.schedule(block),
                block.optionalNumber("clip-norm"),
                jobSolver.gradient(),
                block.count("validate-every"),
                block.block("early-stopping").optionalCount("patience"),
                job.block("data").whole("seed"));
        if (isMinimumTime()) {
            JobOptimizer.optimizer(times());
            JobOptimizer.schedule(times());
        }
        start().ifPresent(this::terminalTime);
    }

    String name() {
        return name;
    }

    TrainingSettings training() {
        return training;
    }

    /** The price of a unit of time; 0 where it costs nothing. */
    double timePenalty() {
        return isMinimumTime() ? block.number("lambda") : 0;
    }

    /** Whether it begins at the terminal time that a stage before has left. */
    boolean goesOn() {
        return start().isEmpty();
    }

    /** The stage, which begins with {@code model}. */
    Stage stage(NeuralOde model) {
        TerminalTime time = terminalTime(start().orElse(model.terminalTime().value()));
        Objective objective = cost.objective(model.outputs(), timePenalty());
        if (!isMinimumTime()) {
            return new Vanilla(training, objective, time);
        }
        OptimizerSettings optimizer = JobOptimizer.optimizer(times());
        Schedule schedule = JobOptimizer.schedule(times());
        Stage.Learning learning =
                block.text("updates").equals("joint") ? Stage.Learning.JOINT : Stage.Learning.ALTERNATING;
        return new MinimumTime(training, objective, time, learning, optimizer, schedule);
    }

    private boolean isMinimumTime() {
        return name.equals("minimum-time");
    }

    private Settings times() {
        return block.block("terminal-time");
    }

    private Optional<Double> start() {
        OptionalDouble start =
                isMinimumTime() ? times().optionalNumber("initial") : block.optionalNumber("terminal-time");
        return start.isPresent() ? Optional.of(start.getAsDouble()) : Optional.empty();
    }

    private TerminalTime terminalTime(double start) {
        double t0 = block.number("initial-time");
        return block.made("terminal-time", () -> {
            TerminalTime fixed = TerminalTime.fixed(t0, start);
            return isMinimumTime() ? bounded(fixed) : fixed;
        });
    }

    private TerminalTime bounded(TerminalTime fixed) {
        OptionalDouble lower = times().optionalNumber("lower");
        OptionalDouble upper = times().optionalNumber("upper");
        TerminalTime.UpperBound rule = times().text("upper").equals("start")
                ? TerminalTime.UpperBound.AT_START
                : TerminalTime.UpperBound.CENTRED;
        TerminalTime bounded = fixed.bounded(margin(fixed.length()), rule);
        return bounded.withBounds(lower.orElse(bounded.lower()), upper.orElse(bounded.upper()));
    }

    /** ε of Eq. 14: the step, or where there is none that is short enough, a hundredth of the way. */
    private double margin(double length) {
        double hundredth = length / 100;
        return solver instanceof SolverSettings.FixedSteps fixed
                        && fixed.rule() instanceof StepRule.Size size
                        && size.length() <= length / 2
                ? size.length()
                : hundredth;
    }
}
