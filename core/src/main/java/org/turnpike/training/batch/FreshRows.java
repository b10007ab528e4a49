package org.turnpike.training.batch;

import org.turnpike.data.Table;

/** Training rows of which there are always more: every epoch has its own. */
@FunctionalInterface
public interface FreshRows {

    /** The rows of an epoch, prepared for the model's programs, always as many; a function of the epoch alone. */
    Table epoch(int epoch);
}
