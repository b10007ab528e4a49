package org.turnpike.spark.reproduce.deep;

import org.turnpike.spark.reproduce.Experiment;

/**
 * A row of the paper's tables.
 *
 * @param name as the paper calls it
 * @param paperTime the paper's t_f, as it is printed; — where it prints none
 * @param paperTraining its training time
 * @param paperInference its inference time
 */
record Method(String name, Experiment experiment, String paperTime, String paperTraining, String paperInference) {

    /** A method whose stages are set over the problem's job file. */
    static Method of(
            String name,
            String problem,
            String variant,
            String stages,
            String paperTime,
            String paperTraining,
            String paperInference) {
        Experiment experiment = Experiment.of(problem).with(variant, "stages=[" + stages + "]");
        return new Method(name, experiment, paperTime, paperTraining, paperInference);
    }

    Method with(String otherName, String variant, String... settings) {
        return new Method(otherName, experiment.with(variant, settings), paperTime, paperTraining, paperInference);
    }

    Method paper(String time, String training, String inference) {
        return new Method(name, experiment, time, training, inference);
    }
}
