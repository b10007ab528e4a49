package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.turnpike.field.StochasticFlow;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;
import org.turnpike.solver.StepProgram;
import org.turnpike.solver.StochasticMethod;

/** The exact derivative of one stochastic step, as a program. */
final class PathwiseStep {

    private PathwiseStep() {}

    /**
     * @return takes what the step takes, {@code adjoint} rows(n), {@code startShare}, {@code lengthShare} (the parts that move
     *     with t_f) and {@code terminalTimeGradient}; returns {@code adjoint} before the step, {@code terminalTimeGradient} with
     *     the step's part added, and the cotangents of the parameters
     */
    static Program transposed(StochasticMethod method, StochasticFlow flow) {
        Program step = method.step(flow);
        List<String> by = new ArrayList<>(step.parameters());
        by.addAll(List.of("z", "dt"));
        if (step.hasLeaf("t")) {
            by.add("t");
        }
        Program transposed = Differentiation.vjp(step, List.of(StepProgram.NEXT), by);
        ProgramBuilder p = new ProgramBuilder();
        Value adjoint = p.input("adjoint", flow.drift().stateWidth());
        Map<String, Value> cotangents =
                p.inline(transposed, Map.of(Differentiation.cotangent(StepProgram.NEXT), adjoint));
        p.output("adjoint", cotangents.get(Differentiation.cotangent("z")));
        Value byTime = p.add(
                p.input("terminalTimeGradient", 1),
                p.multiply(p.input("lengthShare", 1), cotangents.get(Differentiation.cotangent("dt"))));
        if (step.hasLeaf("t")) {
            byTime =
                    p.add(byTime, p.multiply(p.input("startShare", 1), cotangents.get(Differentiation.cotangent("t"))));
        }
        p.output("terminalTimeGradient", byTime);
        for (String parameter : step.parameters()) {
            Value gradient = cotangents.get(Differentiation.cotangent(parameter));
            if (gradient != null) {
                p.output(Differentiation.cotangent(parameter), gradient);
            }
        }
        return p.build();
    }
}
