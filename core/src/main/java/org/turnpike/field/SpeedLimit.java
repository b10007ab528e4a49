package org.turnpike.field;

import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * A bound on ‖ż‖ in the Euclidean norm, for dynamics that would otherwise become very fast (DEEP §3.1, last paragraph:
 * "clipping within the network").
 *
 * <p>{@code ż = f · bound / max(‖f‖, bound)}: a field that is slow enough stays as it is, a faster one keeps its direction. We
 * clip the norm and not each coordinate, which would bend trajectories towards the diagonals; and we clip rather than
 * saturate smoothly, which would slow the field down everywhere. The price is a kink where ‖f‖ = bound: an adaptive solver
 * takes a few more steps there.
 *
 * @param bound above 0, in units of the state per unit of time
 */
public record SpeedLimit(double bound) {

    public SpeedLimit {
        if (!(bound > 0 && Double.isFinite(bound))) {
            throw new IllegalArgumentException("The bound on the field's speed must be a finite number above 0, found "
                    + bound + ". Leave it out for a field without a bound.");
        }
    }

    /** The field {@code f}, no faster than the bound. */
    public Value apply(ProgramBuilder builder, Value f) {
        // The maximum is taken of squares: the square root's derivative is infinite where the field vanishes.
        Value square = builder.maximum(builder.dot(f, f), builder.constant(bound * bound, 1));
        Value factor = builder.divide(builder.constant(bound, 1), builder.squareRoot(square));
        return builder.scaleRows(factor, f);
    }
}
