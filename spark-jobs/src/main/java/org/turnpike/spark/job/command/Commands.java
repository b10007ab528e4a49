package org.turnpike.spark.job.command;

import java.util.List;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.Suggestion;

/** The commands there are, in the order in which the help lists them. A new command is one class and one line here. */
final class Commands {
    private static final List<Command> ALL = List.of(
            new TrainCommand(),
            new StageCommand(),
            new EvaluateCommand(),
            new PredictCommand(),
            new SampleCommand(),
            new InspectCommand(),
            new ReportCommand(),
            new PublishCommand(),
            new BenchCommand(),
            new ReproduceCommand());

    private Commands() {}

    static List<Command> all() {
        return ALL;
    }

    static Command named(String name) {
        return ALL.stream()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        ExitCode.USAGE,
                        "a command",
                        "'" + name + "'",
                        "the command line",
                        Suggestion.among(names(), name) + " turnpike --help describes them."));
    }

    private static List<String> names() {
        return ALL.stream().map(Command::name).toList();
    }
}
