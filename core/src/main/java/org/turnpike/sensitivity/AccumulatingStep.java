package org.turnpike.sensitivity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Shape;
import org.turnpike.program.Value;
import org.turnpike.solver.StepProgram;
import org.turnpike.solver.Tableau;

/**
 * One step of adjoint equations backwards in time, which also adds the step's part of every integral along the way.
 *
 * <p>For {@code μ̇ = −∂H/∂θ} a step of length dt changes μ by {@code −dt Σ bᵢ ∂H/∂θ(tᵢ)}. What is integrated never enters the
 * equations, so it takes part neither in the stages nor in step size control (Kidger, Chen, Lyons, <i>"Hey, that's not an
 * ODE"</i>, ICML 2021), and parameters are summed over the batch at once.
 */
final class AccumulatingStep {

    /** The input by which every sample's integrals are multiplied: rows(1). */
    static final String WEIGHT = "weight";

    private AccumulatingStep() {}

    /** Name of the per-sample integral of what {@code dynamics} return as {@code integrand}; input and output. */
    static String sum(String integrand) {
        return "sum(" + integrand + ")";
    }

    /**
     * @param dynamics from {@link Dynamics}
     * @return takes {@code z, t, dt}, {@link #WEIGHT}, the {@link #sum} of every per-sample integrand, and what {@code
     *     dynamics} take; returns {@link StepProgram#NEXT}, the sums, and the shared integrals
     */
    static Program of(Tableau method, Program dynamics) {
        Program scaled = ScaledSums.of(dynamics);
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.input("z", dynamics.outputWidth("dz"));
        Value dt = p.input("dt", 1);
        Value weighted = p.multiply(p.input(WEIGHT, 1), dt);
        Map<String, Value> integrals = new LinkedHashMap<>();
        StepProgram.Derivative derivative = (stage, state, time) -> {
            Value scale = p.scale(-method.weight(stage), weighted);
            Map<String, Value> results = p.inline(scaled, Map.of("z", state, "t", time, ScaledSums.SCALE, scale));
            if (method.weight(stage) != 0) {
                results.forEach((name, value) -> {
                    if (!name.equals("dz")) {
                        integrals.merge(name, part(p, value, scale), p::add);
                    }
                });
            }
            return results.get("dz");
        };
        p.output(
                StepProgram.NEXT,
                StepProgram.write(p, method, derivative, z, p.input("t", 1), dt).next());
        integrals.forEach((name, value) -> {
            if (value.shape() instanceof Shape.Rows rows) {
                p.output(sum(name), p.add(p.input(sum(name), rows.width()), value));
            } else {
                p.output(name, value);
            }
        });
        return p.build();
    }

    /** A shared sum is scaled inside already. */
    private static Value part(ProgramBuilder p, Value value, Value scale) {
        return value.shape() instanceof Shape.Rows ? p.scaleRows(scale, value) : value;
    }
}
