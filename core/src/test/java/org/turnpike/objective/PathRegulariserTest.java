package org.turnpike.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Field;
import org.turnpike.field.RandomDirection;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;

/** On the field {@code ż = A z}, whose Jacobian is A. */
class PathRegulariserTest {

    private static final double[] MATRIX = {1, -2, 0.5, 3};
    private static final double[] STATE = {0.7, -1.1};

    @Test
    void kineticEnergyIsTheSquaredSpeed() {
        double dx = 0.7 + 2 * 1.1;
        double dy = 0.5 * 0.7 - 3 * 1.1;
        Program cost = PathRegulariser.kineticEnergy(0.25, field(), 2);
        assertThat(cost(cost, STATE, new double[2])).isCloseTo(0.25 * (dx * dx + dy * dy), within(1e-12));
    }

    @Test
    void takesNoteOfTheMotionAloneWhereTheStateHasMore() {
        Program cost = PathRegulariser.kineticEnergy(1, field(), 3);
        double[] wider = {0.7, -1.1, 1000};
        assertThat(cost(cost, wider, new double[2]))
                .isEqualTo(cost(PathRegulariser.kineticEnergy(1, field(), 2), STATE, new double[2]));
    }

    /** Over the four sign vectors the mean is the squared norm exactly: the cross terms cancel. */
    @Test
    void jacobianNormIsTheFrobeniusNormInTheMean() {
        Program cost = PathRegulariser.jacobianNorm(2, field(), 2, RandomDirection.RADEMACHER);
        double sum = 0;
        for (double first : new double[] {-1, 1}) {
            for (double second : new double[] {-1, 1}) {
                sum += cost(cost, STATE, new double[] {first, second});
            }
        }
        assertThat(sum / 4).isCloseTo(2 * (1 + 4 + 0.25 + 9), within(1e-12));
    }

    private static Field field() {
        ProgramBuilder p = new ProgramBuilder();
        return new Field(p.output("dz", p.linear(p.parameter("A", 2, 2), p.input("z", 2)))
                .build());
    }

    private static double cost(Program program, double[] state, double[] direction) {
        Map<String, double[]> arguments = Map.of("z", state, "rademacher", direction, "A", MATRIX);
        return ProgramRunner.run(new ReferenceBackend(1), program, arguments).get("cost")[0];
    }
}
