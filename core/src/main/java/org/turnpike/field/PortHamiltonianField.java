package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The port-Hamiltonian stable flow {@code ż = A(z) ∂ε/∂z} (SNF Eq. 3) with {@code A + Aᵀ ≺ 0}: along a solution
 * {@code dε/dt = ∂εᵀ A ∂ε ≤ 0}, and 0 only where the gradient vanishes.
 *
 * <p>{@code A = A₀(z) − δI} with {@code A₀ + A₀ᵀ ⪯ 0} for all weights ({@link StructureMatrix}). The margin δ makes it strict,
 * {@code gᵀ A g ≤ −δ‖g‖²}: without it a weight of 0, or a softplus that underflows, would stop the dissipation in some
 * direction, and the paper's {@code −diag(|a|)} is only semidefinite at a = 0.
 *
 * @param energy ε
 * @param matrix A₀
 * @param margin δ, above 0
 */
public record PortHamiltonianField(Energy energy, StructureMatrix matrix, double margin) implements DissipativeDesign {

    public PortHamiltonianField {
        Margin.check(margin);
    }

    /**
     * The field of any energy.
     *
     * @param energy inputs z, optionally u; output energy, rows(1)
     * @throws IllegalArgumentException where the energy is not infinitely differentiable, or has another output
     */
    public static Field dissipating(Program energy, StructureMatrix matrix, double margin) {
        Margin.check(margin);
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", energy.inputWidth("z"));
        Value g = Energy.gradient(builder, energy, z, 1);
        Value dz = builder.subtract(matrix.apply(builder, z, g), builder.scale(margin, g));
        return new Field(builder.output("dz", dz).build());
    }

    @Override
    public Program energy(int stateWidth, int dataWidth) {
        return energy.program(stateWidth, dataWidth);
    }

    @Override
    public Field field(int stateWidth, int dataWidth) {
        return dissipating(energy(stateWidth, dataWidth), matrix, margin);
    }

    @Override
    public Map<String, Initialisation> initialisations(int stateWidth, int dataWidth) {
        Map<String, Initialisation> initialisations =
                new LinkedHashMap<>(energy.initialisations(stateWidth, dataWidth));
        initialisations.putAll(matrix.initialisations(stateWidth));
        return initialisations;
    }
}
