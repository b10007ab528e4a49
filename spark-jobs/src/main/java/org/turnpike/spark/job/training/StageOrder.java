package org.turnpike.spark.job.training;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.Nearby;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.progress.StageWatch;

/**
 * A stage that is to be trained, as it travels to the workers: text, and the files of the model that it begins with.
 *
 * @param id by which workers know it again between two segments
 * @param job the job file in canonical form
 * @param watch found where the driver is near
 */
@SuppressWarnings("ArrayRecordComponent") // files' contents on their way; nothing compares them
record StageOrder(
        String id,
        String job,
        String stage,
        byte[] description,
        byte[] weights,
        ShardSource rows,
        Nearby<StageWatch> watch)
        implements Serializable {

    static StageOrder of(JobFile job, String stage, NeuralOde start, ShardSource rows, Nearby<StageWatch> watch) {
        ModelFile files = ModelFile.of(start);
        return new StageOrder(
                UUID.randomUUID().toString(),
                job.canonical(),
                stage,
                files.description(),
                files.weights(),
                rows,
                watch);
    }

    JobPlan plan() {
        return JobPlan.ofStage(JobFile.ofCanonical(job, "the job", List.of()), stage);
    }

    NeuralOde start() {
        return ModelFiles.model(description, weights);
    }
}
