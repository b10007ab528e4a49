package org.turnpike.benchmarks;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.Architecture;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.sensitivity.SolveOutcome;
import org.turnpike.sensitivity.TileSolver;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/**
 * One tile of the annuli problem (64 samples, field 3-32-3, RK4): forward, and forward and backward, for several numbers of
 * steps. With {@code -prof gc} it shows that a solve allocates the same few bytes however many steps it takes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TileSolveBenchmark {

    @Param({"10", "100", "1000"})
    private int steps;

    @Param({"DISCRETE", "BACKSOLVE", "INTERPOLATED"})
    private GradientMethod gradient;

    private TileSolver solver;

    @Setup
    public void prepare() {
        Architecture architecture = new Architecture(
                2,
                2,
                new Projection.Identity(),
                new Augmentation.Zeros(1),
                new MlpField(List.of(32), Activation.TANH, Set.of(), Optional.empty()),
                new Projection.Identity(),
                2);
        BolzaProblem problem = Objective.of(new TerminalLoss.CrossEntropy())
                .problem(architecture.encoder(), architecture.vectorField(), architecture.decoder());
        Backend backend = VectorBackend.create();
        Parameters parameters = backend.newParameters(architecture.layout());
        parameters.set(architecture.initialWeights(7));
        SolverSettings settings = new SolverSettings.FixedSteps(Tableaux.named("rk4"), new StepRule.Count(steps));
        solver = new TileSolver(backend, parameters, problem, settings, gradient);
        int lanes = solver.tileRows();
        float[] x = new float[2 * lanes];
        float[] target = new float[2 * lanes];
        float[] weight = new float[lanes];
        for (int lane = 0; lane < lanes; lane++) {
            x[lane] = (float) Math.cos(lane);
            x[lanes + lane] = (float) Math.sin(lane);
            target[lane % 2 * lanes + lane] = 1;
            weight[lane] = 1;
        }
        solver.load(x, target, weight, lanes);
        backend.warmUp();
    }

    @Benchmark
    public SolveOutcome forward() {
        return solver.evaluate(0, 1);
    }

    @Benchmark
    public SolveOutcome forwardAndBackward() {
        solver.clearGradient();
        return solver.differentiate(0, 1);
    }
}
