package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The second-order stable flow (SNF Eq. 4 and the display after Eq. 5): a mechanical system with friction.
 *
 * <p>The state is {@code z = (q, p)}, positions above momenta of the same width v. What never increases is the total energy
 * {@code ½pᵀp + ε(q)}, of (q, u) when it is data-dependent.
 *
 * @param energy ε, of the positions
 * @param coupling how positions and momenta drive each other
 */
public record SecondOrderField(Energy energy, MomentumCoupling coupling) implements DissipativeDesign {

    /**
     * The field of any energy.
     *
     * @param energy inputs z, the positions, rows(v), and optionally u; output energy, rows(1)
     * @return a field with a state of 2v numbers
     * @throws IllegalArgumentException where the energy is not infinitely differentiable, or has another output
     */
    public static Field dissipating(Program energy, MomentumCoupling coupling) {
        ProgramBuilder builder = new ProgramBuilder();
        int positions = energy.inputWidth("z");
        Value z = builder.input("z", 2 * positions);
        // A cotangent of −1 gives −∂ε/∂q at once.
        Value descent = Energy.gradient(builder, energy, builder.slice(z, 0, positions), -1);
        Value dz = coupling.apply(builder, descent, builder.slice(z, positions, positions));
        return new Field(builder.output("dz", dz).build());
    }

    /**
     * The total energy {@code ½pᵀp + ε(q)} of any energy ε.
     *
     * @param energy as {@link #dissipating} takes it
     * @return inputs z, rows(2v), and u where ε takes it; output energy, rows(1)
     */
    public static Program totalEnergy(Program energy) {
        ProgramBuilder builder = new ProgramBuilder();
        int positions = energy.inputWidth("z");
        Value z = builder.input("z", 2 * positions);
        Value p = builder.slice(z, positions, positions);
        Value potential = builder.inline(energy, Map.of("z", builder.slice(z, 0, positions)))
                .get("energy");
        Value total = builder.add(builder.scale(0.5, builder.dot(p, p)), potential);
        return builder.output("energy", total).build();
    }

    @Override
    public Program energy(int stateWidth, int dataWidth) {
        return totalEnergy(energy.program(positions(stateWidth), dataWidth));
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        return dissipating(energy.program(positions(stateWidth), dataWidth), coupling);
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        int positions = positions(stateWidth);
        Map<String, Initialisation> initialisations = new LinkedHashMap<>(energy.initialisations(positions, dataWidth));
        initialisations.putAll(coupling.initialisations(positions));
        return initialisations;
    }

    private static int positions(int stateWidth) {
        if (stateWidth % 2 != 0) {
            throw new IllegalArgumentException("A second-order flow's state is positions and as many momenta, so its"
                    + " width must be even, found " + stateWidth + ". Augment the state by one dimension more, or"
                    + " one less.");
        }
        return stateWidth / 2;
    }
}
