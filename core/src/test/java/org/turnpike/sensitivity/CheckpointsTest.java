package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

class CheckpointsTest {

    static Stream<SolverSettings> settings() {
        return Stream.of(
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.031)),
                new SolverSettings.FixedSteps(Tableaux.TSIT5, new StepRule.Count(12)),
                new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-9, 1e-9, 1000, OptionalDouble.empty()),
                new SolverSettings.Adaptive(Tableaux.HEUN, 1e-4, 1e-4, 1000, OptionalDouble.empty()));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void changeNothing(SolverSettings settings) {
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.affineEncoderWithControl(),
                SmallProblems.timeDependent(),
                Optional.of(SmallProblems.runningWithEverything()),
                SmallProblems.squaredError());
        for (GradientMethod method : new GradientMethod[] {GradientMethod.DISCRETE, GradientMethod.INTERPOLATED}) {
            double[] expected = new GradientCheck(problem, settings, method, 3).gradient();
            for (int interval : new int[] {2, 5, 1000}) {
                GradientCheck check = new GradientCheck(problem, settings, method, new Checkpoints(interval), 3);
                assertThat(check.gradient())
                        .as("a checkpoint every %s steps, %s", interval, method)
                        .containsExactly(expected);
                // Again, with tapes that are full of the solve before.
                assertThat(check.gradient()).containsExactly(expected);
            }
        }
    }

    @Test
    void costASecondSolve() {
        SolverSettings settings = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Count(12));
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.identityEncoder(),
                SmallProblems.autonomous(),
                Optional.empty(),
                SmallProblems.squaredError());
        GradientCheck check = new GradientCheck(problem, settings, GradientMethod.DISCRETE, new Checkpoints(4), 3);
        SolveOutcome outcome = check.differentiate();
        assertThat(outcome.forwardEvaluations()).isEqualTo(48);
        // Of each four steps, three are computed again; then twelve are transposed.
        assertThat(outcome.backwardEvaluations()).isEqualTo(9 * 4 + 48);
    }

    @Test
    void areAtLeastOneStepApart() {
        assertThatThrownBy(() -> new Checkpoints(0)).hasMessage("Checkpoints are at least 1 step apart, found 0");
    }
}
