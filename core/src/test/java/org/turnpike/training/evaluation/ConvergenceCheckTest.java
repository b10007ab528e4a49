package org.turnpike.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.SmallProblems;
import org.turnpike.training.Trainer;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingResult;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.stage.LyapunovPretraining;

/** DEEP Theorem 2: where the Lyapunov loss is 0, the loss falls at the rate κ at least. */
class ConvergenceCheckTest {

    private static final Compute COMPUTE = new Compute(new ReferenceBackend(16), 2);

    static Stream<SolverSettings> solvers() {
        return Stream.of(
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.01)),
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-9, 1e-9, 1000, OptionalDouble.empty()));
    }

    /** {@code ż = −3(z − target)}: the field sees nothing of the target, so all rows have one, 0, and V = |z|²/2 falls at rate 6. */
    @ParameterizedTest
    @MethodSource("solvers")
    void ratesAreThoseOfTheField(SolverSettings solver) {
        Table moons = SmallProblems.moons(50);
        Table rows = new Table(
                moons.features(),
                moons.featureNames(),
                new TargetValues(RowMatrix.copyOf(new float[100], 2), List.of("a", "b")));
        MlpField linear = new MlpField(List.of(), Activation.IDENTITY, Set.of(), Optional.empty());
        NeuralOde model = SmallProblems.model(rows, linear, 0, new Projection.Identity(), solver)
                .with(new float[] {-3, 0, 0, -3, 0, 0}, TerminalTime.fixed(0.5, 0.8));
        Convergence slower = check(model, 5.9, rows);
        assertThat(slower.rows()).isEqualTo(50);
        assertThat(slower.kept()).isEqualTo(1);
        assertThat(slower.violations()).isZero();
        assertThat(slower.rate()).isCloseTo(6, within(1e-4));
        Convergence faster = check(model, 6.1, rows);
        assertThat(faster.kept()).isZero();
        assertThat(faster.violations()).isEqualTo(1);
        assertThat(faster.isCertified()).isFalse();
    }

    @Test
    void whereTheLossIsZeroTheBoundIsKept() {
        Table rows = SmallProblems.moons(12);
        NeuralOde model = SmallProblems.classifier(rows, 16, 0.01);
        LyapunovLoss loss = new LyapunovLoss(1, LyapunovLoss.Sum.INTEGRAL, LyapunovLoss.Potential.DIFFERENTIATED);
        LyapunovPretraining stage = new LyapunovPretraining(
                SmallProblems.settings(400, OptionalInt.empty(), OptionalInt.empty()),
                Objective.of(model.outputs().loss()),
                loss,
                TerminalTime.fixed(0, 0.05));
        Compute compute = new Compute(VectorBackend.create(), 2);
        TrainingResult trained =
                Trainer.train(model, stage, TrainingData.local(model, rows, Optional.empty(), 1), compute);
        assertThat(trained.bestLoss().orElseThrow()).isLessThan(1e-6);
        Convergence before = check(model, 1, rows);
        Convergence after = check(trained.model(), 1, rows);
        assertThat(before.violations()).isPositive();
        assertThat(after.kept()).isEqualTo(1);
        assertThat(after.isCertified()).isTrue();
        assertThat(after.rate()).isGreaterThan(0.98);
        assertThat(after.points()).isEqualTo(12 * 6);
    }

    private static Convergence check(NeuralOde model, double kappa, Table rows) {
        return ConvergenceCheck.of(model, model.outputs().loss(), kappa, rows, COMPUTE)
                .orElseThrow();
    }
}
