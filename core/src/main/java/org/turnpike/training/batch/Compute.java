package org.turnpike.training.batch;

import org.turnpike.execution.Backend;

/**
 * What computes.
 *
 * @param threads at least 1, the calling thread among them
 */
public record Compute(Backend backend, int threads) {
    public Compute {
        if (threads < 1) {
            throw new IllegalArgumentException("At least 1 thread is needed, found " + threads + ".");
        }
    }
}
