package org.turnpike.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.Field;
import org.turnpike.field.FieldInput;
import org.turnpike.field.Projection;
import org.turnpike.field.StableField;
import org.turnpike.field.StochasticField;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.IntegralCost;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.Shards;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.evaluation.Predictor;
import org.turnpike.training.evaluation.SolutionAudit;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TrainingSettings;
import org.turnpike.training.stage.Vanilla;

/** Training of stable flows: with noise, from a stream of single rows, and by costs along the way. */
class StableTrainingTest {

    private static final Compute COMPUTE = new Compute(VectorBackend.create(), 2);
    private static final OptionalInt NONE = OptionalInt.empty();
    private static final SolverSettings TWENTY_STEPS =
            new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.05));

    @TempDir
    Path directory;

    @Test
    void aFlowWithNoiseLearnsAndPredictsARowAloneAsAmongOthers() throws Exception {
        Table rows = SmallProblems.moons(256);
        NeuralOde model = noisy(rows);
        Vanilla stage = SmallProblems.vanilla(model, SmallProblems.settings(60), 1);
        NeuralOde trained = train(model, stage, rows, COMPUTE).last();
        assertThat(trained.weights())
                .containsExactly(train(model, stage, rows, new Compute(VectorBackend.create(), 3))
                        .last()
                        .weights());
        int beta = trained.layout().entry("diffusion.logarithm").offset();
        assertThat(trained.weights()[beta]).isNotEqualTo(model.weights()[beta]);
        assertThat(Evaluator.evaluate(trained, rows, COMPUTE).accuracy().orElseThrow())
                .isGreaterThan(0.97);
        ModelFile.of(trained).save(directory);
        float[] all = predictions(trained, rows);
        assertThat(predictions(ModelFile.load(directory), rows)).containsExactly(all);
        Table some = rows.select(IntStream.range(100, 103).toArray());
        assertThat(predictions(trained, some)).containsExactly(Arrays.copyOfRange(all, 200, 206));
    }

    /** SNF §III-A: as data come one by one, each is a step of stochastic gradient descent. */
    @Test
    void aStableFlowLearnsFromSingleRows() {
        Table rows = SmallProblems.moons(64);
        NeuralOde model = stable(rows, EnergyFloor.SIGMOID);
        OptimizerSettings descent = new OptimizerSettings.Sgd(0.3, 0, OptimizerSettings.Momentum.CLASSICAL);
        TrainingSettings settings = SmallProblems.settings(30, descent, OptionalInt.of(1), NONE);
        Vanilla stage = SmallProblems.vanilla(model, settings, 1);
        TrainingResult result = train(model, stage, rows, COMPUTE);
        assertThat(result.state().iterations()).isEqualTo(30 * 64);
        assertThat(Evaluator.evaluate(result.model(), rows, COMPUTE).accuracy().orElseThrow())
                .isGreaterThan(0.9);
    }

    /**
     * SNF §III-D: a cost that is paid all along shortens its own time, by dℓ/dS = g(x(S)) (Eq. 25), while the terminal cost
     * holds against it.
     */
    @Test
    void anIntegralCostLearnsItsTerminalTime() {
        Table rows = SmallProblems.moons(128);
        NeuralOde model = stable(rows, EnergyFloor.SOFTPLUS);
        Objective terminal = Objective.of(model.outputs().loss());
        Objective objective = terminal.plusRunningCost(
                IntegralCost.of(1, terminal.terminal(), model.architecture().decoder()));
        MinimumTime stage = new MinimumTime(
                SmallProblems.settings(60),
                objective,
                TerminalTime.fixed(0, 1).bounded(0.05, TerminalTime.UpperBound.AT_START),
                Stage.Learning.JOINT);
        TrainingResult result = train(model, stage, rows, COMPUTE);
        assertThat(result.model().terminalTime().value()).isBetween(0.05, 0.9);
        double first = result.history().get(0).loss();
        assertThat(result.bestLoss().orElseThrow()).isLessThan(0.5 * first);
    }

    /** Of an integral cost, dℓ/dS is the cost at the end (Eq. 25): the loss of the terminal state, whatever S is. */
    @Test
    void theDerivativeOfAnIntegralCostByItsEndIsTheCostThere() {
        Table rows = SmallProblems.moons(64);
        NeuralOde model = stable(rows, EnergyFloor.SQUARE);
        Objective loss = Objective.of(model.outputs().loss());
        Objective integral = loss.withTerminalWeight(0)
                .plusRunningCost(
                        IntegralCost.of(1, loss.terminal(), model.architecture().decoder()));
        for (double end : new double[] {0.4, 1.3}) {
            double there = sums(model, loss, rows, end)[
                    BatchSolver.FIGURES.cost() + model.layout().size()];
            double slope = sums(model, integral, rows, end)[model.layout().size()];
            assertThat(slope).isCloseTo(there, within(1e-4 * there));
        }
    }

    /** SNF Prop. 1 on trained weights: of the rows whose squared energy begins at nearly nothing, too. */
    @Test
    void aTrainedEnergyFalls() {
        Table rows = GeneratorSpec.parse("negation?n=200").generate();
        StableField field = new StableField(List.of(12), Activation.TANH, EnergyFloor.SQUARE, Set.of(FieldInput.DATA));
        NeuralOde model = SmallProblems.model(rows, field, 0, new Projection.Identity(), TWENTY_STEPS);
        NeuralOde trained = train(model, SmallProblems.vanilla(model, SmallProblems.settings(150), 1), rows, COMPUTE)
                .model();
        assertThat(Evaluator.evaluate(trained, rows, COMPUTE).loss()).isLessThan(1e-3);
        SolutionAudit.Rises promised = SolutionAudit.asPromised(trained)
                .follow(rows.features())
                .rises()
                .orElseThrow();
        assertThat(promised.largest().share())
                .as(
                        "row %s, t = %s",
                        promised.largest().row(), promised.largest().time())
                .isLessThan(1e-6);
        NeuralOde adaptive = trained.withSolver(
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-6, 1e-6, 10_000, OptionalDouble.empty()));
        SolutionAudit.Rises computed = SolutionAudit.asComputed(adaptive, COMPUTE.backend())
                .follow(rows.features())
                .rises()
                .orElseThrow();
        assertThat(computed.shareOfLargest()).isLessThan(1e-6);
    }

    /** An energy that no design writes, ½eᵏ(z − w(u))² + 1 − cos(z − w(u)) with an affine w, learns where its valley has to lie. */
    @Test
    void aProgramOfTheUsersIsALearnedEnergy() {
        ProgramBuilder builder = new ProgramBuilder();
        Value valley = builder.affine(builder.parameter("a", 1, 1), builder.parameter("b", 1), builder.input("u", 1));
        Value distance = builder.subtract(builder.input("z", 1), valley);
        Value well = builder.multiply(
                builder.exponential(builder.spread(builder.parameter("k", 1))),
                builder.scale(0.5, builder.square(distance)));
        Value ripple = builder.subtract(builder.constant(1, 1), builder.cosine(distance));
        Field field = StableField.descending(
                builder.output("energy", builder.add(well, ripple)).build());
        BolzaProblem problem = Objective.of(new TerminalLoss.SquaredError())
                .problem(renamed("x", "z0"), field, renamed("z", "output"));
        ParameterLayout layout =
                new ParameterLayout.Builder().add(field.program()).build();
        Table rows = GeneratorSpec.parse("negation?n=100").generate();
        float[] weights = new float[layout.size()];
        Arrays.fill(weights, 1);
        try (TileExecutor executor = new TileExecutor(1)) {
            BatchSolver solver = new BatchSolver(
                    executor, VectorBackend.create(), layout, problem, TWENTY_STEPS, GradientMethod.DISCRETE);
            Batch batch = Batch.all(Shards.of(rows, 1), solver.gradientTiling());
            double first = Double.NaN;
            double last = Double.NaN;
            for (int iteration = 0; iteration < 150; iteration++) {
                solver.weights(weights);
                double[] sums = solver.differentiate(batch, 0, 1)[0];
                last = sums[BatchSolver.FIGURES.cost() + layout.size()];
                first = iteration == 0 ? last : first;
                for (int i = 0; i < weights.length; i++) {
                    weights[i] -= (float) (0.5 * sums[i] / rows.rows());
                }
            }
            assertThat(last).isLessThan(1e-3 * first);
        }
        assertThat(weights[layout.entry("a").offset()]).isCloseTo(-1f, within(0.1f));
        assertThat(weights[layout.entry("b").offset()]).isCloseTo(0f, within(0.1f));
    }

    private static Program renamed(String input, String output) {
        ProgramBuilder builder = new ProgramBuilder();
        return builder.output(output, builder.input(input, 1)).build();
    }

    private static double[] sums(NeuralOde model, Objective objective, Table rows, double end) {
        try (TileExecutor executor = new TileExecutor(1)) {
            BatchSolver solver = new BatchSolver(
                    executor,
                    VectorBackend.create(),
                    model.layout(),
                    model.problem(objective),
                    new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.01)),
                    GradientMethod.BACKSOLVE);
            solver.weights(model.weights());
            return solver.differentiate(Batch.all(Shards.of(rows, 1), solver.gradientTiling()), 0, end)[0];
        }
    }

    private static NeuralOde stable(Table rows, EnergyFloor floor) {
        StableField field = new StableField(List.of(12), Activation.TANH, floor, Set.of(FieldInput.DATA));
        return SmallProblems.model(rows, field, 0, new Projection.Affine(), TWENTY_STEPS);
    }

    private static NeuralOde noisy(Table rows) {
        Energy energy = new Energy(List.of(16), Activation.TANH, EnergyFloor.SOFTPLUS, Set.of(FieldInput.DATA));
        SolverSettings solver = new SolverSettings.Stochastic(StochasticMethod.HEUN, new StepRule.Size(0.1), 8);
        return SmallProblems.model(rows, new StochasticField(energy, 100), 0, new Projection.Affine(), solver);
    }

    private static float[] predictions(NeuralOde model, Table rows) {
        try (Predictor predictor = new Predictor(model, COMPUTE)) {
            return predictor.predict(rows.features()).values();
        }
    }

    private static TrainingResult train(NeuralOde model, Stage stage, Table rows, Compute compute) {
        TrainingResult result =
                Trainer.train(model, stage, TrainingData.local(model, rows, Optional.empty(), 4), compute);
        assertThat(result.end()).isEqualTo(new TrainingEnd.Completed());
        return result;
    }
}
