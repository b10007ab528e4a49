package org.turnpike.spark.job.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.Suggestion;

/** A problem of {@code bench}: a job file in the jar, with the settings that the peers are measured with. */
record BenchProblem(String name) {

    private static final List<String> NAMES =
            List.of("moons", "annuli", "spirals", "negation", "cnf-moons", "mnist-shape");

    static List<String> names() {
        return NAMES;
    }

    static BenchProblem named(String name) {
        if (!NAMES.contains(name)) {
            List<String> names =
                    Stream.concat(NAMES.stream(), Stream.of(BenchExchange.NAME)).toList();
            throw new UserError(
                    ExitCode.USAGE,
                    "one of the problems " + String.join(", ", NAMES) + ", or " + BenchExchange.NAME,
                    "'" + name + "'",
                    "bench PROBLEM",
                    Suggestion.among(names, name) + " Data of your own are trained on with the command train.");
        }
        return new BenchProblem(name);
    }

    /** The problem as a job, with what {@code method} asks of any problem, under {@code overrides}. */
    JobFile job(String method, List<String> overrides) {
        return JobFile.ofCanonical(settings(name) + settings(method), "bench " + name, overrides);
    }

    /** Empty where there are none of that name. */
    private static String settings(String file) {
        try (InputStream settings = BenchProblem.class.getResourceAsStream("bench/" + file + ".conf")) {
            return settings == null ? "" : new String(settings.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
