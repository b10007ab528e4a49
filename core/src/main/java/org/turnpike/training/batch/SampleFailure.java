package org.turnpike.training.batch;

import java.io.Serializable;
import org.turnpike.solver.SolveFailure;

/**
 * A solve that failed, and whose it was.
 *
 * @param row of the table that was solved for, counted from 0
 */
public record SampleFailure(long row, SolveFailure.Kind kind, double time, String what, String remedy)
        implements Serializable {

    static SampleFailure of(long row, SolveFailure failure) {
        return new SampleFailure(row, failure.kind(), failure.time(), failure.what(), failure.remedy());
    }

    /** One sentence on the fault and one on the remedy. */
    public String message() {
        return "Row " + row + ": " + what + " at t = " + time + ". " + remedy;
    }
}
