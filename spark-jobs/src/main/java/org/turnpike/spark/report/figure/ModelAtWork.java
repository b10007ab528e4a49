package org.turnpike.spark.report.figure;

import java.util.Arrays;
import java.util.Map;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.field.DissipativeDesign;
import org.turnpike.field.Field;
import org.turnpike.field.StochasticField;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.program.Program;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.solver.TrajectorySolver;

/**
 * What a model does on the way from t0 to t_f, and what it would say if it stopped there. For one thread.
 *
 * <p>Between two steps of its solver the state is interpolated, so a depth in between is not one that the solver would take.
 */
public final class ModelAtWork {

    /** Of states that are kept at a time, unless a tile has more: 16 MB. */
    private static final int MOST_NUMBERS = 2 << 20;

    private final NeuralOde model;
    private final Backend backend;
    private final Parameters parameters;
    private final Field field;
    private final RowProgram encoder;
    private final RowProgram fieldProgram;
    private final RowProgram readOut;
    private final TrajectorySolver motion;
    private final TrajectorySolver trajectories;

    public ModelAtWork(NeuralOde model, Backend backend) {
        this.model = model;
        this.backend = backend;
        this.parameters = backend.newParameters(model.layout());
        parameters.set(model.weights());
        BolzaProblem problem = model.inference();
        this.field = model.architecture().motion();
        this.encoder = new RowProgram(backend, parameters, problem.encoder(), "z0");
        this.fieldProgram = new RowProgram(backend, parameters, field.program(), "dz");
        this.readOut = new RowProgram(backend, parameters, problem.terminalCost(), "prediction");
        this.motion = new TrajectorySolver(backend, parameters, field, model.solver());
        this.trajectories = problem.directions().isEmpty()
                ? new TrajectorySolver(backend, parameters, problem.field(), model.solver())
                : motion;
    }

    /** Whether it can be told what the model would say on the way: not where its density is an estimate even in use. */
    static boolean tellsPredictions(NeuralOde model) {
        return model.inference().directions().isEmpty();
    }

    NeuralOde model() {
        return model;
    }

    /** What moves the state; of a density model without the density, which is only kept account of. */
    Field field() {
        return field;
    }

    /** Times from t0 to t_f, evenly spaced. */
    public double[] depths(int count) {
        double t0 = model.terminalTime().t0();
        double tf = model.terminalTime().value();
        double[] depths = new double[count];
        for (int i = 0; i < count; i++) {
            // not a sum of small steps: the last depth is t_f to the bit
            depths[i] = t0 + (tf - t0) * i / (count - 1);
        }
        return depths;
    }

    /** Raw rows as the model's programs take them, {@code [row][feature]}. */
    public double[][] inputs(Table raw) {
        RowMatrix features = model.prepare(raw).features();
        double[][] inputs = new double[features.rows()][features.width()];
        for (int row = 0; row < inputs.length; row++) {
            for (int column = 0; column < features.width(); column++) {
                inputs[row][column] = features.value(row, column);
            }
        }
        return inputs;
    }

    /** The states of rows at given times, {@code [row][time][n]}; NaN where a solution did not get to. */
    public double[][][] states(double[][] inputs, double[] times) {
        return solve(motion, inputs, field.stateWidth(), times);
    }

    private double[][][] solve(TrajectorySolver solver, double[][] inputs, int width, double[] times) {
        double[][] initial = Arrays.stream(encoder.apply(inputs.length, Map.of("x", inputs)))
                .map(state -> Arrays.copyOf(state, width))
                .toArray(double[][]::new);
        double[][] controls = field.controlWidth() == 0 ? new double[0][] : inputs;
        return solver.solve(initial, controls, times).states();
    }

    /** What the model's output says of states: probabilities of classes, or values, {@code [state][output]}. */
    public double[][] predictions(double[][] states) {
        return readOut.apply(states.length, Map.of("z", states));
    }

    /**
     * What it would say of rows if it stopped at each of the times, {@code [time][row][output]}. States are kept for some rows
     * at a time only: those of all rows at all times may be more than fits the heap.
     */
    double[][][] predictionsAt(double[][] inputs, double[] times) {
        // A part of a tile takes as long to solve as a whole one.
        int together = Math.max(backend.tileRows(), MOST_NUMBERS / (times.length * field.stateWidth()));
        double[][][] predictions = new double[times.length][inputs.length][];
        for (int first = 0; first < inputs.length; first += together) {
            double[][][] states = solve(
                    trajectories,
                    Arrays.copyOfRange(inputs, first, Math.min(first + together, inputs.length)),
                    model.architecture().stateWidth(),
                    times);
            for (int i = 0; i < times.length; i++) {
                int time = i;
                double[][] there = Arrays.stream(states).map(path -> path[time]).toArray(double[][]::new);
                System.arraycopy(predictions(there), 0, predictions[i], first, there.length);
            }
        }
        return predictions;
    }

    /**
     * The energy of states, {@code [state]}, for a flow down one.
     *
     * @param inputs what an energy that depends on the data sees, {@code [state][feature]}
     */
    public double[] energies(double[][] states, double[][] inputs) {
        Architecture architecture = model.architecture();
        Program energy = architecture.field() instanceof StochasticField noisy
                ? noisy.energy(architecture.stateWidth(), architecture.features())
                : ((DissipativeDesign) architecture.field()).energy(architecture.stateWidth(), architecture.features());
        return Arrays.stream(new RowProgram(backend, parameters, energy, "energy")
                        .apply(states.length, Map.of("z", states, "u", inputs)))
                .mapToDouble(value -> value[0])
                .toArray();
    }

    /** The field at states of one time, for inputs {@code [state][feature]}. */
    public double[][] velocities(double[][] states, double[][] inputs, double time) {
        double[][] times = new double[states.length][];
        Arrays.fill(times, new double[] {time});
        return fieldProgram.apply(states.length, Map.of("z", states, "u", inputs, "t", times));
    }

    /** The field at states of one time; for a field that takes no control. */
    public double[][] velocities(double[][] states, double time) {
        double[][] times = new double[states.length][];
        Arrays.fill(times, new double[] {time});
        return fieldProgram.apply(states.length, Map.of("z", states, "t", times));
    }
}
