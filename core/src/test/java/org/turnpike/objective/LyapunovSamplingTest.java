package org.turnpike.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.TileSolver;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

class LyapunovSamplingTest {

    private static final int LANES = 64;
    private static final LyapunovLoss LOSS =
            new LyapunovLoss(3, LyapunovLoss.Sum.INTEGRAL, LyapunovLoss.Potential.DIFFERENTIATED);

    /** A field that stands still pays κV everywhere: {@code V = ‖z‖²/2}, and {@code E‖z‖² = radius²/3}. */
    @Test
    void statesAreUniformInDistanceAroundTheOrigin() {
        BolzaProblem problem = problem(standing(), LyapunovSampling.Centre.ORIGIN, 0, 0.5);
        assertThat(mean(problem, 0, 0.5, 5)).isCloseTo(0.5 * 3 * 4 / 6, within(0.05));
    }

    /** Around z0 = (5, 5) it is {@code ‖z0‖² + radius²/3}: a uniform direction has no mean. */
    @Test
    void orAroundTheRowsOwnState() {
        BolzaProblem problem = problem(standing(), LyapunovSampling.Centre.ENCODING, 0, 1);
        assertThat(mean(problem, 0, 1, 5)).isCloseTo(3 * (50 + 4.0 / 3) / 2, within(1.0));
    }

    /** {@code ż = 0} but for the push {@code t · z}, along which V grows by {@code t‖z‖²}: the mean over t in [1, 3] is 2. */
    @Test
    void timesAreUniformBetweenTheEnds() {
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.input("z", 2);
        Field pushing =
                new Field(p.output("dz", p.scaleRows(p.input("t", 1), z)).build());
        BolzaProblem problem = problem(pushing, LyapunovSampling.Centre.ORIGIN, 1, 3);
        assertThat(mean(problem, 1, 3, 5)).isCloseTo(2 * (2 + 3.0 / 2) * 4 / 3, within(0.7));
    }

    @Test
    void costsNothingWhereThePotentialFallsFastEnough() {
        ProgramBuilder p = new ProgramBuilder();
        // V̇ = −2‖z‖² is faster than −κV = −1.5‖z‖².
        Field falling = new Field(p.output("dz", p.scale(-2, p.input("z", 2))).build());
        assertThat(mean(problem(falling, LyapunovSampling.Centre.ORIGIN, 0, 1), 0, 1, 1))
                .isZero();
    }

    @Test
    void drawsTheSameForTheSameIterationAndRow() {
        BolzaProblem problem = problem(standing(), LyapunovSampling.Centre.ORIGIN, 0, 1);
        assertThat(mean(problem, 0, 1, 1)).isEqualTo(mean(problem, 0, 1, 1));
    }

    @Test
    void refusesNoStatesAndNoRadius() {
        assertThatThrownBy(() -> new LyapunovSampling(LOSS, 0, LyapunovSampling.Centre.ORIGIN, 1))
                .hasMessageContaining("must be at least 1, found 0");
        assertThatThrownBy(() -> new LyapunovSampling(LOSS, 1, LyapunovSampling.Centre.ORIGIN, 0))
                .hasMessageContaining("must be a finite number above 0, found 0.0");
    }

    private static double mean(BolzaProblem problem, double t0, double tf, int draws) {
        ReferenceBackend backend = new ReferenceBackend(LANES);
        Parameters parameters = backend.newParameters(problem.layout());
        parameters.set(new double[0]);
        TileSolver solver = new TileSolver(
                backend,
                parameters,
                problem,
                new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(1)),
                GradientMethod.DISCRETE);
        double[] x = new double[2 * LANES];
        double[] ones = new double[LANES];
        Arrays.fill(x, 5);
        Arrays.fill(ones, 1);
        double sum = 0;
        for (int draw = 0; draw < draws; draw++) {
            solver.load(x, new double[2 * LANES], ones, LANES);
            solver.draw(9, draw, lane -> lane);
            sum += solver.evaluate(t0, tf).cost() / LANES;
        }
        return sum / draws;
    }

    private static BolzaProblem problem(Field field, LyapunovSampling.Centre centre, double t0, double tf) {
        ProgramBuilder encoder = new ProgramBuilder();
        ProgramBuilder decoder = new ProgramBuilder();
        return new LyapunovSampling(LOSS, 16, centre, 2)
                .problem(
                        new TerminalLoss.SquaredError(),
                        encoder.output("z0", encoder.input("x", 2)).build(),
                        field,
                        decoder.output("output", decoder.input("z", 2)).build(),
                        t0,
                        tf);
    }

    private static Field standing() {
        ProgramBuilder p = new ProgramBuilder();
        return new Field(p.output("dz", p.scale(0, p.input("z", 2))).build());
    }
}
