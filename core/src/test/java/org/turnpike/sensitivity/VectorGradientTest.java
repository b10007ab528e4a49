package org.turnpike.sensitivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.Tableaux;

/** The contract of gradients for the {@code vector} back-end. */
class VectorGradientTest extends GradientContract {

    private final Backend vector = VectorBackend.create();

    VectorGradientTest() {
        super(VectorBackend.create());
    }

    @Test
    void anAdaptiveSolutionIsTheSameToTheLastBitAloneAndInABatch() {
        BolzaProblem problem = new BolzaProblem(
                SmallProblems.affineEncoderWithControl(),
                SmallProblems.timeDependent(),
                Optional.of(SmallProblems.runningWithEverything()),
                SmallProblems.squaredError());
        SolverSettings settings = new SolverSettings.Adaptive(Tableaux.TSIT5, 1e-4, 1e-4, 1000, OptionalDouble.empty());
        Parameters parameters = vector.newParameters(problem.layout());
        Random random = new Random(42);
        parameters.set(random.doubles(problem.layout().size(), -2, 2).toArray());
        TileSolver solver = new TileSolver(vector, parameters, problem, settings, GradientMethod.DISCRETE);
        int lanes = solver.tileRows();
        float[] x = floats(random, lanes * problem.inputWidth());
        float[] target = floats(random, lanes * problem.targetWidth());
        float[] weight = floats(random, lanes);
        solver.load(x, target, weight, lanes);
        assertThat(solver.evaluate(0, 3).failure()).isEmpty();
        double[] together = new double[lanes];
        Arrays.setAll(together, solver::cost);
        for (int lane = 0; lane < lanes; lane += 7) {
            float[] one = new float[x.length];
            float[] its = new float[target.length];
            for (int row = 0; row < 2; row++) {
                one[row * lanes] = x[row * lanes + lane];
                its[row * lanes] = target[row * lanes + lane];
            }
            solver.load(one, its, weight, 1);
            solver.evaluate(0, 3);
            assertThat(solver.cost(0)).isEqualTo(together[lane]);
        }
    }

    private static float[] floats(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat();
        }
        return numbers;
    }
}
