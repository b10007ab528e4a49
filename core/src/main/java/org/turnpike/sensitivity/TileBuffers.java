package org.turnpike.sensitivity;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.field.RandomDirection;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.solver.StochasticMethod;

/**
 * The memory of one tile's solve, rows(1) unless said.
 *
 * @param x input, as wide as the problem's
 * @param weight of every sample in the cost
 * @param state what the forward solve advances
 * @param constants u, target, random directions and the noise of a step, where anything takes them
 * @param time t_f
 * @param prediction as wide as the problem's
 * @param adjoint cotangent of {@code state}, as wide
 * @param controlGradient cotangent of u, as wide as u, or 1 where there is none
 */
record TileBuffers(
        Buffer x,
        Buffer weight,
        Buffer state,
        Map<String, Buffer> constants,
        Buffer time,
        Buffer cost,
        Buffer prediction,
        Buffer adjoint,
        Buffer controlGradient,
        Buffer terminalTimeGradient,
        Buffer initialTimeGradient) {

    static TileBuffers allocate(Workspace workspace, BolzaProblem problem) {
        Buffer x = workspace.allocate(problem.inputWidth());
        Map<String, Buffer> constants = new HashMap<>();
        if (problem.controlWidth() > 0) {
            // A control that the encoder does not make is x itself, not a copy of it.
            constants.put("u", problem.isControlEncoded() ? workspace.allocate(problem.controlWidth()) : x);
        }
        if (problem.targetWidth() > 0) {
            constants.put("target", workspace.allocate(problem.targetWidth()));
        }
        if (problem.diffusion().isPresent()) {
            constants.put(StochasticMethod.NOISE, workspace.allocate(problem.stateWidth()));
        }
        problem.directions().forEach((direction, width) -> constants.put(direction.input(), workspace.allocate(width)));
        return new TileBuffers(
                x,
                workspace.allocate(1),
                workspace.allocate(problem.forwardWidth()),
                Map.copyOf(constants),
                workspace.allocate(1),
                workspace.allocate(1),
                workspace.allocate(problem.predictionWidth()),
                workspace.allocate(problem.forwardWidth()),
                workspace.allocate(Math.max(1, problem.controlWidth())),
                workspace.allocate(1),
                workspace.allocate(1));
    }

    /** The random directions that anything takes. */
    Map<RandomDirection, Buffer> directions() {
        Map<RandomDirection, Buffer> directions = new EnumMap<>(RandomDirection.class);
        for (RandomDirection direction : RandomDirection.values()) {
            if (constants.containsKey(direction.input())) {
                directions.put(direction, constants.get(direction.input()));
            }
        }
        return directions;
    }

    /** The noise of a step, where the flow has any. */
    Optional<Buffer> noise() {
        return Optional.ofNullable(constants.get(StochasticMethod.NOISE));
    }

    /** The target, where any cost takes one. */
    Optional<Buffer> target() {
        return Optional.ofNullable(constants.get("target"));
    }

    /**
     * Binds {@code program} to these buffers by name, as inputs and as outputs.
     *
     * @param more further buffers, or others of the same name
     */
    Call prepare(Workspace workspace, Program program, Map<String, Buffer> more) {
        Map<String, Buffer> named = named();
        named.putAll(more);
        Map<String, Buffer> outputs = new HashMap<>(named);
        outputs.keySet().retainAll(program.outputs().keySet());
        return workspace.prepare(program, named, outputs);
    }

    /** Where the integrals of an {@link AccumulatingStep} go. */
    Map<String, Buffer> integrals() {
        return Map.of(
                AccumulatingStep.sum(Differentiation.cotangent("t")), initialTimeGradient,
                AccumulatingStep.sum(Differentiation.cotangent("u")), controlGradient);
    }

    private Map<String, Buffer> named() {
        Map<String, Buffer> named = new HashMap<>(constants);
        named.put("x", x);
        named.put("weight", weight);
        named.put("state", state);
        named.put("t", time);
        named.put("cost", cost);
        named.put("prediction", prediction);
        named.put("adjoint", adjoint);
        named.put("controlGradient", controlGradient);
        named.put("terminalTimeGradient", terminalTimeGradient);
        named.put("initialTimeGradient", initialTimeGradient);
        return named;
    }
}
