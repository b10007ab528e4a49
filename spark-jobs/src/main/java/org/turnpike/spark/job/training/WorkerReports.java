package org.turnpike.spark.job.training;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.turnpike.spark.exchange.DriverLine;
import org.turnpike.spark.exchange.DriverObjects;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.metrics.TrainingGauges;
import org.turnpike.spark.progress.StageWatch;
import org.turnpike.training.IterationReport;
import org.turnpike.training.stage.EpochReport;

/**
 * Tells a driver that is far how training goes, a few times a second and in a few hundred bytes, and hears whether to go on. A
 * thread of its own does it; the one that trains never waits for the driver.
 */
final class WorkerReports implements StageWatch, AutoCloseable {
    private static final long PAUSE_MILLISECONDS = 200;
    private static final int MOST_ITERATIONS = 1000;

    private final DriverLine driver;
    private final OptionalInt every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::tell, "turnpike-reports");
    private List<IterationReport> iterations = new ArrayList<>();
    private IterationReport latest;
    private EpochReport validated;
    private volatile boolean calledOff;

    /** What is told at a time. @param validated latest epoch that was; null for none */
    private record Report(List<IterationReport> iterations, EpochReport validated) implements Serializable {}

    /** @param every the driver wants each iteration of this multiple; empty for the latest at any time */
    WorkerReports(DriverLine driver, OptionalInt every) {
        this.driver = driver;
        this.every = every;
        thread.setDaemon(true);
        thread.start();
    }

    /** The driver's side: passes on to {@code watch} what a worker has told. */
    static Workers.ReportListener to(StageWatch watch) {
        AtomicBoolean begun = new AtomicBoolean();
        return bytes -> {
            Report report = (Report) DriverObjects.read(bytes);
            if (!report.iterations().isEmpty() && !begun.getAndSet(true)) {
                watch.begins();
            }
            if (report.validated() != null) {
                watch.epoch(report.validated());
            }
            report.iterations().forEach(watch::iteration);
            report.iterations().forEach(TrainingGauges.ofThisJvm()::iteration);
            return watch.isCalledOff() ? DriverLine.Wish.END : DriverLine.Wish.GO_ON;
        };
    }

    @Override
    public boolean isCalledOff() {
        return calledOff;
    }

    @Override
    public synchronized void iteration(IterationReport report) {
        latest = report;
        if (every.isPresent()
                && (report.iteration() + 1) % every.getAsInt() == 0
                && iterations.size() < MOST_ITERATIONS) {
            iterations.add(report);
        }
    }

    @Override
    public synchronized void epoch(EpochReport report) {
        if (report.validation() != null) {
            validated = report;
        }
    }

    /** Ends the reports, after a last one. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void tell() {
        try {
            boolean last = false;
            while (!last) {
                last = closed.await(PAUSE_MILLISECONDS, TimeUnit.MILLISECONDS);
                calledOff = driver.tell(DriverObjects.bytes(next())) == DriverLine.Wish.END;
            }
        } catch (IOException | RuntimeException e) {
            // Without the driver the worker's task ends too, and says why.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Report next() {
        if (every.isEmpty() && latest != null) {
            iterations.add(latest);
        }
        Report report = new Report(new ArrayList<>(iterations), validated);
        iterations.clear();
        latest = null;
        validated = null;
        return report;
    }
}
