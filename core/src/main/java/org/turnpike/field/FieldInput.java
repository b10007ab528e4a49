package org.turnpike.field;

/** What a field may see besides the state. */
public enum FieldInput {
    /** The time t: the field becomes time-dependent. */
    TIME,
    /** The data u that the solution starts from: the field becomes data-controlled (SNF Eq. 1). */
    DATA
}
