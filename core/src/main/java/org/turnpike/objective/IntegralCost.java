package org.turnpike.objective;

import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The "back-propagated" cost of SNF §III-C, Prop. 3: what the output h_y(z(t)) is from the target is paid all along the solution,
 * {@code ∫ g(h_y(z(t)), target) dt}, and not at its end alone. A model is then drawn to be right early and to stay so.
 */
public final class IntegralCost {

    private IntegralCost() {}

    /**
     * {@code weight · g(h_y(z), target)}, as a running cost.
     *
     * @param weight at least 0
     * @param loss g
     * @param decoder h_y: input z; output "output"
     */
    public static Program of(double weight, TerminalLoss loss, Program decoder) {
        ProgramBuilder builder = new ProgramBuilder();
        Value output = builder.inline(decoder, Map.of()).get("output");
        Value cost = loss.cost(builder, output, builder.input("target", output.width()));
        return builder.output("cost", builder.scale(weight, cost)).build();
    }
}
