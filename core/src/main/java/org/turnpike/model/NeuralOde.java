package org.turnpike.model;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.turnpike.data.DataError;
import org.turnpike.data.Standardisation;
import org.turnpike.data.Table;
import org.turnpike.field.Field;
import org.turnpike.objective.Objective;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.solver.SolverSettings;

/**
 * A neural ODE with its weights, its terminal time and all that it takes to use it on raw rows. Immutable.
 *
 * <p>Weights are in the order of {@link Architecture#layout}.
 */
public final class NeuralOde {

    /**
     * Numbers in the rows of a density up to which its trace is computed in use even if it was estimated in training: each costs
     * a Jacobian–vector product at every evaluation.
     */
    public static final int MOST_EXACT = 32;

    private final Architecture architecture;
    private final ParameterLayout layout;
    private final float[] weights;
    private final TerminalTime terminalTime;
    private final SolverSettings solver;
    private final List<String> featureNames;
    private final Outputs outputs;
    private final Optional<Standardisation> standardisation;

    /**
     * @param weights copied
     * @param solver by which the model is trained and used
     * @param featureNames one for each feature of the architecture
     * @param outputs as many as the architecture has
     * @param standardisation what raw features go through first
     */
    public NeuralOde(
            Architecture architecture,
            float[] weights,
            TerminalTime terminalTime,
            SolverSettings solver,
            List<String> featureNames,
            Outputs outputs,
            Optional<Standardisation> standardisation) {
        this.architecture = architecture;
        this.layout = architecture.layout();
        this.weights = weights.clone();
        this.terminalTime = terminalTime;
        this.solver = solver;
        this.featureNames = List.copyOf(featureNames);
        this.outputs = outputs;
        this.standardisation = standardisation;
        expectSize("weights", layout.size(), weights.length);
        expectSize("feature names", architecture.features(), featureNames.size());
        expectSize("outputs", architecture.outputs(), outputs.width());
        if (architecture.diffusion().isPresent() != solver instanceof SolverSettings.Stochastic) {
            throw new IllegalArgumentException(
                    "A stochastic field is solved by a stochastic method, and no other field is;"
                            + " found " + solver
                            + ". Choose euler-maruyama or stochastic-heun for a stochastic field, another method"
                            + " for any other.");
        }
        standardisation.ifPresent(known -> expectSize("standardised features", architecture.features(), known.width()));
    }

    /** A model that has learned nothing yet: weights drawn by {@code seed}, terminal time fixed. */
    public static NeuralOde untrained(
            Architecture architecture,
            long seed,
            TerminalTime terminalTime,
            SolverSettings solver,
            List<String> featureNames,
            Outputs outputs,
            Optional<Standardisation> standardisation) {
        return new NeuralOde(
                architecture,
                architecture.initialWeights(seed),
                terminalTime,
                solver,
                featureNames,
                outputs,
                standardisation);
    }

    public Architecture architecture() {
        return architecture;
    }

    public ParameterLayout layout() {
        return layout;
    }

    /** A copy. */
    public float[] weights() {
        return weights.clone();
    }

    public TerminalTime terminalTime() {
        return terminalTime;
    }

    public SolverSettings solver() {
        return solver;
    }

    public List<String> featureNames() {
        return featureNames;
    }

    public Outputs outputs() {
        return outputs;
    }

    public Optional<Standardisation> standardisation() {
        return standardisation;
    }

    public NeuralOde with(float[] newWeights, TerminalTime newTerminalTime) {
        return new NeuralOde(architecture, newWeights, newTerminalTime, solver, featureNames, outputs, standardisation);
    }

    public NeuralOde withTerminalTime(TerminalTime newTerminalTime) {
        return with(weights, newTerminalTime);
    }

    public NeuralOde withSolver(SolverSettings newSolver) {
        return new NeuralOde(architecture, weights, terminalTime, newSolver, featureNames, outputs, standardisation);
    }

    /**
     * Raw rows as the model's programs take them: standardised, where the model was trained so.
     *
     * @throws DataError where the rows have other features
     */
    public Table prepare(Table raw) {
        if (!raw.featureNames().equals(featureNames)) {
            throw new DataError(
                    "features",
                    "the model's " + featureNames.size() + ": " + brief(featureNames),
                    raw.featureNames().size() + ": " + brief(raw.featureNames()),
                    "Select the model's features, in its order.");
        }
        return standardisation.map(known -> known.apply(raw)).orElse(raw);
    }

    /** The part of {@code objective} that is paid along this model's solutions, as it is trained. */
    public BolzaProblem problem(Objective objective) {
        return problem(objective, architecture);
    }

    /** The loss by which such a model is evaluated, of rows with targets. */
    public BolzaProblem evaluation() {
        return problem(Objective.of(outputs.loss()), architectureInUse());
    }

    /** Solutions without a target: cost 0, and the model's prediction. */
    public BolzaProblem inference() {
        Program decoder = decoder();
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", architecture.stateWidth());
        Value output = builder.inline(decoder, Map.of("z", z)).get("output");
        Program terminal = builder.output("cost", builder.constant(0, 1))
                .output("prediction", outputs.loss().prediction(builder, output))
                .build();
        return new BolzaProblem(architecture.encoder(), architectureInUse().vectorField(), Optional.empty(), terminal)
                .shakenBy(architecture.diffusion());
    }

    /**
     * Of a density model, the way that its data are moved, without their density: from t_f to t0 it draws samples.
     *
     * @return takes a point as x and predicts where it comes to; costs nothing
     */
    public BolzaProblem sampling() {
        Field motion = architecture.motion();
        ProgramBuilder start = new ProgramBuilder();
        start.output("z0", start.input("x", motion.stateWidth()));
        ProgramBuilder end = new ProgramBuilder();
        end.output("cost", end.constant(0, 1)).output("prediction", end.input("z", motion.stateWidth()));
        return new BolzaProblem(start.build(), motion, Optional.empty(), end.build());
    }

    private BolzaProblem problem(Objective objective, Architecture used) {
        return objective.problem(used.encoder(), used.vectorField(), decoder()).shakenBy(used.diffusion());
    }

    /** In use a trace is computed, not estimated, wherever that can be afforded. */
    private Architecture architectureInUse() {
        return architecture.features() <= MOST_EXACT ? architecture.withExactTrace() : architecture;
    }

    /** h_y; of a density model the density of raw rows, which is that of standardised ones divided by the scales. */
    private Program decoder() {
        Program decoder = architecture.decoder();
        if (architecture.density().isEmpty() || standardisation.isEmpty()) {
            return decoder;
        }
        double logScales =
                Arrays.stream(standardisation.get().scale()).map(Math::log).sum();
        ProgramBuilder builder = new ProgramBuilder();
        Value output = builder.inline(decoder, Map.of()).get("output");
        return builder.output("output", builder.subtract(output, builder.constant(logScales, 1)))
                .build();
    }

    private static String brief(List<String> names) {
        return names.size() <= 8 ? names.toString() : names.subList(0, 8) + " and more";
    }

    private static void expectSize(String what, int expected, int found) {
        if (expected != found) {
            throw new IllegalArgumentException(
                    "The architecture has " + expected + " " + what + ", found " + found + ".");
        }
    }
}
