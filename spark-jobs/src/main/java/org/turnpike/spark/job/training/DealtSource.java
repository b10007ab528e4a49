package org.turnpike.spark.job.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.job.file.JobCluster;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.TablePart;
import org.turnpike.spark.source.frame.DealtPart;
import org.turnpike.spark.source.frame.DealtShards;
import org.turnpike.spark.source.frame.ShardLoader;
import org.turnpike.training.TrainingData;

/** Rows that stay on the executors: each worker fetches its shards from those that have them, and keeps what does not fit on disk. */
final class DealtSource implements ShardSource {
    private static final long serialVersionUID = 1;

    private final String job;
    private final DealtShards.Handle training;
    private final DealtShards.Handle validation;
    private final transient List<DealtShards> shards;

    private DealtSource(String job, DealtShards training, Optional<DealtShards> validation) {
        this.job = job;
        this.training = training.handle();
        this.validation = validation.map(DealtShards::handle).orElse(null);
        this.shards = Stream.concat(Stream.of(training), validation.stream()).toList();
    }

    /** Whether there are rows that the driver does not have. */
    static boolean isFor(DataSet rows) {
        return Stream.concat(Stream.of(rows.training()), rows.validation().stream())
                .anyMatch(part -> !(part instanceof TablePart));
    }

    /** @param count of logical shards */
    static DealtSource of(JavaSparkContext spark, JobPlan plan, DataSet rows, int count) {
        return new DealtSource(
                plan.job().canonical(),
                dealt(spark, rows.training(), count),
                rows.validation().map(part -> dealt(spark, part, count)));
    }

    @Override
    public void ready() {
        shards.forEach(DealtShards::ready);
    }

    @Override
    public TrainingData load(NeuralOde model, Seat seat) throws IOException {
        long memory =
                new JobCluster(JobFile.ofCanonical(job, "the job", List.of()).settings()).memoryOfShards();
        ShardLoader loader = new ShardLoader(model, memory);
        return new TrainingData(
                loader.load(training, seat.shards(training.shards())),
                validation == null
                        ? Optional.empty()
                        : Optional.of(loader.load(validation, seat.shards(validation.shards()))));
    }

    private static DealtShards dealt(JavaSparkContext spark, DataPart part, int count) {
        return part instanceof DealtPart dealt
                ? dealt.shards(count)
                : DealtShards.of(spark, part.sample(DataPart.EVERY_ROW), count);
    }
}
