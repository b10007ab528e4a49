package org.turnpike.spark.job.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Peers;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.metrics.TimedExchange;
import org.turnpike.spark.metrics.TrainingGauges;
import org.turnpike.spark.progress.StageWatch;
import org.turnpike.training.IterationReport;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingListener;
import org.turnpike.training.TrainingLoop;
import org.turnpike.training.TrainingState;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.stage.EpochReport;

/** A stage in a worker, alive over any number of segments: the loop with its threads, kernels and rows. */
final class StageSession implements AutoCloseable {
    private final TrainingLoop loop;
    private final Peers peers;
    private final StageWatch watcher;
    private final double compileSeconds;
    private final Recorder recorder = new Recorder();
    private long position;

    private StageSession(TrainingLoop loop, Peers peers, StageWatch watcher, double compileSeconds, long position) {
        this.loop = loop;
        this.peers = peers;
        this.watcher = watcher;
        this.compileSeconds = compileSeconds;
        this.position = position;
    }

    /** @param state to go on from; empty to begin the stage */
    static StageSession open(StageOrder order, Seat seat, Optional<TrainingState> state) throws Exception {
        JobPlan plan = order.plan();
        NeuralOde start = order.start();
        TrainingData rows = plan.learnedFrom(order.rows().load(start, seat), start);
        Compute compute = plan.compute().compute(seat.threads(), seat.device());
        StageWatch watcher = order.watch().find().orElseGet(() -> watch(seat, plan));
        long began = System.nanoTime();
        TrainingLoop loop = new TrainingLoop(
                start,
                plan.stages().get(0).stage(start),
                rows,
                compute,
                TimedExchange.of(seat.peers().exchanges(), TrainingGauges.ofThisJvm()),
                state);
        double compileSeconds = (System.nanoTime() - began) * 1e-9;
        watcher.begins();
        return new StageSession(
                loop,
                seat.peers(),
                watcher,
                compileSeconds,
                state.map(TrainingState::iterations).orElse(0L));
    }

    /** Worker 0 tells a driver that is far; the others are watched by nobody. */
    private static StageWatch watch(Seat seat, JobPlan plan) {
        return seat.driver()
                .<StageWatch>map(driver ->
                        new WorkerReports(driver, plan.job().settings().optionalCount("progress")))
                .orElse(StageWatch.NOBODY);
    }

    Peers peers() {
        return peers;
    }

    /** Iterations of the stage that are done. */
    long position() {
        return position;
    }

    SegmentReply.Trained train(long iterations) {
        recorder.epochs.clear();
        TrainingEnd end = loop.run(iterations, recorder, this::isCalledOff);
        TrainingState state = loop.state();
        position = state.iterations();
        return new SegmentReply.Trained(
                state, end, List.copyOf(recorder.epochs), recorder.times.medianMilliseconds(), compileSeconds);
    }

    /** The wish to end reaches all workers with an update, so that all end in the same iteration. */
    private boolean isCalledOff() {
        if (watcher.isCalledOff()) {
            peers.callOff();
        }
        return peers.isCalledOff();
    }

    @Override
    public void close() {
        if (watcher instanceof WorkerReports reports) {
            reports.close();
        }
        loop.close();
    }

    private final class Recorder implements TrainingListener {
        private final List<EpochReport> epochs = new ArrayList<>();
        private final IterationTimes times = new IterationTimes();

        @Override
        public void iteration(IterationReport report) {
            times.add(report.seconds());
            TrainingGauges.ofThisJvm().iteration(report);
            watcher.iteration(report);
        }

        @Override
        public void epoch(EpochReport report) {
            epochs.add(report);
            watcher.epoch(report);
        }
    }
}
