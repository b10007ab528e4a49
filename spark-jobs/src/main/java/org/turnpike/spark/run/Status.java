package org.turnpike.spark.run;

import java.util.Locale;

/** How far a run or a stage has got. */
public enum Status {
    /** At work, or ended without a chance to say so. */
    RUNNING,
    DONE,
    /** A loss, a gradient or a solve went out of bounds; the best model until then is kept. */
    DIVERGED,
    /** Ended from outside; what was there before is kept. */
    INTERRUPTED,
    /** Ended by a fault that the manifest's message names. */
    FAILED;

    /** As it stands in a manifest. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
