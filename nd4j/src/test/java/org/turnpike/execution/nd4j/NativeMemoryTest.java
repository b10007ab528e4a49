package org.turnpike.execution.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.data.image.ImageShape;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConvolutionHead;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.FieldInput;
import org.turnpike.field.Projection;
import org.turnpike.model.Architecture;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.TileSolver;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/** Training iterations take no more memory, native or not, however many there are. */
class NativeMemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int WARM_UP = 1500;
    private static final int ITERATIONS = 10_000;
    private static final long ALLOWED_KIBIBYTES = 8 * 1024;

    @Test
    void memoryIsFlatOverTenThousandIterations() throws IOException {
        assumeTrue(Files.exists(STATUS), "needs Linux's " + STATUS);
        BolzaProblem problem = classifier();
        Backend backend = Nd4jBackend.create(4);
        Parameters parameters = backend.newParameters(problem.layout());
        SolverSettings step = new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(1));
        TileSolver solver = new TileSolver(backend, parameters, problem, step, GradientMethod.DISCRETE);
        Random random = new Random(1);
        float[] weights = floats(random, problem.layout().size());
        float[] x = floats(random, 4 * problem.inputWidth());
        float[] target = floats(random, 4 * problem.targetWidth());
        float[] weight = {1, 1, 1, 1};
        double[] gradient = new double[weights.length];
        long before = 0;
        for (int i = 0; i < WARM_UP + ITERATIONS; i++) {
            if (i == WARM_UP) {
                System.gc();
                before = residentKibibytes();
            }
            parameters.set(weights);
            solver.load(x, target, weight, 4);
            solver.clearGradient();
            assertThat(solver.differentiate(0, 1).failure()).isEmpty();
            solver.addGradient(gradient);
        }
        System.gc();
        assertThat(residentKibibytes() - before)
                .as("kibibytes more after %d iterations", ITERATIONS)
                .isLessThan(ALLOWED_KIBIBYTES);
    }

    private static BolzaProblem classifier() {
        ImageShape state = new ImageShape(2, 3, 2);
        Architecture architecture = new Architecture(
                state.size(),
                state.size(),
                new Projection.Identity(),
                new Augmentation.Zeros(0),
                new ConvolutionalField(state, 1, Set.of(FieldInput.TIME)),
                new ConvolutionHead(state, 1),
                2);
        return Objective.of(new TerminalLoss.CrossEntropy())
                .problem(architecture.encoder(), architecture.vectorField(), architecture.decoder());
    }

    /** Memory of the process that is not backed by files: the heap, and what native libraries have allocated. */
    private static long residentKibibytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private static float[] floats(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = random.nextFloat();
        }
        return numbers;
    }
}
