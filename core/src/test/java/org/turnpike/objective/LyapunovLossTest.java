package org.turnpike.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.objective.LyapunovLoss.Potential;
import org.turnpike.objective.LyapunovLoss.Sum;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** On {@code ż = a z} with the output w·z₁ and squared error to 0: V = (w z₁)², V̇ = 2aV. */
class LyapunovLossTest {

    private static final TerminalLoss LOSS = new TerminalLoss.SquaredError();
    private static final double Z = 1.5;
    private static final double W = 2;
    private static final double V = W * Z * W * Z;

    @Test
    void whoFallsTooSlowlyPaysTheDifference() {
        assertThat(cost(3, -1)).isCloseTo((3 - 2) * V, within(1e-13));
        assertThat(cost(3, 1)).isCloseTo((3 + 2) * V, within(1e-13));
    }

    @Test
    void whoFallsFastEnoughPaysNothing() {
        assertThat(cost(3, -1.5)).isZero();
        assertThat(cost(3, -4)).isZero();
    }

    @Test
    void thePotentialAndItsDerivativeAlongTheField() {
        Map<String, double[]> along = run(LyapunovLoss.alongField(LOSS, field(), decoder()), -0.75);
        assertThat(along.get("potential")[0]).isCloseTo(V, within(1e-13));
        assertThat(along.get("derivative")[0]).isCloseTo(2 * -0.75 * V, within(1e-13));
    }

    @Test
    void aStoppedPotentialLeavesTheValueAndTakesItsOwnPartOutOfTheDerivative() {
        double a = -1;
        assertThat(run(pointwise(3, Potential.STOPPED), a).get("cost")[0]).isCloseTo((3 - 2) * V, within(1e-13));
        // d/dw of 2aV + κV = (2a + κ) 2V/w, and of 2aV alone 2a · 2V/w.
        assertThat(slope(3, Potential.DIFFERENTIATED, a)).isCloseTo((2 * a + 3) * 2 * V / W, within(1e-12));
        assertThat(slope(3, Potential.STOPPED, a)).isCloseTo(2 * a * 2 * V / W, within(1e-12));
    }

    @Test
    void theIntegralAndTheGridAreCostsOfTheirOwn() {
        Objective whole =
                new LyapunovLoss(3, Sum.INTEGRAL, Potential.STOPPED).addTo(Objective.of(LOSS), field(), decoder());
        assertThat(whole.runningCost()).isPresent();
        assertThat(whole.gridCost()).isEmpty();
        Objective points =
                new LyapunovLoss(3, Sum.GRID, Potential.STOPPED).addTo(Objective.of(LOSS), field(), decoder());
        assertThat(points.runningCost()).isEmpty();
        assertThat(points.gridCost()).isPresent();
    }

    @Test
    void aRateMustBeAboveZero() {
        assertThatThrownBy(() -> new LyapunovLoss(0, Sum.GRID, Potential.STOPPED))
                .hasMessage(
                        "The rate κ of the Lyapunov loss must be a finite number above 0, found 0.0; 20 is the paper's,"
                                + " over an interval of 0.05.");
    }

    private static double cost(double kappa, double a) {
        return run(pointwise(kappa, Potential.DIFFERENTIATED), a).get("cost")[0];
    }

    private static double slope(double kappa, Potential potential, double a) {
        Program gradient = Differentiation.vjp(pointwise(kappa, potential), List.of("cost"), List.of("w"));
        return run(gradient, a).get(Differentiation.cotangent("w"))[0];
    }

    private static Program pointwise(double kappa, Potential potential) {
        return new LyapunovLoss(kappa, Sum.INTEGRAL, potential).pointwise(LOSS, field(), decoder());
    }

    private static Map<String, double[]> run(Program program, double a) {
        Map<String, double[]> arguments = new HashMap<>();
        arguments.put("z", new double[] {Z, 7});
        arguments.put("target", new double[] {0});
        arguments.put("a", new double[] {a});
        arguments.put("w", new double[] {W});
        arguments.put(Differentiation.cotangent("cost"), new double[] {1});
        return ProgramRunner.run(new ReferenceBackend(1), program, arguments);
    }

    private static Field field() {
        ProgramBuilder p = new ProgramBuilder();
        Value rate = p.broadcast(p.spread(p.parameter("a", 1)), 2);
        return new Field(p.output("dz", p.multiply(rate, p.input("z", 2))).build());
    }

    private static Program decoder() {
        ProgramBuilder p = new ProgramBuilder();
        Value first = p.slice(p.input("z", 2), 0, 1);
        return p.output("output", p.multiply(p.spread(p.parameter("w", 1)), first))
                .build();
    }
}
