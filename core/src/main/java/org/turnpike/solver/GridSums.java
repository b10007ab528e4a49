package org.turnpike.solver;

import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Numbers that a solve does not integrate but adds up over its grid: where dynamics return {@link #NAME}, its value at the
 * start of every step is added to a sum. The sums follow the integrated numbers in the state, and take no part in the stages
 * nor in step size control.
 */
public final class GridSums {

    /** Output of dynamics: what to add, rows(m). */
    public static final String NAME = "grid";

    private GridSums() {}

    /** How many sums there are, 0 for dynamics without. */
    static int width(Program dynamics) {
        return dynamics.outputs().containsKey(NAME) ? dynamics.outputWidth(NAME) : 0;
    }

    /** The integrated part of the input {@code z}. */
    static Value integrated(ProgramBuilder p, Program dynamics) {
        int sums = width(dynamics);
        int integrated = dynamics.outputWidth("dz");
        Value z = p.input("z", integrated + sums);
        return sums == 0 ? z : p.slice(z, 0, integrated);
    }

    /**
     * The whole state after a step.
     *
     * @param next its integrated part
     * @param t when the step starts
     * @param dt its length; a step of length 0 is none, and adds nothing
     */
    static Value next(ProgramBuilder p, Program dynamics, Value next, Value t, Value dt) {
        int sums = width(dynamics);
        if (sums == 0) {
            return next;
        }
        Value z = integrated(p, dynamics);
        Value before = p.slice(p.input("z", z.width() + sums), z.width(), sums);
        Value added = p.inline(dynamics, Map.of("z", z, "t", t)).get(NAME);
        Value taken = p.greater(p.absolute(dt), p.constant(0, 1));
        return p.concatenate(next, p.add(before, p.scaleRows(taken, added)));
    }
}
