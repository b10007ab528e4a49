package org.turnpike.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Standardisation;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;
import org.turnpike.data.generator.Generator;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.HyperNetworkField;
import org.turnpike.field.MlpField;
import org.turnpike.field.RandomDirection;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.objective.PathRegulariser;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.BatchSolver;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.batch.Scoring;
import org.turnpike.training.batch.Shards;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.evaluation.Evaluation;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.evaluation.Predictions;
import org.turnpike.training.evaluation.Predictor;
import org.turnpike.training.evaluation.Sampler;
import org.turnpike.training.evaluation.Samples;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.Vanilla;

/** Continuous normalising flows: that what is called a density is one, and that samples are drawn from it. */
class DensityTest {

    private static final Compute COMPUTE = new Compute(VectorBackend.create(), 2);
    private static final List<FieldDesign> FIELDS = List.of(
            new MlpField(List.of(16, 16), Activation.TANH, Set.of(FieldInput.TIME), Optional.empty()),
            new ConcatField(List.of(16), Activation.SOFTPLUS),
            new HyperNetworkField(16, List.of(8, 8), Activation.TANH));

    /** A density on a grid of cells, and what follows from it. */
    private record Grid(double total, double entropy) {}

    @Test
    void integratesToOneWhateverTheWeights() {
        for (FieldDesign field : FIELDS) {
            assertThat(onGrid(sharpened(flow(field, 1, Optional.empty()))).total())
                    .as("%s", field)
                    .isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void isOfTheRowsThemselvesWhereTheyAreStandardised() {
        Standardisation scales = Standardisation.of(new double[] {0.3, -0.2}, new double[] {0.5, 2});
        NeuralOde standardised = flow(FIELDS.get(0), 0.5, Optional.of(scales));
        assertThat(onGrid(sharpened(standardised)).total()).isCloseTo(1, within(1e-3));
    }

    /** Of samples, the mean of −log p is the entropy, within 4 standard errors of a deviation of about 1. */
    @Test
    void theLikelihoodOfItsOwnSamplesIsItsEntropy() {
        Standardisation scales = Standardisation.of(new double[] {0.3, -0.2}, new double[] {0.5, 1.5});
        NeuralOde model = sharpened(flow(FIELDS.get(1), 0.7, Optional.of(scales)));
        int rows = 20_000;
        try (Sampler sampler = new Sampler(model, COMPUTE)) {
            Samples samples = sampler.sample(rows, 5);
            assertThat(samples.failure()).isEmpty();
            assertThat(samples.evaluations()).isEqualTo(4 * 20);
            Evaluation evaluation = Evaluator.evaluate(model, unlabelled(samples.values()), COMPUTE);
            assertThat(evaluation.negativeLogLikelihood().orElseThrow())
                    .isCloseTo(onGrid(model).entropy(), within(4 / Math.sqrt(rows)));
            assertThat(evaluation.loss())
                    .isCloseTo(evaluation.negativeLogLikelihood().orElseThrow(), within(1e-5));
            assertThat(evaluation.accuracy()).isEmpty();
            assertThat(evaluation.meanSquaredError()).isEmpty();
        }
    }

    /** From the base to the data and back: the same point, and the density that the change of variables gives it. */
    @Test
    void aSampleGoesBackToWhereItCameFrom() {
        NeuralOde model = sharpened(flow(FIELDS.get(0), 1, Optional.empty()));
        NeuralOde fine = model.withSolver(new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(80)));
        Compute compute = new Compute(new ReferenceBackend(8), 1);
        try (Sampler sampler = new Sampler(fine, compute);
                Predictor predictor = new Predictor(fine, compute)) {
            Samples few = sampler.sample(3, 9);
            Samples more = sampler.sample(70, 9);
            for (int row = 0; row < 3; row++) {
                assertThat(more.value(row, 0))
                        .as("row %s of a seed is one point", row)
                        .isEqualTo(few.value(row, 0));
            }
            Predictions densities = predictor.predict(RowMatrix.copyOf(few.values(), 2));
            for (int row = 0; row < 3; row++) {
                double determinant = determinant(fine, few.value(row, 0), few.value(row, 1), compute);
                double[] base = moved(fine, few.value(row, 0), few.value(row, 1), compute);
                double expected =
                        -0.5 * (base[0] * base[0] + base[1] * base[1]) - Math.log(2 * Math.PI) + Math.log(determinant);
                assertThat((double) densities.value(row, 0)).isCloseTo(expected, within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEstimatedTraceIsComputedInUse(RandomDirection direction) {
        NeuralOde exact = flow(FIELDS.get(0), 1, Optional.empty());
        NeuralOde estimated = model(FIELDS.get(0), Optional.of(direction), 1, Optional.empty());
        Table rows = SmallProblems.moons(64);
        assertThat(Evaluator.evaluate(estimated, rows, COMPUTE).loss())
                .isEqualTo(Evaluator.evaluate(exact, rows, COMPUTE).loss());
    }

    /** What is drawn for a row follows from its number, wherever it is solved. */
    @ParameterizedTest
    @EnumSource
    void rowsApartHaveTheEstimatesOfAllTogether(RandomDirection direction) {
        int width = NeuralOde.MOST_EXACT + 1;
        NeuralOde model = NeuralOde.untrained(
                Architecture.density(width, FIELDS.get(0), Optional.of(direction), 1),
                7,
                TerminalTime.fixed(0, 1),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(2)),
                IntStream.range(0, width).mapToObj(i -> "x" + i).toList(),
                new Outputs.LogDensity(),
                Optional.empty());
        float[] numbers = new float[10 * width];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) Math.sin(i);
        }
        RowMatrix rows = RowMatrix.takingOwnership(numbers, width);
        RowMatrix last = rows.select(IntStream.range(6, 10).toArray());
        try (Predictor predictor = new Predictor(model, COMPUTE)) {
            float[] together = Arrays.copyOfRange(predictor.predict(rows).values(), 6, 10);
            assertThat(predictor.predict(last, row -> 6 + row).values()).containsExactly(together);
            assertThat(predictor.predict(last).values()).isNotEqualTo(together);
        }
        Table table = new Table(rows, model.featureNames(), new Unlabelled(10));
        try (Evaluator evaluator = new Evaluator(model, COMPUTE)) {
            double[] sums = evaluator.sums(table.select(IntStream.range(0, 6).toArray()), 0);
            double[] more = evaluator.sums(table.select(IntStream.range(6, 10).toArray()), 6);
            Arrays.setAll(sums, i -> sums[i] + more[i]);
            assertThat(Evaluation.of(model.outputs(), sums, 0, Optional.empty()).loss())
                    .isCloseTo(evaluator.evaluate(table).loss(), within(1e-12));
        }
    }

    @ParameterizedTest
    @EnumSource
    void learnsWithAnEstimatedTraceAndTheSameBitsOnAnyNumberOfThreads(RandomDirection direction) {
        NeuralOde start = model(FIELDS.get(1), Optional.of(direction), 1, Optional.empty());
        Objective objective = Objective.of(start.outputs().loss())
                .plusRunningCost(PathRegulariser.kineticEnergy(
                        0.01,
                        start.architecture().motion(),
                        start.architecture().stateWidth()));
        Vanilla stage = new Vanilla(SmallProblems.settings(60), objective, TerminalTime.fixed(0, 1));
        Table rows = SmallProblems.moons(200);
        TrainingData data = TrainingData.local(start, rows, Optional.of(SmallProblems.moons(64)), 3);
        TrainingResult one = Trainer.train(start, stage, data, new Compute(COMPUTE.backend(), 1));
        TrainingResult two = Trainer.train(start, stage, data, COMPUTE);
        assertThat(two.last().weights()).containsExactly(one.last().weights());
        double before = Evaluator.evaluate(start, rows, COMPUTE).loss();
        double after = Evaluator.evaluate(one.model(), rows, COMPUTE).loss();
        assertThat(after).isLessThan(before - 0.3);
        EpochReport.Validation judged = one.history().get(59).validation();
        assertThat(judged.score())
                .as("without the kinetic energy, which the cost %s has in it", judged.cost())
                .isLessThan(judged.cost());
    }

    /** The last model is kept, as no two losses compare; and threads, and shards held apart, change nothing. */
    @Test
    void learnsFromFreshRowsInEveryEpoch() {
        NeuralOde start = flow(FIELDS.get(1), 1, Optional.empty());
        Vanilla stage = new Vanilla(
                SmallProblems.settings(30), Objective.of(start.outputs().loss()), TerminalTime.fixed(0, 1));
        Generator moons = GeneratorSpec.parse("moons?n=200&seed=3&fresh=true");
        List<Integer> asked = new ArrayList<>();
        TrainingData data = TrainingData.local(start, moons.generate(), Optional.empty(), 3)
                .withFresh(epoch -> {
                    asked.add(epoch);
                    return start.prepare(moons.draw(epoch));
                });
        TrainingResult one = Trainer.train(start, stage, data, new Compute(COMPUTE.backend(), 1));
        assertThat(asked)
                .as("drawn once an epoch")
                .isEqualTo(IntStream.range(0, 30).boxed().toList());
        assertThat(one.model().weights()).containsExactly(one.last().weights());
        assertThat(Trainer.train(start, stage, data, COMPUTE).last().weights())
                .containsExactly(one.last().weights());
        TrainingData same = TrainingData.local(start, moons.generate(), Optional.empty(), 3);
        assertThat(Trainer.train(start, stage, same, COMPUTE).last().weights())
                .isNotEqualTo(one.last().weights());
        double before = Evaluator.evaluate(start, moons.generate(), COMPUTE).loss();
        assertThat(Evaluator.evaluate(one.model(), moons.generate(), COMPUTE).loss())
                .isLessThan(before - 0.2);
    }

    @Test
    void onlyADensityDrawsSamples() {
        NeuralOde classifier = SmallProblems.classifier(SmallProblems.moons(8), 4, 0.1);
        assertThatThrownBy(() -> new Sampler(classifier, COMPUTE))
                .hasMessage(
                        "Only a density model can draw samples; this model has Classes[names=[0, 1]]. Train one with"
                                + " data.task = density.");
    }

    private static NeuralOde flow(FieldDesign field, double variance, Optional<Standardisation> standardisation) {
        return model(field, Optional.empty(), variance, standardisation);
    }

    private static NeuralOde model(
            FieldDesign field,
            Optional<RandomDirection> direction,
            double variance,
            Optional<Standardisation> standardisation) {
        return NeuralOde.untrained(
                Architecture.density(2, field, direction, variance),
                7,
                TerminalTime.fixed(0, 1),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(20)),
                List.of("x", "y"),
                new Outputs.LogDensity(),
                standardisation);
    }

    /** With larger weights, so that the density is far from normal. */
    private static NeuralOde sharpened(NeuralOde model) {
        float[] weights = model.weights();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= 1.5f;
        }
        return model.with(weights, model.terminalTime());
    }

