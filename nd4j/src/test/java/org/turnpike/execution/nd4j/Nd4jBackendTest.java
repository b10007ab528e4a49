package org.turnpike.execution.nd4j;

import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendContract;

/** The contract of back-ends, on whichever of ND4J's back-ends is on the class path. */
class Nd4jBackendTest extends BackendContract {

    @Override
    protected Backend newBackend() {
        return Nd4jBackend.create();
    }

    @Override
    protected double tolerance() {
        return 1e-5;
    }

    @Override
    protected double rounded(double value) {
        return (float) value;
    }
}
