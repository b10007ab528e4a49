package org.turnpike.training.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.data.BatchPlan;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.LogicalShards;
import org.turnpike.data.SampleWeights;
import org.turnpike.data.Table;
import org.turnpike.execution.Backend;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Field;
import org.turnpike.field.RandomDirection;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.objective.PathRegulariser;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolveFailure;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.SmallProblems;
import org.turnpike.training.evaluation.Predictions;
import org.turnpike.training.evaluation.Predictor;

class BatchSolverTest {

    private static final Table ROWS = weighted(SmallProblems.moons(101));
    private static final NeuralOde MODEL = SmallProblems.classifier(ROWS, 4, 0.1);
    private static final double TF = 0.37;

    static Stream<Backend> backends() {
        return Stream.of(new ReferenceBackend(8), VectorBackend.create());
    }

    @Test
    void sumsTheGradientOfAllRows() {
        Shards shards = Shards.of(ROWS, 3);
        double[] sum = total(differentiate(new ReferenceBackend(8), shards, 2, MODEL.weights(), TF));
        SumLayout layout = new SumLayout(MODEL.layout().size());
        // Steps that single precision represents.
        double h = 0x1p-9;
        for (int i = 0; i < layout.parameters(); i++) {
            float[] up = MODEL.weights();
            float[] down = MODEL.weights();
            up[i] += (float) h;
            down[i] -= (float) h;
            double difference = (cost(shards, up, TF) - cost(shards, down, TF)) / ((double) up[i] - down[i]);
            assertThat(sum[i]).as("weight %s", i).isCloseTo(difference, within(1e-3));
        }
        double difference =
                (cost(shards, MODEL.weights(), TF + 1e-5) - cost(shards, MODEL.weights(), TF - 1e-5)) / 2e-5;
        assertThat(sum[layout.terminalTime()]).isCloseTo(difference, within(1e-6));
        assertThat(sum[layout.rows()]).isEqualTo(101);
        assertThat(sum[layout.weight()])
                .isEqualTo(IntStream.range(0, 101).map(row -> row % 3).sum());
        assertThat(sum[layout.forward()]).isEqualTo(101 * 4 * 4);
        assertThat(sum[layout.failures()]).isZero();
    }

