package org.turnpike.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Nearby;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.exchange.Work;
import org.turnpike.spark.progress.StageWatch;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.BestModel;
import org.turnpike.training.Compute;
import org.turnpike.training.EpochReport;
import org.turnpike.training.ExchangeFactory;
import org.turnpike.training.IterationReport;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingListener;
import org.turnpike.training.TrainingLoop;

/**
 * Trains one stage, in a worker. It travels as text and the model's files; the rows and whoever watches are found where the
 * driver is near. A worker elsewhere reads the rows itself, and reports when it is done.
 */
final class StageWork implements Work<StageOutcome> {
    private static final long serialVersionUID = 1;

    private final String job;
    private final String stage;
    private final byte[] description;
    private final byte[] weights;
    private final Nearby<DataSet> data;
    private final Nearby<StageWatch> watch;

    StageWork(JobFile job, String stage, NeuralOde start, Nearby<DataSet> data, Nearby<StageWatch> watch) {
        ModelFile files = ModelFile.of(start);
        this.job = job.canonical();
        this.stage = stage;
        this.description = files.description();
        this.weights = files.weights();
        this.data = data;
        this.watch = watch;
    }

    @Override
    public StageOutcome run(Seat seat) {
        JobPlan plan = JobPlan.ofStage(JobFile.ofCanonical(job, "the job", List.of()), stage);
        NeuralOde start = StageOutcome.model(description, weights);
        DataSet rows = data.find().orElseGet(() -> read(plan));
        TrainingData prepared = TrainingData.local(
                start,
                rows.training().table(),
                rows.validation().map(DataPart::table),
                plan.compute()
                        .logicalShards(
                                rows.training().table().rows(),
                                plan.stages().get(0).training().batchRows()));
        Compute compute = plan.compute().compute(seat.threads());
        StageWatch watcher = watch.find().orElse(StageWatch.NOBODY);
        long began = System.nanoTime();
        try (TrainingLoop loop = new TrainingLoop(
                start,
                plan.stages().get(0).stage(start),
                prepared,
                compute,
                ExchangeFactory.local(),
                Optional.empty())) {
            double compileSeconds = (System.nanoTime() - began) * 1e-9;
            watcher.begins();
            Recorder recorder = new Recorder(watcher);
            TrainingEnd end = loop.run(Long.MAX_VALUE, recorder, watcher::isCalledOff);
            return recorder.outcome(loop, end, compileSeconds);
        }
    }

    private static DataSet read(JobPlan plan) {
        Storage storage = new Storage(
                SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
        return new SourceReader(storage).read(plan.data().settings());
    }

    private static final class Recorder implements TrainingListener {
        private final StageWatch watcher;
        private final List<EpochReport> epochs = new ArrayList<>();
        private final IterationTimes times = new IterationTimes();

        Recorder(StageWatch watcher) {
            this.watcher = watcher;
        }

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

        StageOutcome outcome(TrainingLoop loop, TrainingEnd end, double compileSeconds) {
            ModelFile best = ModelFile.of(loop.best());
            return new StageOutcome(
                    best.description(),
                    best.weights(),
                    end,
                    loop.bestSoFar().map(BestModel::loss).orElse(Double.NaN),
                    epochs,
                    loop.state().iterations(),
                    loop.state().seconds(),
                    times.medianMilliseconds(),
                    compileSeconds);
        }
    }
}
