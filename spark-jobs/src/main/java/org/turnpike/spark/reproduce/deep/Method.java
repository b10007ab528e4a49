package org.turnpike.spark.reproduce.deep;

import org.turnpike.spark.reproduce.Experiment;

/**
 * A row of the paper's tables.
 *
 * @param name as the paper calls it
 * @param paperTime the paper's t_f, as it is printed; — where it prints none, empty where it has no such row
 * @param paperTraining its training time
 * @param paperInference its inference time
 */
record Method(String name, Experiment experiment, String paperTime, String paperTraining, String paperInference) {

    private static final String CONVERGENCE_RATE = "convergence-rate";

    /**
     * A method on a problem, as the problem's job file has it.
     *
     * @param name a stage, or {@code convergence-rate}, which is two
     */
    static Method of(String problem, String name) {
        String stages = name.equals(CONVERGENCE_RATE) ? "lyapunov-pretrain,forward-search" : name;
        return new Method(name, Experiment.of(problem).with(name, "stages=[" + stages + "]"), "", "", "");
    }

    Method named(String otherName) {
        return new Method(otherName, experiment, paperTime, paperTraining, paperInference);
    }

    /** With further settings, of which the paper has no figures. */
    Method with(String otherName, String variant, String... settings) {
        return new Method(otherName, experiment.with(variant, settings), "", "", "");
    }

    Method paper(String time, String training, String inference) {
        return new Method(name, experiment, time, training, inference);
    }
}
