package org.turnpike.field;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The stable neural flow {@code ż = −∂ε/∂z} (SNF Eq. 2): the energy ε never increases along a solution.
 *
 * <p>Here {@code ε = floor(MLP(z))}, or of (z, u) when it is data-dependent ({@link Energy}). The field is written by
 * differentiation; no derivative is written by hand.
 *
 * @param hidden widths of the energy's hidden layers
 * @param activation infinitely differentiable, as the energy must be
 * @param inputs nothing, or {@link FieldInput#DATA}; an energy that depends on time would not be dissipated
 */
public record StableField(List<Integer> hidden, Activation activation, EnergyFloor floor, Set<FieldInput> inputs)
        implements DissipativeDesign {

    public StableField {
        Energy energy = new Energy(hidden, activation, floor, inputs);
        hidden = energy.hidden();
        inputs = energy.inputs();
    }

    /**
     * The field of any energy.
     *
     * @param energy inputs z, optionally u; output energy, rows(1)
     * @throws IllegalArgumentException where the energy is not infinitely differentiable, or has another output
     */
    public static Field descending(Program energy) {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", energy.inputWidth("z"));
        // A cotangent of −1 gives −∂ε/∂z at once.
        return new Field(
                builder.output("dz", Energy.gradient(builder, energy, z, -1)).build());
    }

    @Override
    public Program energy(int stateWidth, int dataWidth) {
        return energy().program(stateWidth, dataWidth);
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        return descending(energy(stateWidth, dataWidth));
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        return energy().initialisations(stateWidth, dataWidth);
    }

    private Energy energy() {
        return new Energy(hidden, activation, floor, inputs);
    }
}
