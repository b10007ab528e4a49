package org.turnpike.spark.job;

import java.util.Optional;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.run.RunDirectory;

/** {@code train}: every stage of a job file, in order. */
final class TrainCommand implements Command {
    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "trains a model: every stage of a job file, in order; stages that are done are skipped";
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        arguments.required("conf");
        JobPlan plan = JobPlan.of(arguments.job());
        RunDirectory directory = new RunDirectory(SparkDriver.storage(), arguments.required("output"));
        return new TrainingRun(plan, directory, console, Optional.empty()).run();
    }
}
