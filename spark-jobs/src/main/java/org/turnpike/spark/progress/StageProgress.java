package org.turnpike.spark.progress;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.turnpike.training.IterationReport;
import org.turnpike.training.stage.EpochReport;

/** How far a stage is. One thread trains and writes, another one reads and prints. */
public final class StageProgress implements StageWatch {
    private final String stage;
    private final int epochs;
    private final int iterationsPerEpoch;
    private volatile boolean calledOff;
    private volatile long beganAt;
    private volatile long first;
    private volatile IterationReport latest;
    private volatile EpochReport.Validation validation;

    /** @param epochs that the stage has, if nothing ends it early */
    public StageProgress(String stage, int epochs, int iterationsPerEpoch) {
        this.stage = stage;
        this.epochs = epochs;
        this.iterationsPerEpoch = iterationsPerEpoch;
    }

    /** Ends training before its next iteration. */
    public void callOff() {
        calledOff = true;
    }

    @Override
    public boolean isCalledOff() {
        return calledOff;
    }

    @Override
    public void begins() {
        beganAt = System.nanoTime();
    }

    @Override
    public void iteration(IterationReport report) {
        if (latest == null) {
            first = report.iteration();
        }
        latest = report;
    }

    @Override
    public void epoch(EpochReport report) {
        if (report.validation() != null) {
            validation = report.validation();
        }
    }

    String stage() {
        return stage;
    }

    int epochs() {
        return epochs;
    }

    boolean isFullBatch() {
        return iterationsPerEpoch == 1;
    }

    long iterations() {
        return (long) epochs * iterationsPerEpoch;
    }

    Optional<IterationReport> latest() {
        return Optional.ofNullable(latest);
    }

    /** The iteration, counted from 0, that was the first of this run: not 0 where a stage goes on. */
    long first() {
        return first;
    }

    OptionalDouble validationLoss() {
        EpochReport.Validation known = validation;
        return known == null ? OptionalDouble.empty() : OptionalDouble.of(known.loss());
    }

    /** Since iterations began; 0 before. */
    double seconds() {
        return beganAt == 0 ? 0 : (System.nanoTime() - beganAt) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
