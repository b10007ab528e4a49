package org.turnpike.execution;

import java.util.Optional;

/**
 * Brings a back-end that lies outside core, found by {@link java.util.ServiceLoader}: one that needs native libraries is there
 * where they are.
 */
public interface BackendProvider {

    /** Name as in the configuration. */
    String name();

    /**
     * @param device to compute on; empty for the processor, or for whichever device there is
     * @throws BackendUnavailable where it cannot run here
     */
    Backend create(Optional<Device> device);
}
