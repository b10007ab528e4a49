package org.turnpike.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Standardisation;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.execution.Backend;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.Architecture;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.SmallProblems;
import org.turnpike.training.batch.Compute;

class EvaluationTest {

    /** ż = −z, solved by ten Euler steps of 0.1: z(1) = 0.9¹⁰ z(0). */
    private static final double SHRUNK = Math.pow(0.9, 10);

    private static final RowMatrix FEATURES = RowMatrix.copyOf(new float[] {1, 2, 3, 1, -1, 0.5f, 4, 4}, 2);

    static Stream<Backend> backends() {
        return Stream.of(new ReferenceBackend(3), VectorBackend.create());
    }

    @ParameterizedTest
    @MethodSource("backends")
    void predictsValues(Backend backend) {
        NeuralOde model = decaying(new Outputs.Values(List.of("a", "b")), Optional.empty());
        try (Predictor predictor = new Predictor(model, new Compute(backend, 2))) {
            Predictions predictions = predictor.predict(FEATURES);
            assertThat(predictions.rows()).isEqualTo(4);
            for (int row = 0; row < 4; row++) {
                for (int output = 0; output < 2; output++) {
                    assertThat((double) predictions.value(row, output))
                            .isCloseTo(SHRUNK * FEATURES.value(row, output), within(1e-6));
                }
            }
            assertThat(predictions.forwardEvaluations()).isEqualTo(10);
            assertThat(predictor.inferenceSeconds(FEATURES, 3)).hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void predictsProbabilities(Backend backend) {
        NeuralOde model = decaying(new Outputs.Classes(List.of("a", "b")), Optional.empty());
        try (Predictor predictor = new Predictor(model, new Compute(backend, 2))) {
            Predictions predictions = predictor.predict(FEATURES);
            for (int row = 0; row < 4; row++) {
                double logit = SHRUNK * (FEATURES.value(row, 0) - FEATURES.value(row, 1));
                assertThat((double) predictions.value(row, 0)).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-6));
            }
            assertThat(IntStream.range(0, 4).map(predictions::likeliest)).containsExactly(1, 0, 1, 0);
        }
    }

    @Test
    void standardisesRawRows() {
        Standardisation standardisation = Standardisation.of(new double[] {1, 0}, new double[] {2, 4});
        NeuralOde model = decaying(new Outputs.Values(List.of("a", "b")), Optional.of(standardisation));
        try (Predictor predictor = new Predictor(model, new Compute(new ReferenceBackend(3), 1))) {
            assertThat((double) predictor.predict(FEATURES).value(1, 0)).isCloseTo(SHRUNK, within(1e-6));
        }
    }

    @Test
    void measuresClassesAndValues() {
        Compute compute = new Compute(new ReferenceBackend(3), 2);
        Table labelled =
                new Table(FEATURES, List.of("x0", "x1"), ClassLabels.copyOf(new int[] {1, 0, 0, 0}, List.of("a", "b")));
        Evaluation classes =
                Evaluator.evaluate(decaying(Outputs.of(labelled.targets()), Optional.empty()), labelled, compute);
        assertThat(classes.accuracy()).isEqualTo(OptionalDouble.of(0.75));
        assertThat(classes.meanSquaredError()).isEmpty();
        double expected = Math.log(1 + Math.exp(-SHRUNK))
                + Math.log(1 + Math.exp(-2 * SHRUNK))
                + Math.log(1 + Math.exp(1.5 * SHRUNK))
                + Math.log(2);
        assertThat(classes.loss()).isCloseTo(expected / 4, within(1e-12));
        Table valued = new Table(
                FEATURES,
                List.of("x0", "x1"),
                new TargetValues(RowMatrix.copyOf(new float[] {1, 2, 3, 1, -1, 0.5f, 4, 0}, 2), List.of("a", "b")));
        Evaluation values =
                Evaluator.evaluate(decaying(Outputs.of(valued.targets()), Optional.empty()), valued, compute);
        double error = 0;
        for (int row = 0; row < 4; row++) {
            for (int output = 0; output < 2; output++) {
                double target = row == 3 && output == 1 ? 0 : FEATURES.value(row, output);
                error += Math.pow(SHRUNK * FEATURES.value(row, output) - target, 2) / 2;
            }
        }
        assertThat(values.meanSquaredError().orElseThrow()).isCloseTo(error / 4, within(1e-12));
        assertThat(values.loss()).isCloseTo(error / 4, within(1e-12));
        assertThat(values.accuracy()).isEmpty();
        assertThat(values.rows()).isEqualTo(4);
    }

