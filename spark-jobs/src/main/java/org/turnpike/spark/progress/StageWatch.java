package org.turnpike.spark.progress;

import org.turnpike.training.TrainingListener;

/** Whoever watches a worker train, and may call it off. Called on the thread that trains: it must be quick. */
public interface StageWatch extends TrainingListener {

    /** Nobody: for a worker that the driver is not near to. */
    StageWatch NOBODY = () -> false;

    /** Asked before every iteration: whether to end. */
    boolean isCalledOff();

    /** The programs are compiled, and iterations begin. */
    default void begins() {}
}
