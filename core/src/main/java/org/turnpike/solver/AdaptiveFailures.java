package org.turnpike.solver;

/** The ways in which adaptive steps fail, in words. */
record AdaptiveFailures(SolverSettings.Adaptive settings) {

    SolveFailure nonFinite(int lane, double time) {
        return new SolveFailure(
                SolveFailure.Kind.NON_FINITE,
                lane,
                time,
                "its state, or the field there, is not finite",
                "Check the sample and the parameters; use a lower learning rate, or a field of bounded speed.");
    }

    SolveFailure stepSizeUnderflow(int lane, double time) {
        return new SolveFailure(
                SolveFailure.Kind.STEP_SIZE_UNDERFLOW,
                lane,
                time,
                "no step of " + method() + " that moves the time is short enough",
                "The solution may end here; use larger tolerances, a smaller terminal time, or a field of bounded speed.");
    }

    SolveFailure stepLimit(int lane, double time) {
        return new SolveFailure(
                SolveFailure.Kind.STEP_LIMIT,
                lane,
                time,
                "its solution was not at its end after " + settings.maximumSteps() + " steps of " + method() + ", but",
                "Allow more steps, use larger tolerances, or regularise a field that is stiff.");
    }

    private String method() {
        return settings.method().name() + " (rtol " + settings.rtol() + ", atol " + settings.atol() + ")";
    }
}