    @Test
    void sumsOfPartsMakeTheWhole() {
        Table rows = SmallProblems.moons(50);
        NeuralOde model = SmallProblems.classifier(rows, 4, 0.1);
        try (Evaluator evaluator = new Evaluator(model, new Compute(new ReferenceBackend(8), 1))) {
            Evaluation whole = evaluator.evaluate(rows);
            double[] first = evaluator.sums(rows.select(IntStream.range(0, 17).toArray()), 0);
            double[] second = evaluator.sums(rows.select(IntStream.range(17, 50).toArray()), 17);
            Arrays.setAll(first, i -> first[i] + second[i]);
            Evaluation parts = Evaluation.of(model.outputs(), first, 0, Optional.empty());
            assertThat(parts.loss()).isCloseTo(whole.loss(), within(1e-12));
            assertThat(parts.accuracy()).isEqualTo(whole.accuracy());
            assertThat(parts.rows()).isEqualTo(50);
        }
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aModelReadFromItsFilesPredictsTheSameBits(Backend backend) throws IOException {
        Table rows = SmallProblems.moons(77);
        NeuralOde model = SmallProblems.classifier(rows, 16, 0.1);
        ModelFile file = ModelFile.of(model);
        NeuralOde read = ModelFile.read(
                new ByteArrayInputStream(file.description()), new ByteArrayInputStream(file.weights()), "model");
        assertThat(predict(read, rows, backend)).containsExactly(predict(model, rows, backend));
    }

    @Test
    void rowsThatCannotBeSolvedGiveNoNumber() {
        NeuralOde model = decaying(new Outputs.Values(List.of("a", "b")), Optional.empty())
                .withSolver(new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-9, 1e-9, 1, OptionalDouble.of(1e-3)));
        try (Predictor predictor = new Predictor(model, new Compute(new ReferenceBackend(3), 2))) {
            Predictions predictions = predictor.predict(FEATURES);
            assertThat(predictions.values()).containsOnly(Float.NaN);
            assertThat(predictions.failure().orElseThrow().row()).isZero();
        }
    }

    @Test
    void aRowThatCannotBeSolvedTakesNothingFromItsTile() {
        // an absolute tolerance alone: what is large needs more steps than there are
        NeuralOde model = decaying(new Outputs.Values(List.of("a", "b")), Optional.empty())
                .withSolver(new SolverSettings.Adaptive(Tableaux.DOPRI5, 0, 1e-3, 40, OptionalDouble.empty()));
        RowMatrix rows = RowMatrix.copyOf(new float[] {1, 2, 3, 4, 1e15f, 1, 5, 6, 7, 8, 2, -1e15f, 9, 1}, 2);
        RowMatrix solvable = rows.select(0, 1, 3, 4, 6);
        try (Predictor predictor = new Predictor(model, new Compute(new ReferenceBackend(3), 2))) {
            Predictions apart = predictor.predict(solvable);
            Predictions together = predictor.predict(rows);
            assertThat(apart.failure()).isEmpty();
            assertThat(together.failure().orElseThrow().row()).isEqualTo(2);
            assertThat(RowMatrix.copyOf(apart.values(), 2))
                    .isEqualTo(RowMatrix.copyOf(
                            new float[] {
                                together.value(0, 0), together.value(0, 1),
                                together.value(1, 0), together.value(1, 1),
                                together.value(3, 0), together.value(3, 1),
                                together.value(4, 0), together.value(4, 1),
                                together.value(6, 0), together.value(6, 1)
                            },
                            2));
            assertThat(together.value(2, 0)).isNaN();
            assertThat(together.value(5, 0)).isNaN();
        }
    }

    @Test
    void refusesRowsOfOtherLabels() {
        Table rows = SmallProblems.moons(10);
        NeuralOde model = decaying(new Outputs.Classes(List.of("yes", "no")), Optional.empty());
        assertThatThrownBy(() -> Evaluator.evaluate(model, rows, new Compute(new ReferenceBackend(), 1)))
                .isInstanceOf(DataError.class)
                .hasMessageContaining("as the model has");
    }

    private static float[] predict(NeuralOde model, Table rows, Backend backend) {
        try (Predictor predictor = new Predictor(model, new Compute(backend, 2))) {
            return predictor.predict(rows.features()).values();
        }
    }

    /** Weights of an affine field such that ż = −z. */
    private static NeuralOde decaying(Outputs outputs, Optional<Standardisation> standardisation) {
        Architecture architecture = new Architecture(
                2,
                2,
                new Projection.Identity(),
                new Augmentation.Zeros(0),
                new MlpField(List.of(), Activation.TANH, Set.of(), Optional.empty()),
                new Projection.Identity(),
                2);
        return new NeuralOde(
                architecture,
                new float[] {-1, 0, 0, -1, 0, 0},
                TerminalTime.fixed(0, 1),
                new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(10)),
                List.of("x0", "x1"),
                outputs,
                standardisation);
    }
}
