package org.turnpike.field;

import org.turnpike.program.Program;

/** A field that dissipates an energy: along every solution, for all weights, it never increases (SNF §II). */
public sealed interface DissipativeDesign extends FieldDesign
        permits StableField, PortHamiltonianField, SecondOrderField {

    /**
     * What never increases, as a program: inputs z, and u when it is data-dependent; output energy, rows(1).
     *
     * @param stateWidth numbers in z
     * @param dataWidth numbers in u
     */
    Program energy(int stateWidth, int dataWidth);
}
