package org.turnpike.field;

import java.util.Arrays;
import java.util.EnumSet;
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
 * The stable neural flow {@code ż = −∂ε/∂z} (SNF Eq. 2): the energy ε never increases along a solution.
 *
 * <p>Here {@code ε = floor(MLP(z))}, or of (z, u) when it is data-dependent. The field is written by differentiation; no
 * derivative is written by hand.
 *
 * @param hidden widths of the energy's hidden layers
 * @param activation infinitely differentiable, as the energy must be
 * @param inputs nothing, or {@link FieldInput#DATA}; an energy that depends on time would not be dissipated
 */
public record StableField(List<Integer> hidden, Activation activation, EnergyFloor floor, Set<FieldInput> inputs)
        implements FieldDesign {

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

    public StableField {
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
     * The field of any energy.
     *
     * @param energy inputs z, optionally u; output energy, rows(1)
     * @throws IllegalArgumentException where the energy is not infinitely differentiable, or has another output
     */
    public static Field descending(Program energy) {
        if (energy.outputWidth("energy") != 1) {
            throw new IllegalArgumentException(
                    "An energy must be one number per sample, found " + energy.outputWidth("energy"));
        }
        for (Instruction instruction : energy.instructions()) {
            if (KINKS.contains(instruction.opcode())) {
                throw new IllegalArgumentException(
                        "The energy of a stable flow must be infinitely differentiable, found the operation "
                                + instruction.opcode() + ". Write it without " + KINKS + ".");
            }
        }
        Program gradient = Differentiation.vjp(energy, List.of("energy"), List.of("z"));
        ProgramBuilder builder = new ProgramBuilder();
        // A cotangent of −1 gives −∂ε/∂z at once.
        Map<String, Value> arguments = Map.of(Differentiation.cotangent("energy"), builder.constant(-1, 1));
        Value descent = builder.inline(gradient, arguments).get(Differentiation.cotangent("z"));
        return new Field(builder.output("dz", descent).build());
    }

    /** The energy as a program: inputs z, and u when it is data-dependent; output energy, rows(1). */
    public Program energy(int stateWidth, int dataWidth) {
        ProgramBuilder builder = new ProgramBuilder();
        Value seen = builder.input("z", stateWidth);
        if (inputs.contains(FieldInput.DATA)) {
            seen = builder.concatenate(seen, builder.input("u", dataWidth));
        }
        Value energy = floor.apply(builder, mlp(stateWidth, dataWidth).apply(builder, seen));
        return builder.output("energy", energy).build();
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        return descending(energy(stateWidth, dataWidth));
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        return mlp(stateWidth, dataWidth).initialisations();
    }

    private Mlp mlp(int stateWidth, int dataWidth) {
        int seen = stateWidth + (inputs.contains(FieldInput.DATA) ? dataWidth : 0);
        return Mlp.of(NAME, seen, hidden, 1, activation);
    }

    private static List<Activation> smooth() {
        return Arrays.stream(Activation.values()).filter(Activation::isSmooth).toList();
    }
}
