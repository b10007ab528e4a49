package org.turnpike.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.data.Table;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.LyapunovSampling;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TaylorRegulariser;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.exchange.ExchangeFactory;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.LearnedTime;
import org.turnpike.training.stage.LyaNet;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.Steer;
import org.turnpike.training.stage.TayNode;
import org.turnpike.training.stage.TrainingSettings;
import org.turnpike.training.stage.Vanilla;

/** On the reference back-end and few rows; what training reaches is in {@code EndToEndTest}. */
class TrainingLoopTest {

    private static final Table ROWS = SmallProblems.moons(40);
    private static final Table OTHER_ROWS = SmallProblems.moons(24);
    private static final NeuralOde MODEL = SmallProblems.classifier(ROWS, 4, 0.2);
    private static final Compute COMPUTE = new Compute(new ReferenceBackend(8), 2);

    static Stream<Stage> stages() {
        TrainingSettings batches = SmallProblems.settings(4, OptionalInt.of(12), OptionalInt.empty());
        return Stream.of(
                SmallProblems.vanilla(MODEL, SmallProblems.settings(9), 0.6),
                SmallProblems.vanilla(MODEL, batches, 0.6),
                SmallProblems.minimumTime(MODEL, SmallProblems.settings(9), Stage.Learning.JOINT),
                SmallProblems.minimumTime(MODEL, batches, Stage.Learning.ALTERNATING),
                steer(SmallProblems.settings(9)),
                steer(batches),
                new TayNode(
                        batches,
                        Objective.of(MODEL.outputs().loss()),
                        new TaylorRegulariser(3, 0.01),
                        TerminalTime.fixed(0, 0.6)),
                lyanet(SmallProblems.settings(9)),
                SecondOrderTest.snopt(
                        MODEL, TerminalTime.fixed(0, 0.6).bounded(0.1, TerminalTime.UpperBound.AT_START), 9));
    }

    private static Stage lyanet(TrainingSettings settings) {
        LyapunovLoss loss = new LyapunovLoss(2, LyapunovLoss.Sum.INTEGRAL, LyapunovLoss.Potential.DIFFERENTIATED);
        return new LyaNet(
                settings,
                Objective.of(MODEL.outputs().loss()),
                new LyapunovSampling(loss, 3, LyapunovSampling.Centre.ENCODING, 1),
                TerminalTime.fixed(0, 0.6));
    }

    private static Stage steer(TrainingSettings settings) {
        return new Steer(settings, Objective.of(MODEL.outputs().loss()), TerminalTime.fixed(0, 0.6), 0.3);
    }

    @ParameterizedTest
    @MethodSource("stages")
    void givesTheSameBitsForAnyNumberOfThreads(Stage stage) {
        TrainingState one = Trainer.train(MODEL, stage, data(), new Compute(new ReferenceBackend(8), 1))
                .state();
        TrainingState three = Trainer.train(MODEL, stage, data(), new Compute(new ReferenceBackend(8), 3))
                .state();
        assertThat(three).isEqualTo(one);
    }

