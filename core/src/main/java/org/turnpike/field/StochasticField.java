package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.program.Program;

/**
 * The stable stochastic flow {@code dz = −∂ε/∂z dt + √(2/β) dW} (SNF Eq. 6): down an energy, shaken at a trainable temperature
 * 1/β. It is no {@link DissipativeDesign}: along a path the energy rises and falls; what decays is the free energy
 * {@code E[ε + β⁻¹ log ρ]} of its density ρ.
 *
 * @param energy ε
 * @param initialBeta where β starts, above 0
 */
public record StochasticField(Energy energy, double initialBeta) implements FieldDesign {

    public StochasticField {
        Diffusion.initialisations(initialBeta);
    }

    /** What drives it beside the noise. */
    @Override
    public Field field(int stateWidth, int dataWidth) {
        return StableField.descending(energy(stateWidth, dataWidth));
    }

    @Override
    public Optional<Program> diffusion() {
        return Optional.of(Diffusion.boltzmann());
    }

    /** ε as a program: inputs z, and u when it is data-dependent; output energy, rows(1). */
    public Program energy(int stateWidth, int dataWidth) {
        return energy.program(stateWidth, dataWidth);
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        Map<String, Initialisation> initialisations =
                new LinkedHashMap<>(energy.initialisations(stateWidth, dataWidth));
        initialisations.putAll(Diffusion.initialisations(initialBeta));
        return initialisations;
    }
}
