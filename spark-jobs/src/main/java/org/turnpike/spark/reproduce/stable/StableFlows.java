package org.turnpike.spark.reproduce.stable;

import java.util.List;
import org.turnpike.spark.reproduce.Experiment;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Reproduction;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.spark.reproduce.Workbench;

/** {@code stable}: y = −u, half-moons and three spirals by stable flows (SNF §IV). */
public final class StableFlows implements Reproduction {

    @Override
    public String name() {
        return "stable";
    }

    @Override
    public String summary() {
        return "Stable neural flows: the experiments of the paper, repeated";
    }

    @Override
    public void run(Workbench workbench, ResultsPage page) {
        List<FinishedRun> negation = workbench.train(Experiment.of("negation"));
        List<FinishedRun> moons = workbench.train(Experiment.of("half-moons"));
        List<FinishedRun> spirals = workbench.train(Experiment.of("spirals"));
        page.section("Results")
                .table(
                        List.of("experiment", "held-out points", "NFE"),
                        List.of(
                                List.of(
                                        "y = −u, mean squared error",
                                        Spread.of(negation, "test_mse").text(),
                                        nfe(negation)),
                                List.of(
                                        "half-moons, right",
                                        Spread.of(moons, "test_accuracy").percent(),
                                        nfe(moons)),
                                List.of(
                                        "three spirals, right",
                                        Spread.of(spirals, "test_accuracy").percent(),
                                        nfe(spirals))));
    }

    private static String nfe(List<FinishedRun> runs) {
        return Spread.of(runs, "nfe_inference").text();
    }
}
