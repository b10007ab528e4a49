package org.turnpike.sensitivity;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.solver.AdaptiveIntegrator;
import org.turnpike.solver.Integration;
import org.turnpike.solver.Integrator;
import org.turnpike.solver.SolveFailure;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepBuffers;
import org.turnpike.solver.StepProgram;
import org.turnpike.solver.StepRecorder;
import org.turnpike.solver.Tableau;

/**
 * {@link GradientMethod#INTERPOLATED}: the adjoint solved backwards over each step of the forward solve in turn, along the
 * state that the step's dense output gives. The stages that the interpolant needs are computed again, not kept.
 */
final class InterpolatedAdjoint implements Sensitivity {

    private final Integrator forward;
    private final StateTape states;
    private final ContinuousEnds ends;
    private final Call interpolate;
    private final Tableau method;
    private final int evaluationsPerInterpolant;
    private final Solve solve;

    InterpolatedAdjoint(
            Workspace workspace,
            BolzaProblem problem,
            SolverSettings settings,
            TileBuffers tile,
            Integrator forward,
            Checkpoints checkpoints,
            Curvature curvature) {
        this.method = settings.method();
        int width = problem.stateWidth();
        int degree = method.interpolantDegree();
        this.forward = forward;
        this.states = new StateTape(workspace, problem, settings, forward, checkpoints);
        Buffer adjoint = workspace.allocate(width);
        this.ends = new ContinuousEnds(workspace, problem, tile, adjoint, curvature);

        Map<String, Buffer> interval = new HashMap<>(tile.constants());
        interval.put("intervalState", workspace.allocate(width));
        interval.put("coefficients", workspace.allocate(width * degree));
        interval.put("intervalStart", forward.buffers().start());
        interval.put("intervalLength", forward.buffers().length());
        Map<String, Buffer> named = forward.buffers().inputs();
        named.putAll(interval);
        this.interpolate = tile.prepare(workspace, interpolant(problem, method), named);
        boolean evaluatesEnd = !method.hasInterpolant() && !method.isFirstSameAsLast();
        this.evaluationsPerInterpolant = method.stages() + (evaluatesEnd ? 1 : 0);

        Program dynamics = Dynamics.adjointAlongInterpolant(problem, degree, curvature);
        StepBuffers buffers = StepBuffers.around(adjoint, workspace, interval);
        this.solve = settings instanceof SolverSettings.Adaptive adaptive
                ? new AdaptiveSolve(workspace, new AdaptiveAdjoint(workspace, adaptive, dynamics, buffers, tile))
                : new FixedSolve(workspace, dynamics, buffers, tile);
    }

    @Override
    public StepRecorder recorder() {
        return states;
    }

    @Override
    public Integration backward(double initialTime, double terminalTime, int rows) {
        ends.atTerminalTime(terminalTime);
        Optional<SolveFailure> failure = Optional.empty();
        for (int step = forward.steps() - 1; step >= 0 && failure.isEmpty(); step--) {
            states.restore(step);
            interpolate.run();
            if (step == forward.steps() - 1) {
                solve.begin(initialTime, terminalTime);
            }
            failure = solve.overInterval(rows);
        }
        ends.atInitialTime();
        double again = (double) states.repeated() / forward.steps() * method.evaluationsPerStep();
        double forInterpolants = forward.stepsPerSample() * (evaluationsPerInterpolant + again);
        return new Integration(1 + forInterpolants + solve.evaluations(rows), failure);
    }

    /** How the adjoint gets from the end of a forward step to its start. */
    private interface Solve {
        /** The buffers hold the last forward step. */
        void begin(double initialTime, double terminalTime);

        /** The buffers hold a forward step. */
        Optional<SolveFailure> overInterval(int rows);

        /** Since {@link #begin}, mean over the samples. */
        double evaluations(int rows);
    }

    /** One step of the same method over each forward step. */
    private final class FixedSolve implements Solve {
        private final Call step;
        private int steps;

        FixedSolve(Workspace workspace, Program dynamics, StepBuffers buffers, TileBuffers tile) {
            Map<String, Buffer> named = new HashMap<>(buffers.constants());
            named.putAll(tile.integrals());
            named.put("z", buffers.state());
            named.put(StepProgram.NEXT, buffers.state());
            this.step = tile.prepare(workspace, acrossInterval(AccumulatingStep.of(method, dynamics)), named);
        }

        @Override
        public void begin(double initialTime, double terminalTime) {
            steps = 0;
        }

        @Override
        public Optional<SolveFailure> overInterval(int rows) {
            step.run();
            steps++;
            return Optional.empty();
        }

        @Override
        public double evaluations(int rows) {
            return (double) steps * method.evaluationsPerStep();
        }
    }

    /** As many steps over each forward step as the adjoint's own error asks for. */
    private static final class AdaptiveSolve implements Solve {
        private final Workspace workspace;
        private final AdaptiveAdjoint adjoint;
        private final AdaptiveIntegrator integrator;
        private final Call toInterval;

        AdaptiveSolve(Workspace workspace, AdaptiveAdjoint adjoint) {
            this.workspace = workspace;
            this.adjoint = adjoint;
            this.integrator = adjoint.integrator();
            Map<String, Buffer> interval = integrator.buffers().constants();
            this.toInterval =
                    workspace.prepare(ends(), interval, Map.of("from", integrator.time(), "to", integrator.end()));
        }

        @Override
        public void begin(double initialTime, double terminalTime) {
            // Towards t0, not the interval's start: for a sample that arrived earlier this interval is empty.
            workspace.fill(integrator.time(), terminalTime);
            workspace.fill(integrator.end(), initialTime);
            integrator.begin();
        }

        @Override
        public Optional<SolveFailure> overInterval(int rows) {
            toInterval.run();
            return integrator.proceed(rows, adjoint);
        }

        @Override
        public double evaluations(int rows) {
            return adjoint.evaluations(rows);
        }

        private static Program ends() {
            ProgramBuilder p = new ProgramBuilder();
            Value start = p.input("intervalStart", 1);
            return p.output("from", p.add(start, p.input("intervalLength", 1)))
                    .output("to", start)
                    .build();
        }
    }

    /** State and dense output of a forward step, from the state before it; without the integral of the running cost. */
    private static Program interpolant(BolzaProblem problem, Tableau method) {
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.slice(p.input("z", problem.forwardWidth()), 0, problem.stateWidth());
        Program step = StepProgram.of(method, problem.field().program()).select(StepProgram.COEFFICIENTS);
        Value coefficients = p.inline(step, Map.of("z", z)).get(StepProgram.COEFFICIENTS);
        return p.output("intervalState", z).output("coefficients", coefficients).build();
    }

    /** A step from the end of an interval to its start. */
    private static Program acrossInterval(Program step) {
        ProgramBuilder p = new ProgramBuilder();
        Value start = p.input("intervalStart", 1);
        Value length = p.input("intervalLength", 1);
        p.inline(step, Map.of("t", p.add(start, length), "dt", p.negate(length)))
                .forEach(p::output);
        return p.build();
    }
}
