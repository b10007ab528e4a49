package org.turnpike.training;

import org.turnpike.model.TerminalTime;

/**
 * What one update is to change.
 *
 * @param epoch counted from 0, which schedules go by
 * @param terminalTime before the update, with the bounds that it is clipped to
 */
public record UpdateStep(int epoch, Part part, TerminalTime terminalTime) {

    /** Which numbers of [θ, t_f] an update changes. */
    public enum Part {
        WEIGHTS,
        TERMINAL_TIME,
        BOTH;

        public boolean hasWeights() {
            return this != TERMINAL_TIME;
        }

        public boolean hasTerminalTime() {
            return this != WEIGHTS;
        }
    }
}
