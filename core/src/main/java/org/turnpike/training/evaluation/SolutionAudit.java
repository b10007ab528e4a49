package org.turnpike.training.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.DissipativeDesign;
import org.turnpike.field.Field;
import org.turnpike.model.NeuralOde;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.solver.Integration;
import org.turnpike.solver.Integrator;
import org.turnpike.solver.Integrators;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepBuffers;
import org.turnpike.solver.StepRecorder;
import org.turnpike.solver.Tableaux;

/**
 * Follows a model's solutions step by step and holds them against what a stable flow promises (SNF Prop. 1): that its energy never
 * rises, and that the state comes to rest.
 *
 * <p>A flow's energy falls along its exact solutions; what is computed differs from them by the steps' error and by rounding.
 * {@link #asPromised} leaves both out and so says whether the model keeps the promise, {@link #asStepped} has the steps' error, {@link
 * #asComputed} both, as predictions do. In all, energies and velocities of the states are computed in double precision by {@link ReferenceBackend}. Of a flow with noise
 * the drift alone is followed. For one thread.
 */
public final class SolutionAudit {

    private static final double EXACT = 1e-9;
    private static final SolverSettings EXACTLY =
            new SolverSettings.Adaptive(Tableaux.DOPRI5, EXACT, EXACT, 1_000_000, OptionalDouble.empty());
    private static final int TILE_ROWS = 64;

    private final NeuralOde model;
    private final Workspace workspace;
    private final Buffer input;
    private final StepBuffers buffers;
    private final Call encode;
    private final Integrator integrator;
    private final Optional<Exact> energy;
    private final Exact velocity;

    /**
     * The rise of a solution's energy in one step, as a share of the energy that the solution began with.
     *
     * @param share at most 0 where the energy only falls
     * @param row of the solution
     * @param time at which the step ended
     */
    public record Rise(double share, int row, double time) {}

    /**
     * The rises of the energy in all steps of all solutions.
     *
     * @param largest the one with the largest share of what its own solution began with
     * @param shareOfLargest the largest of all rises as a share of the largest energy that any of the solutions began with: rounding, and an
     *     error of the steps, do not shrink with the energy of a solution that begins near the floor
     */
    public record Rises(Rise largest, double shareOfLargest) {}

    /**
     * What was found.
     *
     * @param rises nothing for a field without an energy
     * @param speed ‖dz/dt‖ of every row at terminal time, in ascending order; NaN for rows that could not be solved
     */
    public record Findings(Optional<Rises> rises, List<Double> speed) {
        public double medianSpeed() {
            return speed.get(speed.size() / 2);
        }

        public double largestSpeed() {
            return speed.get(speed.size() - 1);
        }
    }

    /** Of solutions as the model's own solver and the back-end compute them, with the errors of both. */
    public static SolutionAudit asComputed(NeuralOde model, Backend backend) {
        return new SolutionAudit(model, backend);
    }

    /** Of solutions that are as good as exact: in double precision, with steps of an error of {@value #EXACT}. */
    public static SolutionAudit asPromised(NeuralOde model) {
        return new SolutionAudit(model.withSolver(EXACTLY), new ReferenceBackend(TILE_ROWS));
    }

    /** Of solutions by the model's own steps, with their error, but in double precision. */
    public static SolutionAudit asStepped(NeuralOde model) {
        return new SolutionAudit(model, new ReferenceBackend(TILE_ROWS));
    }

    private SolutionAudit(NeuralOde model, Backend backend) {
        this.model = model;
        Parameters parameters = backend.newParameters(model.layout());
        parameters.set(model.weights());
        this.workspace = backend.newWorkspace(parameters);
        Field field = model.inference().field();
        Program encoder = model.inference().encoder();
        this.input = workspace.allocate(model.architecture().features());
        Buffer state = workspace.allocate(field.stateWidth());
        this.buffers = StepBuffers.around(state, workspace, field.controlWidth() == 0 ? Map.of() : Map.of("u", input));
        this.encode = workspace.prepare(encoder.select("z0"), Map.of("x", input), Map.of("z0", state));
        this.integrator = Integrators.of(workspace, model.solver(), field.program(), buffers, Map.of());
        this.velocity = new Exact(field.program(), "dz");
        this.energy = model.architecture().field() instanceof DissipativeDesign design
                ? Optional.of(new Exact(
                        design.energy(
                                model.architecture().stateWidth(),
                                model.architecture().features()),
                        "energy"))
                : Optional.empty();
    }

