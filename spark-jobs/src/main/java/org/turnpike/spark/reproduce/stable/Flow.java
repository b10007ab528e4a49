package org.turnpike.spark.reproduce.stable;

import java.util.List;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.reproduce.FinishedRun;

/**
 * A line of the tables: a field that learned a task.
 *
 * @param field as the page names it
 * @param runs one for each seed
 */
record Flow(String field, List<FinishedRun> runs) {

    /** Its name, and how many of its runs diverged, if any. */
    String name() {
        long diverged =
                runs.stream().filter(run -> run.end() == ExitCode.DIVERGED).count();
        return field + (diverged > 0 ? " (" + diverged + " diverged)" : "");
    }
}
