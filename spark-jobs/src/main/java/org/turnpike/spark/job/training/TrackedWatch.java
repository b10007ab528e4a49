package org.turnpike.spark.job.training;

import org.turnpike.spark.progress.StageWatch;
import org.turnpike.spark.tracking.RunTracker;
import org.turnpike.training.IterationReport;
import org.turnpike.training.stage.EpochReport;

/** A watch of a stage that tells a tracker what it is told. */
record TrackedWatch(StageWatch watch, String stage, RunTracker tracker) implements StageWatch {

    @Override
    public boolean isCalledOff() {
        return watch.isCalledOff();
    }

    @Override
    public void begins() {
        watch.begins();
    }

    @Override
    public void iteration(IterationReport report) {
        watch.iteration(report);
        tracker.iteration(stage, report);
    }

    @Override
    public void epoch(EpochReport report) {
        watch.epoch(report);
    }
}
