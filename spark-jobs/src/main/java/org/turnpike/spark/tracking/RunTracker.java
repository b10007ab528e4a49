package org.turnpike.spark.tracking;

import java.util.Map;
import org.turnpike.training.IterationReport;

/**
 * Follows a run for a service outside. Nothing that it does holds up a run or ends it: what cannot be told is dropped, and said
 * once.
 */
public interface RunTracker extends AutoCloseable {

    /** Follows nothing. */
    RunTracker NONE = new RunTracker() {
        @Override
        public void iteration(String stage, IterationReport report) {}

        @Override
        public void figures(Map<String, Double> figures) {}

        @Override
        public void ends(End how) {}

        @Override
        public void close() {}
    };

    /** How a run ends. */
    enum End {
        FINISHED,
        FAILED,
        KILLED
    }

    /** The latest iteration of a stage. Called on the thread that trains: it only notes it. */
    void iteration(String stage, IterationReport report);

    /** The finished model's figures, by their names in {@code metrics.json}. */
    void figures(Map<String, Double> figures);

    void ends(End how);

    /** Waits, for some seconds at most, until what is known is told. */
    @Override
    void close();
}
