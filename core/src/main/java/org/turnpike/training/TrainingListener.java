package org.turnpike.training;

import org.turnpike.training.stage.EpochReport;

/** Hears how training goes, on the thread that trains: what it does takes training's time. */
public interface TrainingListener {

    /** One that does not listen. */
    TrainingListener NONE = new TrainingListener() {};

    default void iteration(IterationReport report) {}

    default void epoch(EpochReport report) {}
}
