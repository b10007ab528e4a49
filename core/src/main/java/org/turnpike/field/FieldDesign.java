package org.turnpike.field;

import java.util.Map;
import java.util.Optional;
import org.turnpike.program.Program;

/** What a user chooses of a field, before the widths of state and data are known. */
public sealed interface FieldDesign
        permits MlpField,
                ConcatField,
                HyperNetworkField,
                FlowField,
                ConvolutionalField,
                DissipativeDesign,
                StochasticField {

    /**
     * Writes the field.
     *
     * @param stateWidth numbers in z
     * @param dataWidth numbers in u
     */
    Field field(int stateWidth, int dataWidth);

    /** The noise that drives the state beside the field, as {@link Diffusion} describes it; most flows have none. */
    default Optional<Program> diffusion() {
        return Optional.empty();
    }

    /** How each of its parameters starts. */
    Map<String, Initialisation> initialisations(int stateWidth, int dataWidth);
}
