package org.turnpike.sensitivity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Shape;
import org.turnpike.program.Value;

/** What happens at both ends of a solve: h_x before it, the terminal cost after it, and their derivatives. */
final class EndPrograms {

    /** What {@link #encoderGradient} takes beside the inputs of {@link #encode}. */
    static final Set<String> LATE = Set.of("adjoint", "controlGradient");

    private EndPrograms() {}

    /** {@code x} → {@code state}, what the forward solve starts from, and {@code u} where the encoder returns it. */
    static Program encode(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        Map<String, Value> encoded = p.inline(problem.encoder(), Map.of());
        Value z0 = encoded.get("z0");
        int costs = problem.forwardWidth() - problem.stateWidth();
        p.output("state", costs == 0 ? z0 : p.concatenate(z0, p.constant(0, costs)));
        if (problem.isControlEncoded()) {
            p.output("u", encoded.get("u"));
        }
        return p.build();
    }

    /** {@code x, adjoint, controlGradient} → cotangents of h_x's parameters. */
    static Program encoderGradient(BolzaProblem problem) {
        Program encode = encode(problem);
        List<String> of = problem.isControlLearned() ? List.of("state", "u") : List.of("state");
        Program transposed = Differentiation.vjp(encode, of, encode.parameters());
        ProgramBuilder p = new ProgramBuilder();
        Map<String, Value> seeds = new HashMap<>();
        seeds.put(Differentiation.cotangent("state"), p.input("adjoint", problem.forwardWidth()));
        if (problem.isControlLearned()) {
            seeds.put(Differentiation.cotangent("u"), p.input("controlGradient", problem.controlWidth()));
        }
        return withParameterGradients(p, p.inline(transposed, seeds));
    }

    /**
     * {@code state, u, target}, and {@code t} at the end → {@code prediction} and {@code cost}: the terminal cost, plus the
     * integral of the running one, plus the mean of the one that is paid at grid points.
     */
    static Program terminalCost(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        Value state = p.input("state", problem.forwardWidth());
        Value z = p.slice(state, 0, problem.stateWidth());
        Map<String, Value> results = p.inline(problem.terminalCost(), Map.of("z", z));
        Value cost = results.get("cost");
        if (problem.runningCost().isPresent()) {
            cost = p.add(cost, p.slice(state, problem.stateWidth(), 1));
        }
        if (problem.gridCost().isPresent()) {
            // The last grid point starts no step, so the solve has not counted it.
            Value last = p.inline(problem.gridCost().get(), Map.of("z", z)).get("cost");
            Value sum = p.add(p.slice(state, problem.integratedWidth(), 1), last);
            Value count = p.add(p.slice(state, problem.integratedWidth() + 1, 1), p.constant(1, 1));
            cost = p.add(cost, p.divide(sum, count));
        }
        return p.output("cost", cost)
                .output("prediction", results.get("prediction"))
                .build();
    }

    /**
     * {@code state, u, target, t, weight} → {@code prediction, cost}, and the derivatives of {@code weight · cost}: {@code
     * adjoint}, {@code controlGradient} where the control is learned, {@code terminalTimeGradient} where the cost depends on t
     * itself, and the cotangents of parameters.
     */
    static Program terminalGradient(BolzaProblem problem) {
        Program terminal = terminalCost(problem);
        List<String> by = Dynamics.variables(problem, terminal);
        if (terminal.hasLeaf("state")) {
            by.add("state");
        }
        Program transposed = Differentiation.vjp(terminal, List.of("cost"), by);
        ProgramBuilder p = new ProgramBuilder();
        Map<String, Value> results =
                p.inline(transposed, Map.of(Differentiation.cotangent("cost"), p.input("weight", 1)));
        p.output("prediction", results.get("prediction")).output("cost", results.get("cost"));
        Value adjoint = results.get(Differentiation.cotangent("state"));
        p.output("adjoint", adjoint != null ? adjoint : p.constant(0, problem.forwardWidth()));
        if (problem.isControlLearned()) {
            Value control = results.get(Differentiation.cotangent("u"));
            p.output("controlGradient", control != null ? control : p.constant(0, problem.controlWidth()));
        }
        Value time = results.get(Differentiation.cotangent("t"));
        if (time != null) {
            p.output("terminalTimeGradient", time);
        }
        return withParameterGradients(p, results);
    }

    /** {@code state, u, target} → {@code adjoint}: Φ_z, the adjoint at t_f of a sample of weight 1. */
    static Program terminalAdjoint(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        Map<String, Value> results = p.inline(terminalGradient(problem), Map.of("weight", p.constant(1, 1)));
        return p.output("adjoint", p.slice(results.get("adjoint"), 0, problem.stateWidth()))
                .build();
    }

    private static Program withParameterGradients(ProgramBuilder p, Map<String, Value> results) {
        results.forEach((name, value) -> {
            if (value.shape() instanceof Shape.Shared) {
                p.output(name, value);
            }
        });
        return p.build();
    }
}
