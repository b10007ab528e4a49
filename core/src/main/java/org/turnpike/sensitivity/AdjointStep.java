package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepProgram;

/**
 * The exact derivative of one solver step, as a program: from the cotangent of the state after it to that of the state before
 * it.
 *
 * <p>Takes what the step takes, {@code adjoint}, and the sums {@code controlGradient, terminalTimeGradient,
 * initialTimeGradient} that it adds to; returns these, and the cotangents of the parameters.
 */
final class AdjointStep {

    /** What it takes beside the inputs of the step. */
    static final Set<String> LATE = Set.of(
            "adjoint", "controlGradient", "terminalTimeGradient", "initialTimeGradient", "lengthShare", "startShare");

    private final ProgramBuilder p = new ProgramBuilder();
    private final Map<String, Value> cotangents;

    private AdjointStep(BolzaProblem problem, SolverSettings settings, List<String> extra) {
        Program step = ForwardStep.of(problem, settings);
        List<String> by = new ArrayList<>(Dynamics.variables(problem, step));
        by.add("z");
        by.addAll(extra);
        Program transposed = Differentiation.vjp(step, List.of(StepProgram.NEXT), by);
        Value adjoint = p.input("adjoint", problem.forwardWidth());
        this.cotangents = p.inline(transposed, Map.of(Differentiation.cotangent(StepProgram.NEXT), adjoint));
        p.output("adjoint", cotangent("z"));
        for (String parameter : step.parameters()) {
            Value gradient = cotangent(parameter);
            if (gradient != null) {
                p.output(Differentiation.cotangent(parameter), gradient);
            }
        }
        Value control = cotangent("u");
        if (control != null) {
            p.output("controlGradient", p.add(p.input("controlGradient", control.width()), control));
        }
    }

    /** A step whose length does not depend on t_f, nor on t0; its start moves with t0 alone. */
    static Program ofGivenLength(BolzaProblem problem, SolverSettings settings) {
        AdjointStep step = new AdjointStep(problem, settings, List.of());
        Value byStart = step.cotangent("t");
        if (byStart != null) {
            step.add("initialTimeGradient", byStart);
        }
        return step.p.build();
    }

    /** Any step; takes also {@code lengthShare} and {@code startShare}, the parts that move with t_f. */
    static Program ofMovingLength(BolzaProblem problem, SolverSettings settings) {
        AdjointStep step = new AdjointStep(problem, settings, List.of("dt"));
        ProgramBuilder p = step.p;
        Value withTerminal = p.multiply(p.input("lengthShare", 1), step.cotangent("dt"));
        Value withInitial = p.negate(withTerminal);
        Value byStart = step.cotangent("t");
        if (byStart != null) {
            Value share = p.multiply(p.input("startShare", 1), byStart);
            withTerminal = p.add(withTerminal, share);
            withInitial = p.add(withInitial, p.subtract(byStart, share));
        }
        step.add("terminalTimeGradient", withTerminal);
        step.add("initialTimeGradient", withInitial);
        return p.build();
    }

    private void add(String sum, Value part) {
        p.output(sum, p.add(p.input(sum, 1), part));
    }

    private Value cotangent(String name) {
        return cotangents.get(Differentiation.cotangent(name));
    }
}