    @ParameterizedTest
    @MethodSource("backends")
    void givesTheSameBitsForAnyNumberOfThreads(Backend backend) {
        // Seven shards of which some tiles are partial, and one of so many tiles that units have several.
        for (Shards shards : new Shards[] {Shards.of(ROWS, 7), Shards.of(SmallProblems.moons(3000), 1)}) {
            double[][] one = differentiate(backend, shards, 1, MODEL.weights(), TF);
            assertThat(differentiate(backend, shards, 2, MODEL.weights(), TF)).isDeepEqualTo(one);
            assertThat(differentiate(backend, shards, 3, MODEL.weights(), TF)).isDeepEqualTo(one);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aShardsSumDoesNotDependOnTheOthers(Backend backend) {
        Shards all = Shards.of(ROWS, 4);
        double[][] together = differentiate(backend, all, 2, MODEL.weights(), TF);
        for (int shard = 0; shard < 4; shard++) {
            Table rows = ROWS.select(all.plan().rowsOf(shard));
            Shards alone = Shards.held(all.plan(), new TreeMap<>(Map.of(shard, rows)), shard);
            assertThat(differentiate(backend, alone, 1, MODEL.weights(), TF)[0]).containsExactly(together[shard]);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aRowsRandomDirectionDependsOnTheDrawAlone(Backend backend) {
        Shards all = Shards.of(ROWS, 4);
        double[][] together = differentiateAlongDirections(backend, all, 1, 5);
        assertThat(differentiateAlongDirections(backend, all, 3, 5)).isDeepEqualTo(together);
        assertThat(differentiateAlongDirections(backend, all, 1, 6)).isNotEqualTo(together);
        for (int shard = 0; shard < 4; shard++) {
            Table rows = ROWS.select(all.plan().rowsOf(shard));
            Shards alone = Shards.held(all.plan(), new TreeMap<>(Map.of(shard, rows)), shard);
            assertThat(differentiateAlongDirections(backend, alone, 1, 5)[0]).containsExactly(together[shard]);
        }
    }

    @Test
    void tilesThatAreKeptChangeNothing() {
        Shards shards = Shards.of(ROWS, 3);
        try (TileExecutor executor = new TileExecutor(1)) {
            BatchSolver solver = solver(executor, new ReferenceBackend(8), MODEL);
            solver.weights(MODEL.weights());
            double[][] kept = copy(solver.differentiate(
                    Batch.all(shards, solver.gradientTiling()).keepTiles(), 0, TF));
            assertThat(solver.differentiate(Batch.all(shards, solver.gradientTiling()), 0, TF))
                    .isDeepEqualTo(kept);
        }
    }

    @Test
    void batchesOfAnEpochMakeUpAllRows() {
        Shards shards = Shards.of(ROWS, 3);
        BatchPlan plan = BatchPlan.ofBatches(5, shards.plan(), 20);
        int[][] orders = IntStream.range(0, 3)
                .mapToObj(shard -> shards.toTableRows(shard, plan.order(0, shard)))
                .toArray(int[][]::new);
        double[] sum = new double[new SumLayout(MODEL.layout().size()).size()];
        try (TileExecutor executor = new TileExecutor(1)) {
            BatchSolver solver = solver(executor, new ReferenceBackend(8), MODEL);
            solver.weights(MODEL.weights());
            for (int iteration = 0; iteration < plan.iterationsPerEpoch(); iteration++) {
                Batch batch = Batch.of(shards, plan, orders, iteration, solver.gradientTiling(), Batch.Change.NONE);
                double[] part = total(solver.differentiate(batch, 0, TF));
                Arrays.setAll(sum, i -> sum[i] + part[i]);
            }
        }
        double[] whole = total(differentiate(new ReferenceBackend(8), shards, 1, MODEL.weights(), TF));
        for (int i = 0; i < sum.length; i++) {
            assertThat(sum[i]).isCloseTo(whole[i], within(1e-10 * (1 + Math.abs(whole[i]))));
        }
    }

    @Test
    void refusesShardsOfOtherSizesThanThePlansSay() {
        LogicalShards plan = new LogicalShards(10, 3);
        Table rows = SmallProblems.moons(4);
        assertThatThrownBy(() -> Shards.held(plan, new TreeMap<>(Map.of(0, rows, 1, rows)), 0, 1))
                .hasMessage("shard 1 of LogicalShards[rows=10, count=3]: expected 3 rows, found 4");
    }

    @Test
    void emptyShardsSumToNothing() {
        Table rows = SmallProblems.moons(3);
        double[][] sums = differentiate(new ReferenceBackend(8), Shards.of(rows, 5), 2, MODEL.weights(), TF);
        assertThat(sums[3]).containsOnly(0);
        assertThat(sums[4]).containsOnly(0);
        assertThat(total(sums)[new SumLayout(MODEL.layout().size()).rows()]).isEqualTo(3);
    }

    @Test
    void namesTheRowWhoseSolveFailed() {
        SolverSettings twoSteps = new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-9, 1e-9, 2, OptionalDouble.of(1e-3));
        Shards shards = Shards.of(ROWS, 3);
        try (TileExecutor executor = new TileExecutor(2)) {
            BatchSolver solver = solver(executor, new ReferenceBackend(8), MODEL.withSolver(twoSteps));
            solver.weights(MODEL.weights());
            double[] sum = total(solver.differentiate(Batch.all(shards, solver.gradientTiling()), 0, 1));
            assertThat(sum[solver.layout().failures()]).isEqualTo(15);
            SampleFailure failure = solver.failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(SolveFailure.Kind.STEP_LIMIT);
            assertThat(failure.row() % 3).as("of the first shard").isZero();
            assertThat(failure.message()).startsWith("Row " + failure.row() + ": ");
        }
    }

    @Test
    void scoresPredictions() {
        Shards shards = Shards.of(ROWS, 1);
        try (TileExecutor executor = new TileExecutor(1)) {
            BatchSolver solver = solver(executor, new ReferenceBackend(8), MODEL);
            solver.weights(MODEL.weights());
            double[] figures = solver.evaluate(Batch.all(shards, solver.gradientTiling()), 0, TF, Scoring.ACCURACY)[0];
            double right = 0;
            try (Predictor predictor = new Predictor(
                    MODEL.withTerminalTime(TerminalTime.fixed(0, TF)), new Compute(new ReferenceBackend(8), 1))) {
                Predictions predictions = predictor.predict(ROWS.features());
                for (int row = 0; row < ROWS.rows(); row++) {
                    int label = ((ClassLabels) ROWS.targets()).label(row);
                    right +=
                            predictions.likeliest(row) == label ? ROWS.weights().weight(row) : 0;
                }
            }
            assertThat(figures[BatchSolver.FIGURES.score()]).isEqualTo(right);
        }
    }

    private static Table weighted(Table rows) {
        float[] weights = new float[rows.rows()];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = row % 3;
        }
        return new Table(rows.features(), rows.featureNames(), rows.targets(), SampleWeights.copyOf(weights));
    }

    private static double cost(Shards shards, float[] weights, double tf) {
        double[] sum = total(differentiate(new ReferenceBackend(8), shards, 1, weights, tf));
        return sum[new SumLayout(weights.length).cost()];
    }

    private static double[][] differentiate(Backend backend, Shards shards, int threads, float[] weights, double tf) {
        try (TileExecutor executor = new TileExecutor(threads)) {
            BatchSolver solver = solver(executor, backend, MODEL);
            solver.weights(weights);
            return copy(solver.differentiate(Batch.all(shards, solver.gradientTiling()), 0, tf));
        }
    }

    private static double[][] differentiateAlongDirections(Backend backend, Shards shards, int threads, long draw) {
        Field field = MODEL.architecture().vectorField();
        Objective objective = Objective.of(MODEL.outputs().loss())
                .plusRunningCost(PathRegulariser.jacobianNorm(1, field, field.stateWidth(), RandomDirection.GAUSSIAN));
        try (TileExecutor executor = new TileExecutor(threads)) {
            BatchSolver solver = solver(executor, backend, MODEL, objective);
            solver.weights(MODEL.weights());
            solver.directions(3, draw);
            return copy(solver.differentiate(Batch.all(shards, solver.gradientTiling()), 0, TF));
        }
    }

    private static BatchSolver solver(TileExecutor executor, Backend backend, NeuralOde model) {
        return solver(executor, backend, model, Objective.of(model.outputs().loss()));
    }

    private static BatchSolver solver(TileExecutor executor, Backend backend, NeuralOde model, Objective objective) {
        return new BatchSolver(
                executor, backend, model.layout(), model.problem(objective), model.solver(), GradientMethod.DISCRETE);
    }

    private static double[] total(double[][] sums) {
        double[] total = new double[sums[0].length];
        for (double[] sum : sums) {
            Arrays.setAll(total, i -> total[i] + sum[i]);
        }
        return total;
    }

    private static double[][] copy(double[][] sums) {
        return Arrays.stream(sums).map(double[]::clone).toArray(double[][]::new);
    }
}
