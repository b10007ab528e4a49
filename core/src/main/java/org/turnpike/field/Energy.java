package org.turnpike.field;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The energy {@code ε = floor(MLP(x))} of a stable flow, or of (x, u) when it is data-dependent (SNF §II-B, §IV).
 *
 * @param hidden widths of its hidden layers
 * @param activation infinitely differentiable, as the energy must be
 * @param floor what keeps it bounded below
 * @param inputs nothing, or {@link FieldInput#DATA}; an energy that depends on time would not be dissipated
 */
public record Energy(List<Integer> hidden, Activation activation, EnergyFloor floor, Set<FieldInput> inputs) {

    /** Operations with a kink: their derivative jumps, so no energy may use them. */
    private static final Set<Opcode> KINKS = EnumSet.of(
            Opcode.ABSOLUTE,
            Opcode.MAXIMUM,
            Opcode.MINIMUM,
            Opcode.GREATER,
            Opcode.SELECT,
            Opcode.ROW_MAXIMUM,
            Opcode.STOP_GRADIENT);

    private static final String NAME = "energy";

    public Energy {
        hidden = List.copyOf(hidden);
        inputs = MlpField.copy(inputs);
        if (!activation.isSmooth()) {
            throw new IllegalArgumentException(
                    "The energy of a stable flow must be infinitely differentiable, found the activation " + activation
                            + ". Choose one of " + smooth() + ".");
        }
        if (inputs.contains(FieldInput.TIME)) {
            throw new IllegalArgumentException("The energy of a stable flow must not depend on time, or it would not be"
                    + " dissipated; found the inputs " + inputs + ". Leave out TIME.");
        }
    }

    /**
     * The energy as a program: inputs z, and u when it is data-dependent; output energy, rows(1).
     *
     * @param width numbers in z, the part of the state that it is an energy of
     * @param dataWidth numbers in u
     */
    public Program program(int width, int dataWidth) {
        ProgramBuilder builder = new ProgramBuilder();
        Value seen = builder.input("z", width);
        if (inputs.contains(FieldInput.DATA)) {
            seen = builder.concatenate(seen, builder.input("u", dataWidth));
        }
        Value energy = floor.apply(builder, mlp(width, dataWidth).apply(builder, seen));
        return builder.output(NAME, energy).build();
    }

    /** How each of its parameters starts. */
    public Map<String, Initialisation> initialisations(int width, int dataWidth) {
        return mlp(width, dataWidth).initialisations();
    }

    /**
     * Writes {@code factor · ∂ε/∂z} of any energy, by differentiation.
     *
     * @param energy inputs z, optionally u; output energy, rows(1)
     * @param z where, rows(width of the energy's z)
     * @throws IllegalArgumentException where the energy is not infinitely differentiable, or has another output
     */
    static Value gradient(ProgramBuilder builder, Program energy, Value z, double factor) {
        if (energy.outputWidth(NAME) != 1) {
            throw new IllegalArgumentException(
                    "An energy must be one number per sample, found " + energy.outputWidth(NAME));
        }
        for (Instruction instruction : energy.instructions()) {
            if (KINKS.contains(instruction.opcode())) {
                throw new IllegalArgumentException(
                        "The energy of a stable flow must be infinitely differentiable, found the operation "
                                + instruction.opcode() + ". Write it without " + KINKS + ".");
            }
        }
        Program gradient = Differentiation.vjp(energy, List.of(NAME), List.of("z"));
        Map<String, Value> arguments = new HashMap<>();
        arguments.put("z", z);
        arguments.put(Differentiation.cotangent(NAME), builder.constant(factor, 1));
        return builder.inline(gradient, arguments).get(Differentiation.cotangent("z"));
    }

    private Mlp mlp(int width, int dataWidth) {
        int seen = width + (inputs.contains(FieldInput.DATA) ? dataWidth : 0);
        return Mlp.of(NAME, seen, hidden, 1, activation);
    }

    private static List<Activation> smooth() {
        return Arrays.stream(Activation.values()).filter(Activation::isSmooth).toList();
    }
}
