package org.turnpike.training.exchange;

import org.turnpike.model.TerminalTime;

/**
 * What one update is to change.
 *
 * @param epoch counted from 0, which schedules go by
 * @param time before the update, with the bounds that times are clipped to
 */
public record UpdateStep(int epoch, Part part, TerminalTime time) {

    /** Which numbers of [θ, t_f, t0] an update changes; t0 where its bounds leave it room. */
    public enum Part {
        WEIGHTS,
        TIMES,
        BOTH;

        public boolean hasWeights() {
            return this != TIMES;
        }

        public boolean hasTimes() {
            return this != WEIGHTS;
        }
    }
}
