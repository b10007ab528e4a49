package org.turnpike.field;

import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** How an energy is kept bounded below, as a stable flow needs it (SNF §IV): the last function that it goes through. */
public enum EnergyFloor {
    SQUARE,
    SIGMOID,
    SOFTPLUS;

    Value apply(ProgramBuilder builder, Value x) {
        return switch (this) {
            case SQUARE -> builder.square(x);
            case SIGMOID -> builder.sigmoid(x);
            case SOFTPLUS -> builder.softplus(x);
        };
    }
}
