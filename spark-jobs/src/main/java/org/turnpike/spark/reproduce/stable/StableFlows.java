package org.turnpike.spark.reproduce.stable;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.reproduce.Experiment;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Reproduction;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.spark.reproduce.Workbench;
import org.turnpike.training.Robustness;
import org.turnpike.training.SolutionAudit;

/** {@code stable}: y = −u, half-moons and three spirals by stable flows (SNF §IV), and the flows that the paper leaves out. */
public final class StableFlows implements Reproduction {
    private static final double INPUT_NOISE = 0.1;

    private static final Task NEGATION = new Task("y = −u", "test_mse", "negation?n=401");
    private static final Task MOONS = new Task("half-moons", "test_accuracy", "moons?n=1000&noise=0.1&seed=99");
    private static final Task SPIRALS =
            new Task("three spirals", "test_accuracy", "spirals?n=999&arms=3&noise=0.1&seed=99");

    private static final Experiment VANILLA_MOONS = vanilla("half-moons");
    private static final Experiment VANILLA_SPIRALS = vanilla("spirals");

    /** What is learned, by which figure it is judged, and the rows on which solutions are followed. */
    private record Task(String name, String figure, String rows) {}

    /** A line of the tables. */
    private record Entry(Task task, String model, List<FinishedRun> runs) {}

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
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(NEGATION, "stable, sees u", workbench.train(Experiment.of("negation"))));
        entries.add(new Entry(MOONS, "port-Hamiltonian", workbench.train(Experiment.of("half-moons"))));
        entries.add(new Entry(SPIRALS, "stable, sees u", workbench.train(Experiment.of("spirals"))));
        entries.add(new Entry(MOONS, "second-order", workbench.train(Experiment.of("half-moons-second-order"))));
        entries.add(new Entry(MOONS, "stochastic, sees u", workbench.train(Experiment.of("half-moons-stochastic"))));
        entries.add(new Entry(MOONS, "vanilla", workbench.train(VANILLA_MOONS)));
        entries.add(new Entry(SPIRALS, "vanilla, sees u", workbench.train(VANILLA_SPIRALS)));
        introduction(page, workbench);
        results(page, entries);
        guarantees(page, entries, workbench);
        StablePictures.add(
                page,
                entries.get(0).runs().get(0).model(),
                entries.get(1).runs().get(0).model(),
                entries.get(2).runs().get(0).model(),
                workbench.compute());
    }

    private static Experiment vanilla(String job) {
        return Experiment.of(job).with("vanilla", "model.field=mlp", "cost.steady-state=0");
    }

    private static void introduction(ResultsPage page, Workbench workbench) {
        page.paragraph("""
                The experiments of *Stable Neural Flows* (§IV) with its architectures: energies of tanh perceptrons, S = 1, Dormand–Prince at
                1e-6, γ = 0.01; and the second-order (Eq. 4) and stochastic (Eq. 6) flows that the paper leaves out. The job files in
                `conf/reproduce/stable` say everything; each was trained by %d seeds, which draw data and weights. Figures are medians, with
                the range in brackets. The paper gives pictures and no figures. This page is written by""".formatted(workbench.seeds()))
                .code("submit/reproduce stable" + (workbench.seeds() == 5 ? "" : " --seeds " + workbench.seeds()));
    }

    private static void results(ResultsPage page, List<Entry> entries) {
        List<List<String>> rows = new ArrayList<>();
        for (Entry entry : entries) {
            List<FinishedRun> runs = entry.runs();
            Spread score = Spread.of(runs, entry.task().figure());
            long diverged =
                    runs.stream().filter(run -> run.end() == ExitCode.DIVERGED).count();
            rows.add(List.of(
                    entry.task().name(),
                    entry.model() + (diverged > 0 ? " (" + diverged + " diverged)" : ""),
                    entry.task().equals(NEGATION) ? "error² " + score.text() : "right " + score.percent(),
                    Spread.of(runs, "nfe_inference").text(),
                    Spread.of(runs, "training_seconds").text() + " s"));
        }
        page.section("What they learn")
                .paragraph(
                        "On rows that were never trained on: 1001 points of [−1, 1], 2000 points of the half-moons, 3000 of the spirals."
                                + " NFE are evaluations of the field for one prediction; the vanilla fields are perceptrons of the same hidden"
                                + " widths, trained without γ. Of 100 000 other points of the half-moons 65 are likelier to be of the other"
                                + " moon, so 99.93 % is what a perfect classifier reaches.")
                .table(List.of("task", "field", "held-out rows", "NFE", "training"), rows);
    }

    private static void guarantees(ResultsPage page, List<Entry> entries, Workbench workbench) {
        List<List<String>> rows = new ArrayList<>();
        for (Entry entry : entries) {
            Table data = GeneratorSpec.parse(entry.task().rows()).generate();
            List<SolutionAudit.Findings> computed = entry.runs().stream()
                    .map(run -> SolutionAudit.asComputed(
                                    run.model(), workbench.compute().backend())
                            .follow(data.features()))
                    .toList();
            boolean dissipates = computed.get(0).largestRise().isPresent();
            List<SolutionAudit.Findings> promised = dissipates
                    ? entry.runs().stream()
                            .map(run -> SolutionAudit.asPromised(run.model()).follow(data.features()))
                            .toList()
                    : List.of();
            Spread change = Spread.of(
                    entry.runs(),
                    run -> Robustness.measure(run.model(), data.features(), INPUT_NOISE, workbench.compute())
                            .change());
            rows.add(List.of(
                    entry.task().name(),
                    entry.model(),
                    dissipates ? rise(promised) : "–",
                    dissipates ? rise(computed) : "–",
                    Spread.of(computed.stream()
                                    .mapToDouble(SolutionAudit.Findings::medianSpeed)
                                    .toArray())
                            .text(),
                    change.text()));
        }
        page.section("What they promise")
                .paragraph("""
                        Along the solutions of other rows, of all seeds: the largest rise of the energy in any step, as a share of what its
                        solution began with, once followed exactly (double precision, steps with an error of 1e-9) and once as
                        predictions are computed (single precision, the steps of the job file), where a solution that begins with nearly no
                        energy shows the error of its steps and its rounding; how fast the state still moves at S; and how far a
                        prediction moves when every input is shaken by a tenth of its spread. Of a flow with noise the drift is followed.
                        `submit/turnpike inspect DIR --data DATA` tells the same of any model.""")
                .table(
                        List.of(
                                "task",
                                "field",
                                "largest rise, exactly",
                                "as computed",
                                "speed at S, median row",
                                "change under noise"),
                        rows);
    }

    private static String rise(List<SolutionAudit.Findings> found) {
        double largest = found.stream()
                .flatMap(each -> each.largestRise().stream())
                .mapToDouble(SolutionAudit.Rise::share)
                .max()
                .orElse(Double.NaN);
        return largest <= 0 ? "none" : Spread.significant(largest);
    }
}
