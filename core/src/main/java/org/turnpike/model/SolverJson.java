package org.turnpike.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
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
        } else if (solver instanceof SolverSettings.Stochastic stochastic) {
            json.put("method", stochastic.scheme().text()).put("kind", "stochastic");
            StepRule rule = stochastic.rule();
            if (rule instanceof StepRule.Size size) {
                json.put("step", size.length());
            } else if (rule instanceof StepRule.Count count) {
                json.put("steps", count.count());
            }
            json.put("paths", stochastic.paths());
        } else if (solver instanceof SolverSettings.Adaptive adaptive) {
            json.put("kind", "adaptive")
                    .put("rtol", adaptive.rtol())
                    .put("atol", adaptive.atol())
                    .put("maximumSteps", adaptive.maximumSteps());
            adaptive.firstStep().ifPresent(step -> json.put("firstStep", step));
        }
    }

    static SolverSettings read(JsonPlace json) {
        if (json.text("kind").equals("stochastic")) {
            return stochastic(json);
        }
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
            default -> throw json.unknown("kind", List.of("step-size", "step-count", "adaptive", "stochastic"));
        };
    }

    private static SolverSettings stochastic(JsonPlace json) {
        StochasticMethod scheme = Stream.of(StochasticMethod.values())
                .filter(each -> each.text().equals(json.text("method")))
                .findFirst()
                .orElseThrow(() -> json.unknown(
                        "method",
                        Stream.of(StochasticMethod.values())
                                .map(StochasticMethod::text)
                                .toList()));
        StepRule rule = json.keys().contains("steps")
                ? new StepRule.Count(json.integer("steps"))
                : new StepRule.Size(json.number("step"));
        return new SolverSettings.Stochastic(scheme, rule, json.integer("paths"));
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.isPresent() ? OptionalDouble.of(value.get()) : OptionalDouble.empty();
    }
}
