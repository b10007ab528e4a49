package org.turnpike.execution.vector;

import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendContract;
import org.turnpike.program.Opcode;

/** The contract for one number of lanes. */
abstract class VectorContract extends BackendContract {

    private final Lanes lanes;

    VectorContract(Lanes lanes) {
        this.lanes = lanes;
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
