package org.turnpike.execution.nd4j;

import org.turnpike.sensitivity.GradientContract;

/** The contract of gradients: every kind of field, cost, solver and sensitivity, and whole image classifiers. */
class Nd4jGradientTest extends GradientContract {

    Nd4jGradientTest() {
        super(Nd4jBackend.create());
    }
}
