package org.turnpike.sensitivity;

import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.solver.Integration;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepBuffers;
import org.turnpike.solver.StepProgram;
import org.turnpike.solver.StepRecorder;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.TimeGrid;

/** {@link GradientMethod#BACKSOLVE}: state and adjoint solved from t_f to t0 as one system of width 2n. */
final class BacksolveAdjoint implements Sensitivity {

    private final ContinuousEnds ends;
    private final Call join;
    private final Call split;
    private final Solve solve;

    BacksolveAdjoint(
            Workspace workspace, BolzaProblem problem, SolverSettings settings, TileBuffers tile, Curvature curvature) {
        int width = problem.stateWidth();
        Buffer adjoint = workspace.allocate(width);
        Buffer both = workspace.allocate(2 * width);
        this.ends = new ContinuousEnds(workspace, problem, tile, adjoint, curvature);
        Map<String, Buffer> parts = Map.of("p", adjoint, "both", both);
        this.join = tile.prepare(workspace, join(problem), parts);
        this.split = tile.prepare(workspace, split(problem), parts);
        Program dynamics = Dynamics.stateAndAdjoint(problem, curvature);
        StepBuffers buffers = StepBuffers.around(both, workspace, tile.constants());
        this.solve = settings instanceof SolverSettings.Adaptive adaptive
                ? new AdaptiveSolve(new AdaptiveAdjoint(workspace, adaptive, dynamics, buffers, tile))
                : new FixedSolve(workspace, (SolverSettings.FixedSteps) settings, dynamics, buffers, tile);
    }

    @Override
    public StepRecorder recorder() {
        return StepRecorder.NONE;
    }

    @Override
    public Integration backward(double initialTime, double terminalTime, int rows) {
        ends.atTerminalTime(terminalTime);
        join.run();
        Integration solved = solve.backward(initialTime, terminalTime, rows);
        split.run();
        ends.atInitialTime();
        return new Integration(1 + solved.evaluations(), solved.failure());
    }

    /** How the joint system gets from t_f to t0. */
    private interface Solve {
        Integration backward(double initialTime, double terminalTime, int rows);
    }

    /** The steps of the forward solve, each from its end to its start. */
    private record FixedSolve(
            Workspace workspace, StepBuffers buffers, StepRule rule, int evaluationsPerStep, Call step)
            implements Solve {

        FixedSolve(
                Workspace workspace,
                SolverSettings.FixedSteps settings,
                Program dynamics,
                StepBuffers buffers,
                TileBuffers tile) {
            this(
                    workspace,
                    buffers,
                    settings.rule(),
                    settings.method().evaluationsPerStep(),
                    step(workspace, settings, dynamics, buffers, tile));
        }

        private static Call step(
                Workspace workspace,
                SolverSettings.FixedSteps settings,
                Program dynamics,
                StepBuffers buffers,
                TileBuffers tile) {
            Map<String, Buffer> named = buffers.inputs();
            named.putAll(tile.integrals());
            named.put(StepProgram.NEXT, buffers.state());
            return tile.prepare(workspace, AccumulatingStep.of(settings.method(), dynamics), named);
        }

        @Override
        public Integration backward(double initialTime, double terminalTime, int rows) {
            TimeGrid grid = TimeGrid.of(rule, initialTime, terminalTime).mirrored();
            for (int i = 0; i < grid.count(); i++) {
                workspace.fill(buffers.start(), grid.time(i));
                workspace.fill(buffers.length(), grid.length(i));
                step.run();
            }
            return new Integration((double) grid.count() * evaluationsPerStep, Optional.empty());
        }
    }

    private record AdaptiveSolve(AdaptiveAdjoint adjoint) implements Solve {
        @Override
        public Integration backward(double initialTime, double terminalTime, int rows) {
            Integration solved = adjoint.integrator().integrate(terminalTime, initialTime, rows, adjoint);
            return new Integration(adjoint.evaluations(rows), solved.failure());
        }
    }

    private static Program join(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        int width = problem.stateWidth();
        return p.output(
                        "both",
                        p.concatenate(p.slice(p.input("state", problem.forwardWidth()), 0, width), p.input("p", width)))
                .build();
    }

    private static Program split(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        int width = problem.stateWidth();
        return p.output("p", p.slice(p.input("both", 2 * width), width, width)).build();
    }
}
