package org.turnpike.execution;

/** A program bound to the buffers of a workspace; running it allocates nothing. */
@FunctionalInterface
public interface Call {

    void run();
}
