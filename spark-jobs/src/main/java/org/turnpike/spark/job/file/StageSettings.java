package org.turnpike.spark.job.file;

import org.turnpike.solver.SolverSettings;
import org.turnpike.training.stage.TrainingSettings;

/**
 * What a kind of stage is made of.
 *
 * @param block of its name
 * @param training what every stage's block says
 * @param cost what the job pays for
 */
record StageSettings(Settings block, TrainingSettings training, JobCost cost, SolverSettings solver) {

    /** @param job the whole job file */
    static StageSettings of(Settings job, String stage) {
        Settings block = job.block(stage);
        JobSolver solver = new JobSolver(job);
        TrainingSettings training = new TrainingSettings(
                block.count("epochs"),
                block.optionalCount("batch"),
                JobOptimizer.optimizer(block),
                JobOptimizer.schedule(block),
                block.optionalNumber("clip-norm"),
                solver.gradient(),
                block.count("validate-every"),
                block.block("early-stopping").optionalCount("patience"),
                job.block("data").whole("seed"));
        return new StageSettings(block, training, new JobCost(job), solver.settings());
    }
}
