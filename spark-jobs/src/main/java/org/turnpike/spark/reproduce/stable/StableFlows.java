package org.turnpike.spark.reproduce.stable;

import java.util.List;
import org.turnpike.spark.reproduce.Experiment;
import org.turnpike.spark.reproduce.Reproduction;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Section;
import org.turnpike.spark.reproduce.Workbench;

/** {@code stable}: y = −u, half-moons and three spirals by stable flows (SNF §IV), and the flows that the paper leaves out. */
public final class StableFlows implements Reproduction {
    private static final String NEGATION_ROWS = "negation?n=201";
    private static final String MOONS_ROWS = "moons?n=200&noise=0.1&seed=99";
    private static final String SPIRALS_ROWS = "spirals?n=201&arms=3&noise=0.1&seed=99";

    @Override
    public String name() {
        return "stable";
    }

    @Override
    public String summary() {
        return "Stable neural flows: the experiments of the paper, repeated";
    }

    @Override
    public void introduce(Workbench workbench, ResultsPage page) {
        page.paragraph("""
                The experiments of *Stable Neural Flows* (§IV) with its architectures: energies of tanh perceptrons, S = 1, Dormand–Prince at
                1e-6, γ = 0.01; and the second-order (Eq. 4) and stochastic (Eq. 6) flows that the paper leaves out. The job files in
                `conf/reproduce/stable` say everything; each was trained by %d seeds, which draw data and weights. Figures are medians, with
                the range in brackets. The paper gives pictures and no figures. This page is written by""".formatted(workbench.seeds()))
                .code("submit/reproduce stable" + (workbench.seeds() == 5 ? "" : " --seeds " + workbench.seeds()))
                .paragraph("""
                        NFE are evaluations of the field for one prediction. Vanilla fields are perceptrons of the same hidden widths, trained
                        without γ and otherwise alike. The second table of each section follows 200 other rows: the largest rise of the
                        energy in any step of any solution of any seed, as a share of what its solution began with, once followed
                        exactly (double precision, steps with an error of 1e-9) and once as predictions are computed (single precision, the steps of
                        the job file), where a solution that begins with nearly no energy shows the error of its steps and its rounding, hence
                        the same as a share of the largest energy that any of the rows begins with; how fast the state still moves at S, in the
                        median; and how far a prediction moves when every input is shaken by a tenth of its spread. Of a flow with noise
                        the drift is followed. `submit/turnpike inspect DIR --data DATA` tells the same of any model.""");
    }

    @Override
    public List<Section> sections() {
        return List.of(
                new Section("y = −u (§IV-A)", StableFlows::negation),
                new Section("Half-moons (§IV-B)", StableFlows::moons),
                new Section("Three spirals (§IV-B)", StableFlows::spirals));
    }

    private static void negation(Workbench workbench, ResultsPage page) {
        List<Flow> flows = List.of(
                new Flow("stable, sees u", workbench.train(Experiment.of("negation"))),
                new Flow("vanilla, sees u", workbench.train(vanilla("negation"))));
        page.paragraph("Trained on 100 points of [−1, 1], tested on 1001.");
        FlowTables.fitted(page, flows);
        FlowTables.promised(page, flows, NEGATION_ROWS, workbench.compute());
        StablePictures.negation(page, flows.get(0).runs().get(0).model(), workbench.compute());
    }

    private static void moons(Workbench workbench, ResultsPage page) {
        List<Flow> flows = List.of(
                new Flow("port-Hamiltonian", workbench.train(Experiment.of("half-moons"))),
                new Flow("second-order", workbench.train(Experiment.of("half-moons-second-order"))),
                new Flow("stochastic, sees u", workbench.train(Experiment.of("half-moons-stochastic"))),
                new Flow("vanilla", workbench.train(vanilla("half-moons"))));
        page.paragraph(
                "Of 100 000 other points of the half-moons 65 are likelier to be of the other moon, so 99.93 % is what a"
                        + " perfect classifier reaches.");
        FlowTables.classified(page, flows, List.of());
        FlowTables.promised(page, flows, MOONS_ROWS, workbench.compute());
        StablePictures.moons(page, flows.get(0).runs().get(0).model(), workbench.compute());
    }

    private static void spirals(Workbench workbench, ResultsPage page) {
        List<Flow> flows = List.of(
                new Flow("stable, sees u", workbench.train(Experiment.of("spirals"))),
                new Flow("vanilla, sees u", workbench.train(vanilla("spirals"))));
        FlowTables.classified(page, flows, List.of());
        FlowTables.promised(page, flows, SPIRALS_ROWS, workbench.compute());
        StablePictures.spirals(page, flows.get(0).runs().get(0).model(), workbench.compute());
    }

    private static Experiment vanilla(String job) {
        return Experiment.of(job).with("vanilla", "model.field=mlp", "cost.steady-state=0");
    }
}
