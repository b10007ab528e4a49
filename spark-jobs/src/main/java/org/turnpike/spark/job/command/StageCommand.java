package org.turnpike.spark.job.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.StageKinds;
import org.turnpike.spark.job.file.Suggestion;
import org.turnpike.spark.job.training.TrainingRun;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.storage.Storage;

/** {@code stage}: one stage alone, so that a scheduler can run the stages of a job as tasks of its own. */
final class StageCommand implements Command {
    @Override
    public String name() {
        return "stage";
    }

    @Override
    public String summary() {
        return "trains one stage, from the model that another one has left";
    }

    @Override
    public String example() {
        return "stage forward-search --conf job.conf --input runs/pretrain --output runs/search";
    }

    @Override
    public List<String> operands() {
        return List.of("NAME");
    }

    @Override
    public List<Option> options() {
        Option input = Option.valued(
                "input", "DIR", "the run or model to go on from; its settings hold without --conf; none: a new model");
        return Stream.concat(Stream.of(input), TrainCommand.RESUMPTION.stream()).toList();
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        String stage = known(arguments.operand(0));
        String output = arguments.required("output");
        TrainingRun.Earlier earlier = TrainCommand.earlier(arguments);
        Storage storage = SparkDriver.storage();
        Optional<String> input = arguments.value("input");
        if (input.isEmpty()) {
            arguments.required("conf");
            JobPlan plan = JobPlan.ofStage(arguments.job(), stage);
            plan.requireStart(stage);
            return TrainCommand.train(plan, new RunDirectory(storage, output), console, Optional.empty(), earlier);
        }
        ModelSource source = ModelSource.read(storage, input.get(), arguments);
        JobPlan plan = JobPlan.ofStage(source.job(), stage);
        TrainingRun.StartModel start = new TrainingRun.StartModel(source.model(), source.fingerprint());
        return TrainCommand.train(plan, new RunDirectory(storage, output), console, Optional.of(start), earlier);
    }

    private static String known(String stage) {
        if (!StageKinds.names().contains(stage)) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a stage",
                    "'" + stage + "'",
                    "stage",
                    Suggestion.among(StageKinds.names(), stage)
                            + " Each has a block of settings in conf/reference.conf.");
        }
        return stage;
    }
}