    /** @param raw rows of the model's features, in its order */
    public Findings follow(RowMatrix raw) {
        RowMatrix features = model.prepare(new Table(raw, model.featureNames(), new Unlabelled(raw.rows())))
                .features();
        Watch watch = new Watch();
        double[] speed = new double[raw.rows()];
        for (int first = 0; first < raw.rows(); first += workspace.tileRows()) {
            int rows = Math.min(workspace.tileRows(), raw.rows() - first);
            load(features, first, rows);
            encode.run();
            watch.begins(first, rows);
            Integration solved = integrator.integrate(
                    model.terminalTime().t0(), model.terminalTime().value(), rows, watch);
            double[][] velocities = velocity.of(rows, model.terminalTime().value());
            for (int lane = 0; lane < rows; lane++) {
                speed[first + lane] = solved.failure().isPresent() ? Double.NaN : norm(velocities[lane]);
            }
        }
        Arrays.sort(speed);
        return new Findings(
                energy.map(any -> watch.rises()), Arrays.stream(speed).boxed().toList());
    }

    private void load(RowMatrix features, int first, int rows) {
        for (int lane = 0; lane < workspace.tileRows(); lane++) {
            for (int column = 0; column < features.width(); column++) {
                // lanes without a row repeat the first one
                workspace.write(input, column, lane, features.value(first + (lane < rows ? lane : 0), column));
            }
        }
    }

    private static double norm(double[] values) {
        double square = 0;
        for (double value : values) {
            square += value * value;
        }
        return Math.sqrt(square);
    }

    /** Compares the energy before and after every step. */
    private final class Watch implements StepRecorder {
        private Rise largest = new Rise(Double.NEGATIVE_INFINITY, 0, Double.NaN);
        private double largestAmount = Double.NEGATIVE_INFINITY;
        private double largestStart;
        private double[] start = {};
        private double[] before = {};
        private int firstRow;
        private int rows;

        void begins(int row, int count) {
            firstRow = row;
            rows = count;
            start = energies();
            before = start.clone();
            largestStart = Math.max(largestStart, Arrays.stream(start).max().orElse(0));
        }

        Rises rises() {
            return new Rises(largest, largestAmount / largestStart);
        }

        @Override
        public void after(int step) {
            double[] now = energies();
            for (int lane = 0; lane < now.length; lane++) {
                // an attempt that was refused leaves the state, and so the energy, as they were
                if (now[lane] == before[lane]) {
                    continue;
                }
                largestAmount = Math.max(largestAmount, now[lane] - before[lane]);
                double share = (now[lane] - before[lane]) / start[lane];
                if (share > largest.share()) {
                    double ended = workspace.read(buffers.start(), 0, lane) + workspace.read(buffers.length(), 0, lane);
                    largest = new Rise(share, firstRow + lane, ended);
                }
            }
            before = now;
        }

        private double[] energies() {
            return energy.map(exact -> Arrays.stream(exact.of(rows, 0))
                            .mapToDouble(value -> value[0])
                            .toArray())
                    .orElse(new double[0]);
        }
    }

    /** A program of states, in double precision. */
    private final class Exact {
        private final Workspace exact;
        private final Buffer result;
        private final Map<String, Buffer> inputs = new HashMap<>();
        private final Call call;

        Exact(Program program, String output) {
            ReferenceBackend backend = new ReferenceBackend(workspace.tileRows());
            ParameterLayout layout = model.layout();
            Parameters parameters = backend.newParameters(layout);
            parameters.set(model.weights());
            this.exact = backend.newWorkspace(parameters);
            Program wanted = program.select(output);
            wanted.inputs().forEach(name -> inputs.put(name, exact.allocate(wanted.inputWidth(name))));
            this.result = exact.allocate(wanted.outputWidth(output));
            this.call = exact.prepare(wanted, inputs, Map.of(output, result));
        }

        /** For the states, and the inputs, that the solver's buffers hold. */
        double[][] of(int rows, double time) {
            inputs.forEach((name, buffer) -> {
                if (name.equals("t")) {
                    exact.fill(buffer, time);
                } else {
                    copy(name.equals("u") ? input : buffers.state(), buffer);
                }
            });
            call.run();
            double[][] values = new double[rows][result.width()];
            for (int lane = 0; lane < rows; lane++) {
                for (int row = 0; row < result.width(); row++) {
                    values[lane][row] = exact.read(result, row, lane);
                }
            }
            return values;
        }

        private void copy(Buffer from, Buffer to) {
            for (int row = 0; row < to.width(); row++) {
                for (int lane = 0; lane < workspace.tileRows(); lane++) {
                    exact.write(to, row, lane, workspace.read(from, row, lane));
                }
            }
        }
    }
}