    /** Stopped after every second iteration, written, read and gone on with elsewhere. */
    @ParameterizedTest
    @MethodSource("stages")
    void goesOnFromItsStateAsIfNothingHadHappened(Stage stage) {
        List<EpochReport> history = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void epoch(EpochReport report) {
                history.add(report);
            }
        };
        Optional<TrainingState> state = Optional.empty();
        TrainingEnd end = new TrainingEnd.Paused();
        NeuralOde best = null;
        while (!end.isLast()) {
            try (TrainingLoop loop = new TrainingLoop(MODEL, stage, data(), COMPUTE, ExchangeFactory.local(), state)) {
                end = loop.run(2, listener, () -> false);
                state = Optional.of(written(loop.state()));
                best = loop.best();
            }
        }
        TrainingResult undisturbed = Trainer.train(MODEL, stage, data(), COMPUTE);
        assertThat(end).isEqualTo(new TrainingEnd.Completed());
        assertThat(state).contains(undisturbed.state());
        assertThat(best.weights()).containsExactly(undisturbed.model().weights());
        assertThat(best.terminalTime()).isEqualTo(undisturbed.model().terminalTime());
        assertThat(losses(history)).isEqualTo(losses(undisturbed.history()));
    }

    @Test
    void reportsIterationsAndEpochs() {
        List<IterationReport> iterations = new ArrayList<>();
        List<EpochReport> epochs = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void iteration(IterationReport report) {
                iterations.add(report);
            }

            @Override
            public void epoch(EpochReport report) {
                epochs.add(report);
            }
        };
        TrainingSettings settings = SmallProblems.settings(3, OptionalInt.of(12), OptionalInt.empty());
        Stage stage = SmallProblems.minimumTime(MODEL, settings, Stage.Learning.JOINT);
        TrainingResult result = Trainer.train(MODEL, stage, data(), COMPUTE, listener, () -> false);
        assertThat(iterations).hasSize(12).extracting(IterationReport::rows).containsOnly(10L);
        assertThat(iterations).extracting(IterationReport::epoch).startsWith(0, 0, 0, 0, 1);
        assertThat(iterations.get(0).terminalTime()).isEqualTo(1);
        assertThat(iterations.get(0).forwardEvaluations()).isEqualTo(20);
        assertThat(iterations.get(0).loss()).isCloseTo(iterations.get(0).cost() + 1, within(1e-12));
        assertThat(iterations.get(1).terminalTime()).isLessThan(1);
        assertThat(epochs).isEqualTo(result.history()).hasSize(3);
        double mean = iterations.subList(4, 8).stream()
                .mapToDouble(IterationReport::loss)
                .average()
                .orElseThrow();
        assertThat(epochs.get(1).loss()).isCloseTo(mean, within(1e-12));
        assertThat(epochs.get(1).iterations()).isEqualTo(8);
        assertThat(epochs.get(1).terminalTime()).isEqualTo(iterations.get(7).terminalTime());
        assertThat(epochs.get(1).validation().loss())
                .isGreaterThan(epochs.get(1).validation().cost());
    }

    @Test
    void coordinateDescentTakesASecondGradientAtTheNewWeights() {
        TrainingSettings one = SmallProblems.settings(1);
        TrainingResult joint = Trainer.train(
                MODEL, SmallProblems.minimumTime(MODEL, one, Stage.Learning.JOINT), trainingOnly(), COMPUTE);
        TrainingResult alternating = Trainer.train(
                MODEL, SmallProblems.minimumTime(MODEL, one, Stage.Learning.ALTERNATING), trainingOnly(), COMPUTE);
        assertThat(alternating.last().weights()).containsExactly(joint.last().weights());
        assertThat(alternating.history().get(0).forwardEvaluations())
                .isEqualTo(2 * joint.history().get(0).forwardEvaluations());
        // Adam's first step is the rate, whatever the gradient; with plain descent the two differ.
        OptimizerSettings descent = new OptimizerSettings.Sgd(0.1, 0, OptimizerSettings.Momentum.CLASSICAL);
        TrainingSettings plain = SmallProblems.settings(1, descent, OptionalInt.empty(), OptionalInt.empty());
        assertThat(Trainer.train(
                                MODEL,
                                SmallProblems.minimumTime(MODEL, plain, Stage.Learning.ALTERNATING),
                                trainingOnly(),
                                COMPUTE)
                        .last()
                        .terminalTime())
                .isNotEqualTo(Trainer.train(
                                MODEL,
                                SmallProblems.minimumTime(MODEL, plain, Stage.Learning.JOINT),
                                trainingOnly(),
                                COMPUTE)
                        .last()
                        .terminalTime());
    }

    @Test
    void theTerminalTimeMayHaveAnOptimizerOfItsOwn() {
        OptimizerSettings slow = new OptimizerSettings.Adam(0.001, 0.9, 0.999, 1e-8);
        MinimumTime stage = new MinimumTime(
                SmallProblems.settings(1),
                Objective.of(MODEL.outputs().loss()).withTimePenalty(1),
                new LearnedTime(
                        TerminalTime.fixed(0, 1).bounded(0.01, TerminalTime.UpperBound.CENTRED),
                        Stage.Learning.JOINT,
                        slow,
                        new Schedule.Constant()));
        NeuralOde last = Trainer.train(MODEL, stage, trainingOnly(), COMPUTE).last();
        assertThat(Math.abs(last.terminalTime().value() - 1)).isCloseTo(0.001, within(1e-5));
    }

    @Test
    void keepsTheModelWithTheLowestValidationLoss() {
        TrainingSettings settings = SmallProblems.settings(12, fast(), OptionalInt.empty(), OptionalInt.empty());
        TrainingResult result = Trainer.train(MODEL, SmallProblems.vanilla(MODEL, settings, 0.6), data(), COMPUTE);
        double lowest = result.history().stream()
                .mapToDouble(report -> report.validation().loss())
                .min()
                .orElseThrow();
        assertThat(result.bestLoss()).hasValue(lowest);
        assertThat(Evaluator.evaluate(result.model(), OTHER_ROWS, COMPUTE).loss())
                .isCloseTo(lowest, within(1e-12));
        assertThat(result.last().weights()).isNotEqualTo(result.model().weights());
    }

    @Test
    void withoutValidationKeepsTheModelWithTheLowestTrainingLoss() {
        TrainingSettings settings = SmallProblems.settings(12, fast(), OptionalInt.empty(), OptionalInt.empty());
        TrainingResult result =
                Trainer.train(MODEL, SmallProblems.vanilla(MODEL, settings, 0.6), trainingOnly(), COMPUTE);
        double lowest =
                result.history().stream().mapToDouble(EpochReport::loss).min().orElseThrow();
        assertThat(result.bestLoss().orElseThrow()).isLessThanOrEqualTo(lowest);
        assertThat(Evaluator.evaluate(result.model(), ROWS, COMPUTE).loss())
                .isCloseTo(result.bestLoss().orElseThrow(), within(1e-12));
    }

    @Test
    void losesPatience() {
        TrainingSettings settings = SmallProblems.settings(500, fast(), OptionalInt.empty(), OptionalInt.of(4));
        TrainingResult result = Trainer.train(MODEL, SmallProblems.vanilla(MODEL, settings, 0.6), data(), COMPUTE);
        assertThat(result.end()).isInstanceOf(TrainingEnd.EarlyStopped.class);
        int best = ((TrainingEnd.EarlyStopped) result.end()).bestEpoch();
        assertThat(result.history()).hasSize(best + 5);
        assertThat(result.history().get(best).validation().loss())
                .isEqualTo(result.bestLoss().orElseThrow());
    }

    @Test
    void endsWhereItIsCancelled() {
        int[] asked = {0};
        TrainingResult result = Trainer.train(
                MODEL,
                SmallProblems.vanilla(MODEL, SmallProblems.settings(500), 0.6),
                data(),
                COMPUTE,
                TrainingListener.NONE,
                () -> ++asked[0] > 3);
        assertThat(result.end()).isEqualTo(new TrainingEnd.Cancelled());
        assertThat(result.history()).hasSize(3);
    }

    @Test
    void divergesWithACauseAndTheBestModelSoFar() {
        OptimizerSettings wild = new OptimizerSettings.Sgd(1e30, 0, OptimizerSettings.Momentum.CLASSICAL);
        TrainingSettings settings = SmallProblems.settings(50, wild, OptionalInt.empty(), OptionalInt.empty());
        // Not tanh: it saturates, and its solutions stay finite whatever the weights.
        NeuralOde model = SmallProblems.model(
                ROWS,
                new MlpField(List.of(4), Activation.RELU, Set.of(), Optional.empty()),
                0,
                new Projection.Identity(),
                MODEL.solver());
        TrainingData data = TrainingData.local(model, ROWS, Optional.empty(), 3);
        TrainingResult result = Trainer.train(model, SmallProblems.vanilla(model, settings, 0.6), data, COMPUTE);
        assertThat(result.end()).isInstanceOf(TrainingEnd.Diverged.class);
        TrainingEnd.Diverged diverged = (TrainingEnd.Diverged) result.end();
        assertThat(diverged.cause()).containsAnyOf("The loss became", "Row ").contains(". ");
        assertThat(result.history()).hasSize((int) diverged.iteration());
        assertThat(result.model().weights()).containsExactly(model.weights());
        assertThat(result.bestLoss()).isPresent();
    }

    /** A stage that lengthens the solve epoch by epoch, as a forward search does, and stops when it has what it wants. */
    @Test
    void followsTheStagesDirectives() {
        Vanilla vanilla = SmallProblems.vanilla(MODEL, SmallProblems.settings(50), 0.2);
        Stage search = new Stage() {
            @Override
            public String name() {
                return "search";
            }

            @Override
            public TrainingSettings settings() {
                return vanilla.settings();
            }

            @Override
            public Objective objective(NeuralOde model) {
                return vanilla.objective(model);
            }

            @Override
            public TerminalTime terminalTime() {
                return vanilla.terminalTime();
            }

            @Override
            public Learning learning() {
                return Learning.WEIGHTS;
            }

            @Override
            public Directive afterEpoch(
                    EpochReport report, Optional<EpochReport.Validation> judged, TerminalTime current) {
                return report.epoch() == 3
                        ? new Directive.Finish("the threshold is reached")
                        : new Directive.MoveTerminalTime(current.movedTo(current.value() + 0.2), Memory.CLEARED);
            }
        };
        TrainingResult result = Trainer.train(MODEL, search, trainingOnly(), COMPUTE);
        assertThat(result.end()).isEqualTo(new TrainingEnd.Finished("the threshold is reached"));
        assertThat(result.history())
                .extracting(EpochReport::terminalTime)
                .containsExactly(0.2, 0.4, 0.2 + 0.2 + 0.2, 0.2 + 0.2 + 0.2 + 0.2);
        assertThat(result.last().terminalTime().value()).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void refusesTheStateOfAnotherModel() {
        Stage stage = SmallProblems.vanilla(MODEL, SmallProblems.settings(1), 0.6);
        TrainingState state = Trainer.train(MODEL, stage, data(), COMPUTE).state();
        NeuralOde wider = SmallProblems.classifier(ROWS, 5, 0.2);
        assertThatThrownBy(() ->
                        new TrainingLoop(wider, stage, data(), COMPUTE, ExchangeFactory.local(), Optional.of(state)))
                .hasMessage(
                        "The training state must be of the model's 27 weights, found one of 22. It belongs to another"
                                + " model.");
    }

    @Test
    void refusesSettingsOutOfRange() {
        assertThatThrownBy(() -> SmallProblems.settings(0))
                .hasMessage("The number of epochs must be at least 1, found 0.");
        assertThatThrownBy(() -> SmallProblems.settings(1, OptionalInt.of(0), OptionalInt.empty()))
                .hasMessage("The number of rows in a batch must be at least 1, found 0.");
        assertThatThrownBy(() -> SmallProblems.minimumTime(MODEL, SmallProblems.settings(1), Stage.Learning.WEIGHTS))
                .hasMessageContaining("found WEIGHTS. Use the stage vanilla or lyapunov-pretrain for a given");
    }

    /** So fast that its losses go up and down. */
    private static OptimizerSettings fast() {
        return new OptimizerSettings.Adam(1.5, 0.9, 0.999, 1e-8);
    }

    private static TrainingData data() {
        return TrainingData.local(MODEL, ROWS, Optional.of(OTHER_ROWS), 3);
    }

    private static TrainingData trainingOnly() {
        return TrainingData.local(MODEL, ROWS, Optional.empty(), 3);
    }

    private static List<Double> losses(List<EpochReport> history) {
        return history.stream().map(EpochReport::loss).toList();
    }

    private static TrainingState written(TrainingState state) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(state);
            }
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                return (TrainingState) in.readObject();
            }
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
