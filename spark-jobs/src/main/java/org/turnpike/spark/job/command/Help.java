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

                turnpike COMMAND --help shows the options of a command; turnpike --version the version.
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
                """.formatted(
                        command.summary(),
                        command.name(),
                        operands,
                        table(Stream.concat(command.options().stream(), Option.SHARED.stream())
                                .map(option -> row(option.usage(), option.summary()))));
    }

    private static String table(Stream<String> rows) {
        return rows.collect(Collectors.joining("\n"));
    }

    private static String row(String name, String summary) {
        return "  %-18s %s".formatted(name, summary);
    }
}
