package org.turnpike.solver;

import java.util.Optional;

/**
 * What became of one solve of a tile.
 *
 * @param evaluations of the field, mean over the samples
 * @param failure why it stopped short
 */
public record Integration(double evaluations, Optional<SolveFailure> failure) {}
