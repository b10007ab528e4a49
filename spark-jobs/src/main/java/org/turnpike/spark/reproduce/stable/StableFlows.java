package org.turnpike.spark.reproduce.stable;

import java.util.ArrayList;
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
                        without γ and, but for what is said, alike. The second table of each section follows 200 other rows: the largest rise of the
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
        page.paragraph(
                "Trained on 100 points of [−1, 1], tested on 1001. A vanilla field that sees u can do it at a constant"
                        + " speed, which is as easy to follow as can be; without u it cannot do it at all.");
        FlowTables.fitted(page, flows);
        FlowTables.evaluations(page, flows.get(0), flows.subList(1, flows.size()));
        FlowTables.promised(page, flows, NEGATION_ROWS, workbench.compute());
        StablePictures.negation(page, flows.get(0).runs().get(0).model(), workbench.compute());
    }

    private static void moons(Workbench workbench, ResultsPage page) {
        List<Flow> flows = List.of(
                new Flow("port-Hamiltonian", workbench.train(Experiment.of("half-moons"))),
                new Flow("second-order", workbench.train(Experiment.of("half-moons-second-order"))),
                new Flow("stochastic, sees u", workbench.train(Experiment.of("half-moons-stochastic"))),
                new Flow(
                        "vanilla", workbench.train(vanilla("half-moons", "model.field-gain=3", "vanilla.epochs=300"))));
        page.paragraph(
                "The Bayes rule, which knows the moons and their noise, says of the same rows what no classifier can surpass but by"
                        + " chance; of 100 000 points it is right about 99.93 %.");
        FlowTables.classified(page, flows, List.of(FlowTables.bayes(flows.get(0))));
        FlowTables.evaluations(page, flows.get(0), flows.subList(3, flows.size()));
        FlowTables.evaluations(page, flows.get(1), flows.subList(3, flows.size()));
        FlowTables.promised(page, flows, MOONS_ROWS, workbench.compute());
        StablePictures.moons(page, flows.get(0).runs().get(0).model(), workbench.compute());
    }

    private static void spirals(Workbench workbench, ResultsPage page) {
        String[] unpriced = {"cost.kinetic-energy=0", "cost.weight-decay=0"};
        Experiment vanilla = vanilla("spirals", unpriced);
        List<Flow> flows = List.of(
                new Flow("stable, sees u", workbench.train(Experiment.of("spirals"))),
                new Flow(
                        "stable, sees u, with γ alone",
                        workbench.train(Experiment.of("spirals").with("unpriced", unpriced))),
                new Flow("vanilla, sees u", workbench.train(vanilla)),
                new Flow(
                        "vanilla, sees u, a third of the epochs",
                        workbench.train(vanilla.with("brief", "vanilla.epochs=80"))),
                new Flow(
                        "vanilla, sees u, with the other prices",
                        workbench.train(Experiment.of("spirals")
                                .with("vanilla-priced", "model.field=mlp", "cost.steady-state=0"))));
        page.paragraph(
                "The stable flow of the job file pays for its kinetic energy and its weights as well as by γ, so that few"
                        + " steps do; the second row pays by γ alone.");
        FlowTables.classified(page, flows, List.of());
        FlowTables.evaluations(page, flows.get(0), flows.subList(2, flows.size()));
        FlowTables.evaluations(page, flows.get(1), flows.subList(2, 4));
        FlowTables.promised(page, List.of(flows.get(0), flows.get(1), flows.get(2)), SPIRALS_ROWS, workbench.compute());
        StablePictures.spirals(page, flows.get(0).runs().get(0).model(), workbench.compute());
    }

    /** The same job with a perceptron as field, and without a price on its speed at S. */
    private static Experiment vanilla(String job, String... more) {
        List<String> settings = new ArrayList<>(List.of("model.field=mlp", "cost.steady-state=0"));
        settings.addAll(List.of(more));
        return new Experiment(job, "vanilla", settings);
    }
}
