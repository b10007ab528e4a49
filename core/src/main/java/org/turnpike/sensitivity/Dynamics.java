package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.solver.DenseOutput;
import org.turnpike.solver.GridSums;

/**
 * The differential equations that a {@link BolzaProblem} leads to, as programs of the kind that steps are made from: they
 * return {@code dz}, and the adjoint ones beside it the derivatives of the Hamiltonian that are to be integrated along the
 * way, each under its name as {@link Differentiation#cotangent}.
 */
final class Dynamics {

    private Dynamics() {}

    /**
     * What the forward solve advances: the state, and where there is a running cost, its integral as one more number; where
     * there is a cost of grid points, it and the number 1 are {@linkplain GridSums summed} over them.
     */
    static Program forward(BolzaProblem problem) {
        if (problem.runningCost().isEmpty() && problem.gridCost().isEmpty()) {
            return problem.field().program();
        }
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.slice(p.input("z", problem.integratedWidth()), 0, problem.stateWidth());
        Value derivative = p.inline(problem.field().program(), Map.of("z", z)).get("dz");
        p.output(
                "dz",
                problem.runningCost()
                        .map(cost -> p.concatenate(derivative, cost(p, cost, z)))
                        .orElse(derivative));
        problem.gridCost()
                .ifPresent(cost -> p.output(GridSums.NAME, p.concatenate(cost(p, cost, z), p.constant(1, 1))));
        return p.build();
    }

    /**
     * The Hamiltonian {@code H = pᵀ f + L} (DEEP Eq. 30).
     *
     * @return takes {@code z, p} rows(n) and what field and running cost take; returns {@code dz} rows(n) and {@code
     *     hamiltonian} rows(1)
     */
    static Program hamiltonian(BolzaProblem problem) {
        ProgramBuilder p = new ProgramBuilder();
        Value z = p.input("z", problem.stateWidth());
        Value derivative = p.inline(problem.field().program(), Map.of("z", z)).get("dz");
        Value hamiltonian = p.dot(p.input("p", problem.stateWidth()), derivative);
        if (problem.runningCost().isPresent()) {
            hamiltonian = p.add(hamiltonian, cost(p, problem.runningCost().get(), z));
        }
        return p.output("dz", derivative).output("hamiltonian", hamiltonian).build();
    }

    /** State and adjoint together (DEEP Eq. 11, SNF Prop. 2 and 3): {@code ż = f, ṗ = −∂H/∂z}; z is both, the state first. */
    static Program stateAndAdjoint(BolzaProblem problem, Curvature curvature) {
        int width = problem.stateWidth();
        ProgramBuilder p = new ProgramBuilder();
        Value both = p.input("z", 2 * width);
        Value z = p.slice(both, 0, width);
        Value adjoint = p.slice(both, width, width);
        Map<String, Value> gradient = p.inline(integrands(problem, curvature), Map.of("z", z, "p", adjoint));
        p.output("dz", p.concatenate(gradient.get("dz"), adjointDerivative(p, gradient, width)));
        return withIntegrands(p, gradient);
    }

    /**
     * The adjoint alone, along a state that is interpolated.
     *
     * @return z is the adjoint; takes also {@code intervalState, coefficients, intervalStart, intervalLength} of the forward
     *     step that t lies in
     */
    static Program adjointAlongInterpolant(BolzaProblem problem, int degree, Curvature curvature) {
        int width = problem.stateWidth();
        ProgramBuilder p = new ProgramBuilder();
        Value theta =
                DenseOutput.fraction(p, p.input("t", 1), p.input("intervalStart", 1), p.input("intervalLength", 1));
        Value z = DenseOutput.at(p, p.input("intervalState", width), p.input("coefficients", width * degree), theta);
        Map<String, Value> gradient =
                p.inline(integrands(problem, curvature), Map.of("z", z, "p", p.input("z", width)));
        p.output("dz", adjointDerivative(p, gradient, width));
        return withIntegrands(p, gradient);
    }

    /**
     * What to differentiate {@code dynamics} by, beside the state: its parameters, the time if it takes one, and the control
     * if that is learned.
     */
    static List<String> variables(BolzaProblem problem, Program dynamics) {
        List<String> names = new ArrayList<>(dynamics.parameters());
        if (dynamics.hasLeaf("t")) {
            names.add("t");
        }
        if (dynamics.hasLeaf("u") && problem.isControlLearned()) {
            names.add("u");
        }
        return names;
    }

    private static Value cost(ProgramBuilder p, Program cost, Value z) {
        return p.inline(cost, Map.of("z", z)).get("cost");
    }

    private static Program integrands(BolzaProblem problem, Curvature curvature) {
        Program gradient = hamiltonianGradient(problem);
        return switch (curvature) {
            case NONE -> gradient;
            case KRONECKER_FACTORS -> KroneckerFactors.gathered(gradient);
        };
    }

    /** {@code z, p} → {@code dz} and the derivatives of the Hamiltonian. */
    static Program hamiltonianGradient(BolzaProblem problem) {
        Program hamiltonian = hamiltonian(problem);
        List<String> by = variables(problem, hamiltonian);
        if (hamiltonian.hasLeaf("z")) {
            by.add("z");
        }
        Program gradient = Differentiation.vjp(hamiltonian, List.of("hamiltonian"), by);
        ProgramBuilder p = new ProgramBuilder();
        String seed = Differentiation.cotangent("hamiltonian");
        p.inline(gradient, Map.of(seed, p.constant(1, 1))).forEach((name, value) -> {
            if (!name.equals("hamiltonian")) {
                p.output(name, value);
            }
        });
        return p.build();
    }

    private static Value adjointDerivative(ProgramBuilder p, Map<String, Value> gradient, int width) {
        Value byState = gradient.get(Differentiation.cotangent("z"));
        return byState == null ? p.constant(0, width) : p.negate(byState);
    }

    private static Program withIntegrands(ProgramBuilder p, Map<String, Value> gradient) {
        gradient.forEach((name, value) -> {
            if (!name.equals("dz") && !name.equals(Differentiation.cotangent("z"))) {
                p.output(name, value);
            }
        });
        return p.build();
    }
}
