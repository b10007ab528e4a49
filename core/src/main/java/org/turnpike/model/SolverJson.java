package org.turnpike.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableau;
import org.turnpike.solver.Tableaux;

/** {@link SolverSettings} as JSON. */
final class SolverJson {

    private SolverJson() {}

    static void write(ObjectNode json, SolverSettings solver) {
        json.put("method", solver.method().name());
        if (solver instanceof SolverSettings.FixedSteps fixed) {
            if (fixed.rule() instanceof StepRule.Size size) {
                json.put("kind", "step-size").put("step", size.length());
            } else if (fixed.rule() instanceof StepRule.Count count) {
                json.put("kind", "step-count").put("steps", count.count());
            }
        } else if (solver instanceof SolverSettings.Adaptive adaptive) {
            json.put("kind", "adaptive")
                    .put("rtol", adaptive.rtol())
                    .put("atol", adaptive.atol())
                    .put("maximumSteps", adaptive.maximumSteps());
            adaptive.firstStep().ifPresent(step -> json.put("firstStep", step));
        }
    }

    static SolverSettings read(JsonPlace json) {
        Tableau method = Tableaux.named(json.text("method"));
        return switch (json.text("kind")) {
            case "step-size" -> new SolverSettings.FixedSteps(method, new StepRule.Size(json.number("step")));
            case "step-count" -> new SolverSettings.FixedSteps(method, new StepRule.Count(json.integer("steps")));
            case "adaptive" ->
                new SolverSettings.Adaptive(
                        method,
                        json.number("rtol"),
                        json.number("atol"),
                        json.integer("maximumSteps"),
                        optional(json.optionalNumber("firstStep")));
            default -> throw json.unknown("kind", List.of("step-size", "step-count", "adaptive"));
        };
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
