package org.turnpike.spark.exchange;

import java.io.IOException;

/** By which a worker far from the driver tells it, some times a second, how far it is, and hears whether to go on. */
@FunctionalInterface
public interface DriverLine {

    /** What the driver wants. */
    enum Wish {
        GO_ON,
        END
    }

    Wish tell(byte[] report) throws IOException, InterruptedException;
}