    private static Grid onGrid(NeuralOde model) {
        int cells = 240;
        double reach = 9;
        float[] places = new float[2 * cells * cells];
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                int place = 2 * (row * cells + column);
                places[place] = (float) (reach * (2 * (column + 0.5) / cells - 1));
                places[place + 1] = (float) (reach * (2 * (row + 0.5) / cells - 1));
            }
        }
        double area = Math.pow(2 * reach / cells, 2);
        try (Predictor predictor = new Predictor(model, COMPUTE)) {
            Predictions found = predictor.predict(RowMatrix.takingOwnership(places, 2));
            double total = 0;
            double entropy = 0;
            for (int i = 0; i < found.rows(); i++) {
                double logDensity = found.value(i, 0);
                total += area * Math.exp(logDensity);
                entropy -= area * Math.exp(logDensity) * logDensity;
            }
            return new Grid(total, entropy);
        }
    }

    /** Where the flow takes a point of the data to. */
    private static double[] moved(NeuralOde model, double x, double y, Compute compute) {
        try (TileExecutor executor = new TileExecutor(1)) {
            BatchSolver solver = new BatchSolver(
                    executor,
                    compute.backend(),
                    model.layout(),
                    model.sampling(),
                    model.solver(),
                    GradientMethod.DISCRETE);
            solver.weights(model.weights());
            double[] end = new double[2];
            Batch batch =
                    Batch.all(Shards.of(unlabelled(new float[] {(float) x, (float) y}), 1), solver.evaluationTiling());
            solver.evaluate(batch, 0, 1, Scoring.NONE, (solved, part, place, rows, outcome) -> {
                end[0] = solved.prediction(0, 0);
                end[1] = solved.prediction(1, 0);
            });
            return end;
        }
    }

    /** |det ∂z(t_f)/∂x| by central differences of steps that single precision represents. */
    private static double determinant(NeuralOde model, float x, float y, Compute compute) {
        float h = 0x1p-8f;
        double[] right = moved(model, x + h, y, compute);
        double[] left = moved(model, x - h, y, compute);
        double[] up = moved(model, x, y + h, compute);
        double[] down = moved(model, x, y - h, compute);
        double width = (double) (x + h) - (x - h);
        double height = (double) (y + h) - (y - h);
        return Math.abs((right[0] - left[0]) / width * ((up[1] - down[1]) / height)
                - (right[1] - left[1]) / width * ((up[0] - down[0]) / height));
    }

    private static Table unlabelled(float[] values) {
        int rows = values.length / 2;
        assertThat(IntStream.range(0, values.length)).allMatch(i -> Float.isFinite(values[i]));
        return new Table(RowMatrix.copyOf(values, 2), List.of("x", "y"), new Unlabelled(rows));
    }
}
