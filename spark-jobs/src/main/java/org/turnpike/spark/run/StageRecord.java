package org.turnpike.spark.run;

import java.util.OptionalDouble;
import org.turnpike.model.TerminalTime;

/**
 * What became of a stage.
 *
 * @param name as in a job file: {@code minimum-time}
 * @param fingerprint of all that its result follows from: settings, data, the model that it began with, and the version
 * @param started ISO 8601, UTC
 * @param finished likewise; empty while it runs
 * @param end why it ended, in words; empty while it runs
 * @param epochs done, each a row of the history
 * @param loss of the model that it leaves: the lowest, on the validation rows where there are any
 * @param initialTime of the model that it leaves
 * @param terminalTime of the model that it leaves
 * @param seconds that the iterations took
 * @param millisecondsPerIteration median
 * @param compileSeconds that it took to prepare the programs and compile them to machine code, before the iterations
 */
public record StageRecord(
        String name,
        Status status,
        String fingerprint,
        String started,
        String finished,
        String end,
        long epochs,
        long iterations,
        OptionalDouble loss,
        double initialTime,
        double terminalTime,
        double seconds,
        OptionalDouble millisecondsPerIteration,
        double compileSeconds) {

    /** A stage that begins now. */
    public static StageRecord started(String name, String fingerprint, String now, TerminalTime time) {
        return new StageRecord(
                name,
                Status.RUNNING,
                fingerprint,
                now,
                "",
                "",
                0,
                0,
                OptionalDouble.empty(),
                time.t0(),
                time.value(),
                0,
                OptionalDouble.empty(),
                0);
    }

    /** The stage, ended without a result. */
    public StageRecord ended(Status how, String now, String why) {
        return new StageRecord(
                name,
                how,
                fingerprint,
                started,
                now,
                why,
                epochs,
                iterations,
                loss,
                initialTime,
                terminalTime,
                seconds,
                millisecondsPerIteration,
                compileSeconds);
    }
}
