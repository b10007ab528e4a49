package org.turnpike.field;

import java.util.Map;

/** What a user chooses of a field, before the widths of state and data are known. */
public sealed interface FieldDesign
        permits MlpField, ConcatField, HyperNetworkField, FlowField, ConvolutionalField, DissipativeDesign {

    /**
     * Writes the field.
     *
     * @param stateWidth numbers in z
     * @param dataWidth numbers in u
     */
    Field field(int stateWidth, int dataWidth);

    /** How each of its parameters starts. */
    Map<String, Initialisation> initialisations(int stateWidth, int dataWidth);
}
