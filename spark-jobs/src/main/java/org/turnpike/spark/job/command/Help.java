package org.turnpike.spark.job.command;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of {@code --help}. */
final class Help {
    private Help() {}

    static String overview(List<Command> commands) {
        return """
                Turnpike trains neural ODEs on Apache Spark and lets control theory choose their depth.

                usage: turnpike COMMAND [options] [-- spark-submit options]

                %s

                To begin: submit/turnpike train --conf conf/two-moons.conf --output runs/two-moons
                then open runs/two-moons/report.html. docs/guide.md makes a model of your own data in ten minutes;
                conf/reference.conf documents every key of a job file, and --set key=value overrides one.

                turnpike COMMAND --help shows the options of a command, with an example; turnpike --version the version.
                Exit codes: 0 done; 2 wrong usage or configuration; 3 bad data; 4 training diverged, the last good
                model is kept; 5 the cluster or the storage failed, worth a retry.
                """.formatted(table(commands.stream().map(command -> row(command.name(), command.summary()))));
    }

    static String of(Command command) {
        String operands = command.operands().stream().map(word -> " " + word).collect(Collectors.joining());
        return """
                %s

                usage: turnpike %s%s [options] [-- spark-submit options]

                %s

                for example: turnpike %s
                """.formatted(
                        command.summary(),
                        command.name(),
                        operands,
                        table(Stream.concat(command.options().stream(), Option.SHARED.stream())
                                .map(option -> row(option.usage(), option.summary()))),
                        command.example());
    }

    private static String table(Stream<String> rows) {
        return rows.collect(Collectors.joining("\n"));
    }

    private static String row(String name, String summary) {
        return "  %-18s %s".formatted(name, summary);
    }
}
