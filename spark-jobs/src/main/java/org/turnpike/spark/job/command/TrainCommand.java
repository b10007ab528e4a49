package org.turnpike.spark.job.command;

import java.util.List;
import java.util.Optional;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.training.StreamRun;
import org.turnpike.spark.job.training.TrainingRun;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.run.RunDirectory;

/** {@code train}: every stage of a job file, in order. */
final class TrainCommand implements Command {
    /** Of commands that train. */
    static final List<Option> RESUMPTION = List.of(
            Option.flag(
                    "resume",
                    "go on after the stages that are done in --output, and from the last checkpoint of one that is not;"
                            + " this is the default"),
            Option.flag("restart", "train every stage again, from its beginning"));

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "trains a model: every stage of a job file, in order; stages that are done are skipped";
    }

    @Override
    public String example() {
        return "train --conf conf/two-moons.conf --output runs/two-moons --set minimum-time.epochs=200";
    }

    @Override
    public List<Option> options() {
        return RESUMPTION;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        arguments.required("conf");
        JobPlan plan = JobPlan.of(arguments.job());
        RunDirectory directory = new RunDirectory(SparkDriver.storage(), arguments.required("output"));
        return train(plan, directory, console, Optional.empty(), earlier(arguments));
    }

    /** @param given the model that the first stage begins with; nothing for a new one */
    static ExitCode train(
            JobPlan plan,
            RunDirectory directory,
            Console console,
            Optional<TrainingRun.StartModel> given,
            TrainingRun.Earlier earlier)
            throws Exception {
        return plan.stream().isPresent()
                ? new StreamRun(plan, directory, console, given, earlier).run()
                : new TrainingRun(plan, directory, console, given, earlier).run();
    }

    /** What becomes of stages that an earlier run has done. */
    static TrainingRun.Earlier earlier(Arguments arguments) {
        if (arguments.has("resume") && arguments.has("restart")) {
            throw new UserError(
                    ExitCode.USAGE, "--resume or --restart", "both", "the command line", "Keep one of them.");
        }
        return arguments.has("restart") ? TrainingRun.Earlier.REPEATED : TrainingRun.Earlier.KEPT;
    }
}
