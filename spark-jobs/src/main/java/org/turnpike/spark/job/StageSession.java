package org.turnpike.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.progress.StageWatch;
import org.turnpike.training.Compute;
import org.turnpike.training.EpochReport;
import org.turnpike.training.IterationReport;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingListener;
import org.turnpike.training.TrainingLoop;
import org.turnpike.training.TrainingState;

/** A stage in a worker, alive over any number of segments: the loop with its threads, kernels and rows. */
final class StageSession implements AutoCloseable {
    private final TrainingLoop loop;
    private final StageWatch watcher;
    private final double compileSeconds;
    private final Recorder recorder = new Recorder();
    private long position;

    private StageSession(TrainingLoop loop, StageWatch watcher, double compileSeconds, long position) {
        this.loop = loop;
        this.watcher = watcher;
        this.compileSeconds = compileSeconds;
        this.position = position;
    }

    /** @param state to go on from; empty to begin the stage */
    static StageSession open(StageOrder order, Seat seat, Optional<TrainingState> state) throws Exception {
        JobPlan plan = order.plan();
        NeuralOde start = order.start();
        TrainingData rows = order.rows().load(start, seat);
        Compute compute = plan.compute().compute(seat.threads());
        StageWatch watcher = order.watch().find().orElse(StageWatch.NOBODY);
        long began = System.nanoTime();
        TrainingLoop loop =
                new TrainingLoop(start, plan.stages().get(0).stage(start), rows, compute, seat.exchanges(), state);
        double compileSeconds = (System.nanoTime() - began) * 1e-9;
        watcher.begins();
        return new StageSession(
                loop,
                watcher,
                compileSeconds,
                state.map(TrainingState::iterations).orElse(0L));
    }

    /** Iterations of the stage that are done. */
    long position() {
        return position;
    }

    SegmentReply.Trained train(long iterations) {
        recorder.epochs.clear();
        TrainingEnd end = loop.run(iterations, recorder, watcher::isCalledOff);
        TrainingState state = loop.state();
        position = state.iterations();
        return new SegmentReply.Trained(
                state, end, List.copyOf(recorder.epochs), recorder.times.medianMilliseconds(), compileSeconds);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Recorder implements TrainingListener {
        private final List<EpochReport> epochs = new ArrayList<>();
        private final IterationTimes times = new IterationTimes();

        @Override
        public void iteration(IterationReport report) {
            times.add(report.seconds());
            watcher.iteration(report);
        }

        @Override
        public void epoch(EpochReport report) {
            epochs.add(report);
            watcher.epoch(report);
        }
    }
}
