package org.turnpike.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.turnpike.field.Field;
import org.turnpike.program.Value;

/** Failures name the sample, the time and what to do. */
class SolveFailureTest {

    /** {@code y′ = y²} from 1/2 goes to infinity at t = 2, from 1/9 only at t = 9. */
    private static final KnownProblem BLOW_UP =
            problem("blow-up", KnownProblem.field(1, p -> p.square(p.input("z", 1))));

    private static final double[][] THIRD_BLOWS_UP = {{1.0 / 9}, {0.1}, {0.5}};
    private static final double[] TIMES = {0, 1, 4};

    @Test
    void stepSizeUnderflow() {
        Trajectory solved = BLOW_UP.solver(AdaptiveStepsTest.adaptive(Tableaux.DOPRI5, 1e-6), 4)
                .solve(THIRD_BLOWS_UP, TIMES);
        SolveFailure failure = solved.failure().orElseThrow();
        assertThat(failure.kind()).isEqualTo(SolveFailure.Kind.STEP_SIZE_UNDERFLOW);
        assertThat(failure.lane()).isEqualTo(2);
        assertThat(failure.time()).isCloseTo(2, within(1e-3));
        assertThat(failure.message())
                .startsWith(
                        "Sample 2 of its tile: no step of dopri5 (rtol 1.0E-6, atol 1.0E-6) that moves the time is short "
                                + "enough at t = ")
                .contains("use larger tolerances, a smaller terminal time, or a field of bounded speed");
        assertThat(solved.state(2, 1)[0]).isCloseTo(1, within(1e-4));
        assertThat(solved.state(2, 2)).containsOnly(Double.NaN);
    }

    @Test
    void samplesAreCountedAsTheyWereGiven() {
        Trajectory solved = BLOW_UP.solver(AdaptiveStepsTest.adaptive(Tableaux.DOPRI5, 1e-6), 2)
                .solve(THIRD_BLOWS_UP, TIMES);
        assertThat(solved.failure().orElseThrow().lane()).isEqualTo(2);
        assertThat(solved.state(1, 2)[0]).isCloseTo(1 / (10 - 4.0), within(1e-5));
    }

    @Test
    void stepsOfFixedLengthOverflow() {
        SolverSettings settings = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.125));
        SolveFailure failure = BLOW_UP.solver(settings, 4)
                .solve(THIRD_BLOWS_UP, TIMES)
                .failure()
                .orElseThrow();
        assertThat(failure.kind()).isEqualTo(SolveFailure.Kind.NON_FINITE);
        assertThat(failure.lane()).isEqualTo(2);
        assertThat(failure.time()).isBetween(2.0, 3.0);
        assertThat(failure.message())
                .contains("its state stopped being finite in step")
                .contains("of 32 of rk4, at t = ")
                .contains("Use shorter steps or an adaptive method");
    }

    @Test
    void stepLimitOnAStiffField() {
        KnownProblem stiff = problem("stiff", KnownProblem.field(1, p -> {
            Value away = p.subtract(p.cosine(p.input("t", 1)), p.input("z", 1));
            return p.scale(1e5, away);
        }));
        SolverSettings settings = new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-6, 1e-6, 500, OptionalDouble.empty());
        SolveFailure failure = stiff.solver(settings)
                .solve(new double[][] {{1}}, new double[] {0, 1})
                .failure()
                .orElseThrow();
        assertThat(failure.kind()).isEqualTo(SolveFailure.Kind.STEP_LIMIT);
        assertThat(failure.time()).isBetween(0.001, 0.5);
        assertThat(failure.message())
                .startsWith("Sample 0 of its tile: its solution was not at its end after 500 steps of dopri5")
                .contains("Allow more steps, use larger tolerances, or regularise a field that is stiff");
    }

    @Test
    void aFieldThatIsNotANumber() {
        KnownProblem logarithm = problem("logarithm", KnownProblem.field(1, p -> p.logarithm(p.input("z", 1))));
        double[][] initial = {{2}, {-1}};
        SolveFailure adaptive = logarithm
                .solver(AdaptiveStepsTest.adaptive(Tableaux.TSIT5, 1e-6))
                .solve(initial, TIMES)
                .failure()
                .orElseThrow();
        assertThat(adaptive.kind()).isEqualTo(SolveFailure.Kind.NON_FINITE);
        assertThat(adaptive.lane()).isEqualTo(1);
        assertThat(adaptive.time()).isZero();
        assertThat(adaptive.message()).contains("its state, or the field there, is not finite at t = 0.0");

        SolverSettings fixed = new SolverSettings.FixedSteps(Tableaux.HEUN, new StepRule.Count(4));
        SolveFailure failure =
                logarithm.solver(fixed).solve(initial, TIMES).failure().orElseThrow();
        assertThat(failure.lane()).isEqualTo(1);
        assertThat(failure.message()).contains("in step 1 of 4 of heun, at t = 1.0");
    }

    @Test
    void anInitialStateThatIsNotFinite() {
        for (SolverSettings settings : new SolverSettings[] {
            AdaptiveStepsTest.adaptive(Tableaux.HEUN, 1e-6),
            new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(4))
        }) {
            double[][] initial = {{0.1}, {Double.POSITIVE_INFINITY}};
            SolveFailure failure =
                    BLOW_UP.solver(settings).solve(initial, TIMES).failure().orElseThrow();
            assertThat(failure.kind()).isEqualTo(SolveFailure.Kind.NON_FINITE);
            assertThat(failure.lane()).isEqualTo(1);
            assertThat(failure.time()).isZero();
        }
    }

    @Test
    void aSolverGoesOnAfterAFailure() {
        TrajectorySolver solver = BLOW_UP.solver(AdaptiveStepsTest.adaptive(Tableaux.DOPRI5, 1e-6));
        assertThat(solver.solve(THIRD_BLOWS_UP, TIMES).failure()).isPresent();
        Trajectory solved = solver.solve(THIRD_BLOWS_UP, new double[] {0, 1});
        assertThat(solved.failure()).isEqualTo(Optional.empty());
        assertThat(solved.state(2, 1)[0]).isCloseTo(1, within(1e-4));
    }

    private static KnownProblem problem(String name, Field field) {
        return new KnownProblem(name, field, new double[0], t -> null);
    }
}
