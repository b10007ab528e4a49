package org.turnpike.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.data.Table;
import org.turnpike.execution.Backend;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.FieldInput;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.exchange.ExchangeFactory;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.optimizer.SecondOrder;
import org.turnpike.training.stage.Combined;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.LearnedTime;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Snopt;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TrainingSettings;

/** Stages that learn t0 with t_f: one step of plain descent shows the gradient, which differences of the loss confirm. */
class LearnedInitialTimeTest {

    private static final Table ROWS = SmallProblems.moons(24);
    /** Short enough that no time comes to its bounds, long enough for the digits of single precision. */
    private static final double RATE = 1 / 64.0;

    private static final OptimizerSettings DESCENT =
            new OptimizerSettings.Sgd(RATE, 0, OptimizerSettings.Momentum.CLASSICAL);
    private static final TerminalTime TIME =
            new TerminalTime(0.21, 0.94, 0.1, 5, new TerminalTime.InitialBounds(-4, 4, 0.05));
    private static final SolverSettings FIXED = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.1));
    private static final SolverSettings EQUAL = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(9));
    private static final SolverSettings ADAPTIVE =
            new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-9, 1e-9, 1000, OptionalDouble.empty());

    static Stream<Arguments> solves() {
        Backend reference = new ReferenceBackend(8);
        Backend vector = VectorBackend.create();
        return Stream.of(
                Arguments.of(reference, FIXED, GradientMethod.DISCRETE, 1e-6),
                Arguments.of(reference, EQUAL, GradientMethod.DISCRETE, 1e-6),
                Arguments.of(reference, ADAPTIVE, GradientMethod.DISCRETE, 1e-5),
                Arguments.of(reference, ADAPTIVE, GradientMethod.BACKSOLVE, 1e-5),
                Arguments.of(reference, ADAPTIVE, GradientMethod.INTERPOLATED, 1e-5),
                Arguments.of(vector, FIXED, GradientMethod.DISCRETE, 2e-3));
    }

    @ParameterizedTest
    @MethodSource("solves")
    void minimumTimeDescendsByBothTimes(
            Backend backend, SolverSettings solver, GradientMethod gradient, double tolerance) {
        NeuralOde model = model(solver, Set.of(FieldInput.TIME));
        Stage stage = minimumTime(model, settings(1, DESCENT, gradient));
        checkDescent(model, stage, backend, tolerance);
    }

    @ParameterizedTest
    @MethodSource("solves")
    void theCombinedMethodDescendsByBothTimes(
            Backend backend, SolverSettings solver, GradientMethod gradient, double tolerance) {
        NeuralOde model = model(solver, Set.of(FieldInput.TIME));
        Stage stage = combined(model, settings(1, DESCENT, gradient), LyapunovLoss.Sum.INTEGRAL);
        checkDescent(model, stage, backend, tolerance);
        // Where adaptive steps end is taken as given by a derivative, and so is of what a mean over their ends is
        // taken.
        if (gradient == GradientMethod.DISCRETE && solver.fixedSteps().isPresent()) {
            checkDescent(
                    model, combined(model, settings(1, DESCENT, gradient), LyapunovLoss.Sum.GRID), backend, tolerance);
        }
    }

    @Test
    void aFieldThatDoesNotSeeTheTimeKnowsOnlyHowLongItActs() {
        NeuralOde model = model(FIXED, Set.of());
        Stage stage = minimumTime(model, settings(1, DESCENT, GradientMethod.DISCRETE));
        TerminalTime last =
                train(model, stage, new ReferenceBackend(8), 1).last().terminalTime();
        assertThat(last.t0() - TIME.t0()).isCloseTo(TIME.value() - last.value(), within(1e-6));
    }

    static Stream<Stage> stages() {
        NeuralOde model = model(FIXED, Set.of(FieldInput.TIME));
        TrainingSettings settings = settings(9, SmallProblems.ADAM, GradientMethod.DISCRETE);
        Snopt snopt = new Snopt(
                settings,
                Objective.of(model.outputs().loss()),
                TIME,
                new SecondOrder(4, 0.01, 0.75, Optional.of(new SecondOrder.Horizon(0.1, 0.5, 2))));
        OptimizerSettings slow = new OptimizerSettings.Adam(0.01, 0.9, 0.999, 1e-8);
        MinimumTime alternating = new MinimumTime(
                settings,
                Objective.of(model.outputs().loss()).withTimePenalty(1),
                new LearnedTime(
                        TIME,
                        Stage.Learning.ALTERNATING,
                        SmallProblems.ADAM,
                        new Schedule.Constant(),
                        slow,
                        new Schedule.Exponential(0.9)));
        return Stream.of(
                minimumTime(model, settings), alternating, combined(model, settings, LyapunovLoss.Sum.GRID), snopt);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void givesTheSameBitsForAnyNumberOfThreadsAndSegments(Stage stage) {
        NeuralOde model = model(FIXED, Set.of(FieldInput.TIME));
        TrainingResult one = train(model, stage, new ReferenceBackend(8), 1);
        assertThat(train(model, stage, new ReferenceBackend(8), 3).state()).isEqualTo(one.state());
        TerminalTime last = one.last().terminalTime();
        assertThat(last.t0()).isNotEqualTo(TIME.t0());
        assertThat(last.value()).isNotEqualTo(TIME.value());
        assertThat(one.history().get(8).initialTime()).isNotEqualTo(TIME.t0());
        Optional<TrainingState> state = Optional.empty();
        List<EpochReport> history = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epoch(EpochReport report) {
                history.add(report);
            }
        };
        TrainingEnd end = new TrainingEnd.Paused();
        while (!end.isLast()) {
            Compute compute = new Compute(new ReferenceBackend(8), 2);
            try (TrainingLoop loop =
                    new TrainingLoop(model, stage, data(model), compute, ExchangeFactory.local(), state)) {
                end = loop.run(2, listener, () -> false);
                state = Optional.of(loop.state());
            }
        }
        assertThat(state).contains(one.state());
        assertThat(history)
                .extracting(EpochReport::initialTime)
                .containsExactlyElementsOf(
                        one.history().stream().map(EpochReport::initialTime).toList());
    }

    private static void checkDescent(NeuralOde model, Stage stage, Backend backend, double tolerance) {
        TerminalTime last = train(model, stage, backend, 2).last().terminalTime();
        double step = 1e-4;
        Backend exact = new ReferenceBackend(8);
        double byInitial = (loss(model, stage, exact, step, 0) - loss(model, stage, exact, -step, 0)) / (2 * step);
        double byTerminal = (loss(model, stage, exact, 0, step) - loss(model, stage, exact, 0, -step)) / (2 * step);
        assertThat((TIME.t0() - last.t0()) / RATE).isCloseTo(byInitial, near(byInitial, tolerance));
        assertThat((TIME.value() - last.value()) / RATE).isCloseTo(byTerminal, near(byTerminal, tolerance));
        assertThat(Math.abs(byInitial + byTerminal))
                .as("the field sees the time")
                .isGreaterThan(1e-3);
    }

    /** Times travel in single precision. */
    private static Offset<Double> near(double expected, double tolerance) {
        return within(tolerance * Math.abs(expected) + Math.ulp(1f) / RATE);
    }

    /** The loss that an iteration at other times has. */
    private static double loss(NeuralOde model, Stage stage, Backend backend, double byInitial, double byTerminal) {
        TerminalTime moved = new TerminalTime(
                TIME.t0() + byInitial, TIME.value() + byTerminal, TIME.lower(), TIME.upper(), TIME.initial());
        Stage there = stage instanceof MinimumTime minimum
                ? new MinimumTime(minimum.settings(), minimum.objective(model), moved, Stage.Learning.JOINT)
                : elsewhere((Combined) stage, moved);
        return train(model, there, backend, 1).history().get(0).loss();
    }

    private static Combined elsewhere(Combined stage, TerminalTime moved) {
        return new Combined(
                stage.settings(),
                stage.objective(),
                stage.loss(),
                new LearnedTime(moved, Stage.Learning.JOINT, DESCENT, new Schedule.Constant()));
    }

    private static MinimumTime minimumTime(NeuralOde model, TrainingSettings settings) {
        return new MinimumTime(
                settings, Objective.of(model.outputs().loss()).withTimePenalty(0.2), TIME, Stage.Learning.JOINT);
    }

    private static Combined combined(NeuralOde model, TrainingSettings settings, LyapunovLoss.Sum sum) {
        return new Combined(
                settings,
                Objective.of(model.outputs().loss()).withTimePenalty(0.2),
                new LyapunovLoss(2, sum, LyapunovLoss.Potential.DIFFERENTIATED),
                new LearnedTime(TIME, Stage.Learning.JOINT, settings.optimizer(), new Schedule.Constant()));
    }

    private static NeuralOde model(SolverSettings solver, Set<FieldInput> inputs) {
        MlpField field = new MlpField(List.of(5), Activation.TANH, inputs, Optional.empty());
        return SmallProblems.model(ROWS, field, 0, new Projection.Identity(), solver);
    }

    private static TrainingSettings settings(int epochs, OptimizerSettings optimizer, GradientMethod gradient) {
        return new TrainingSettings(
                epochs,
                OptionalInt.empty(),
                optimizer,
                new Schedule.Constant(),
                OptionalDouble.empty(),
                gradient,
                1,
                OptionalInt.empty(),
                3);
    }

    private static TrainingData data(NeuralOde model) {
        return TrainingData.local(model, ROWS, Optional.empty(), 3);
    }

    private static TrainingResult train(NeuralOde model, Stage stage, Backend backend, int threads) {
        return Trainer.train(model, stage, data(model), new Compute(backend, threads));
    }
}
