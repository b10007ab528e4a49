package org.turnpike.execution.vector;

import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.BeforeEach;
import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendContract;
import org.turnpike.program.Opcode;

/** The contract for one number of lanes; skipped where this machine's vectors are narrower. */
abstract class VectorContract extends BackendContract {

    private final Lanes lanes;

    VectorContract(Lanes lanes) {
        this.lanes = lanes;
    }

    @BeforeEach
    void needVectorsOfThisWidth() {
        assumeThat(Lanes.best().count()).as("lanes of this machine").isGreaterThanOrEqualTo(lanes.count());
    }

    @Override
    protected Backend newBackend() {
        return VectorBackend.create(lanes);
    }

    @Override
    protected double tolerance() {
        return 1e-5;
    }

    @Override
    protected double rounded(double value) {
        return (float) value;
    }

    @Override
    protected boolean isOutOfRange(Opcode opcode, double argument) {
        return switch (opcode) {
            case TANH -> Double.isInfinite(argument);
            case SINE, COSINE -> Math.abs(argument) > 6.6e6;
            default -> false;
        };
    }
}
