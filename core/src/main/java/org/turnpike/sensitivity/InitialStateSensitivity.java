package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.field.Field;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The derivative of an integral cost by the initial state, forwards in time (SNF §III-E):
 * {@code χ = ∫ ∂g/∂z(t) · ∂z(t)/∂z(t0) dt}, the rows of {@code ∂z/∂z(t0)} following the variational equation
 * {@code Φ̇ = ∂f/∂z Φ}. Then {@code χ ∂h_u/∂v_u} is the derivative by the parameters of the input projection.
 *
 * <p>The adjoint finds the same number in one backward solve of width n; this takes one forward solve of width n + n² + n. It is for
 * those who want the sensitivities themselves, or a second way to the gradient.
 */
public final class InitialStateSensitivity {

    private InitialStateSensitivity() {}

    /**
     * The flow of {@code (z, Φ, χ)}, Φ column by column.
     *
     * @param problem with a running cost g; its terminal cost is not looked at
     * @return a field of width n + n² + n, whose control is the problem's u and below it its target
     */
    public static Field flow(BolzaProblem problem) {
        Program cost = problem.runningCost()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "Expected a problem with a running cost, found one without; χ is the derivative of its integral."));
        int n = problem.stateWidth();
        ProgramBuilder p = new ProgramBuilder();
        Value all = p.input("z", n + n * n + n);
        Map<String, Value> given = Map.of("z", p.slice(all, 0, n));
        Value controls = problem.controlWidth() + problem.targetWidth() > 0
                ? p.input("u", problem.controlWidth() + problem.targetWidth())
                : null;
        Program moved = Differentiation.jvp(problem.field().program(), List.of("z"));
        Program paid = Differentiation.jvp(cost, List.of("z"));
        List<Value> derivatives = new ArrayList<>();
        List<Value> chi = new ArrayList<>();
        derivatives.add(
                inlined(p, problem.field().program(), given, controls, problem).get("dz"));
        for (int column = 0; column < n; column++) {
            Value direction = p.slice(all, n + n * column, n);
            Map<String, Value> along = Map.of("z", given.get("z"), Differentiation.tangent("z"), direction);
            derivatives.add(inlined(p, moved, along, controls, problem).get(Differentiation.tangent("dz")));
            chi.add(inlined(p, paid, along, controls, problem).get(Differentiation.tangent("cost")));
        }
        derivatives.addAll(chi);
        return new Field(
                p.output("dz", p.concatenate(derivatives.toArray(Value[]::new))).build());
    }

    /** Where the flow starts: {@code (z0, I, 0)}. */
    public static double[] start(double[] z0) {
        int n = z0.length;
        double[] start = Arrays.copyOf(z0, n + n * n + n);
        for (int i = 0; i < n; i++) {
            start[n + n * i + i] = 1;
        }
        return start;
    }

    /** χ, where the flow ended at {@code end}. */
    public static double[] chi(double[] end, int stateWidth) {
        return Arrays.copyOfRange(end, end.length - stateWidth, end.length);
    }

    private static Map<String, Value> inlined(
            ProgramBuilder p, Program program, Map<String, Value> given, Value controls, BolzaProblem problem) {
        Map<String, Value> arguments = new HashMap<>(given);
        if (program.hasLeaf("u")) {
            arguments.put("u", p.slice(controls, 0, problem.controlWidth()));
        }
        if (program.hasLeaf("target")) {
            arguments.put("target", p.slice(controls, problem.controlWidth(), problem.targetWidth()));
        }
        return p.inline(program, arguments);
    }
}
