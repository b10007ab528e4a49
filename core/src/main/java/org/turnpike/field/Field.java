package org.turnpike.field;

import org.turnpike.program.Program;
import org.turnpike.program.Shape;

/**
 * The right-hand side of {@code ż = f(t, z, u; θ)} (DEEP Eq. 1, SNF Eq. 1).
 *
 * @param program takes {@code z} rows(n), and may take the time {@code t} rows(1), a control {@code u} rows(m) and a {@link
 *     RandomDirection}, both constant along a solution; returns {@code dz} rows(n)
 */
public record Field(Program program) {

    public Field {
        for (String input : program.inputs()) {
            if (!input.equals("z")
                    && !input.equals("t")
                    && !input.equals("u")
                    && RandomDirection.named(input).isEmpty()) {
                throw new IllegalArgumentException("A field takes z, t, u and random directions, found input '" + input
                        + "' among " + program.inputs() + "; make it a parameter or a part of u");
            }
        }
        if (program.instruction(program.output("dz")).shape() instanceof Shape.Shared shared) {
            throw new IllegalArgumentException("A field's output dz is per sample, found " + shared);
        }
        if (program.hasLeaf("z") && program.inputWidth("z") != program.outputWidth("dz")) {
            throw new IllegalArgumentException("A field's dz is as wide as its z; found z of width "
                    + program.inputWidth("z") + " and dz of width " + program.outputWidth("dz"));
        }
        if (program.hasLeaf("t") && program.inputWidth("t") != 1) {
            throw new IllegalArgumentException("The time t has width 1, found " + program.inputWidth("t"));
        }
    }

    /** Width n of the state. */
    public int stateWidth() {
        return program.outputWidth("dz");
    }

    /** Width m of the control, 0 where the field takes none. */
    public int controlWidth() {
        return program.hasLeaf("u") ? program.inputWidth("u") : 0;
    }

    public boolean isTimeDependent() {
        return program.hasLeaf("t");
    }
}
