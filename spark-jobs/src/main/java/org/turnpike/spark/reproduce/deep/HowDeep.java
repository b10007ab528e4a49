package org.turnpike.spark.reproduce.deep;

import java.util.List;
import org.turnpike.spark.reproduce.Experiment;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Reproduction;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Section;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.spark.reproduce.Workbench;
import org.turnpike.spark.reproduce.picture.Colours;
import org.turnpike.spark.reproduce.picture.Panel;
import org.turnpike.spark.reproduce.picture.Picture;

/** {@code deep}: Tables 1, 3, 4 and 5 and Figure 6 of <i>How Deep Do We Need</i>, with pictures as in Figures 1, 3, 4 and 6. */
public final class HowDeep implements Reproduction {
    private static final String CONVERGENCE_RATE = "lyapunov-pretrain,forward-search";
    /** Vanilla takes 100 steps of a wide field with its trace. */
    private static final int FLOW_SEEDS = 2;

    private static final String NOT_PRINTED = "—";
    private static final String ADAPTIVE = "solver={method=dopri5,rtol=1e-6,atol=1e-6}";

    @Override
    public String name() {
        return "deep";
    }

    @Override
    public String summary() {
        return "How Deep Do We Need: two moons, annuli and a flow in minimum time, repeated";
    }

    @Override
    public void introduce(Workbench workbench, ResultsPage page) {
        page.paragraph("Figures are medians over " + workbench.seeds()
                + " seeds, with the range where they differ; a seed draws data and weights. *Training* is the time of all"
                + " epochs, without compiling. *Faster* compares it with all epochs of the first row, as the paper does. *To a"
                + " loss of " + Comparison.COMMON_LOSS
                + "* is the time in which the mean loss of the training rows first comes"
                + " down to that; *faster to it* compares that time with the first row's. *As published* are the paper's settings"
                + " (t_f from 1); vanilla has them too. The other rows have settings found by trying, in"
                + " `conf/reproduce/deep`: they start at a short time, with a higher rate for the weights than vanilla bears."
                + " The paper's times are of another machine.");
    }

    @Override
    public List<Section> sections() {
        return List.of(
                new Section("Two moons (Table 1)", HowDeep::moons),
                new Section("Concentric annuli (Tables 1 and 3)", HowDeep::annuli),
                new Section("Concentric annuli by the adjoint method (Table 4)", HowDeep::adjoints),
                new Section("Concentric annuli with adaptive steps (Table 5)", HowDeep::adaptive),
                new Section("A continuous normalising flow of two moons (Figure 6)", HowDeep::flows));
    }

    private static void moons(Workbench workbench, ResultsPage page) {
        Comparison moons = Comparison.of(
                workbench,
                Method.of("vanilla", "moons", "vanilla", "vanilla", "1", "46.64 s", "71.88 ms"),
                Method.of("minimum-time", "moons", "minimum-time", "minimum-time", "0.0904", "7.33 s", "8.4 ms"),
                Method.of(
                        "convergence-rate",
                        "moons",
                        "convergence-rate",
                        CONVERGENCE_RATE,
                        "0.10",
                        "5.42 + 0.79 s",
                        "8.44 ms"),
                Method.of("minimum-time", "moons", "minimum-time", "minimum-time", "", "", "")
                        .with("minimum-time, as published", "published", asPublished(0.1)));
        page.table(Comparison.header(), moons.rows());
        Pictures pictures = new Pictures("moons?n=512&noise=0.1&seed=1", workbench.compute());
        Picture picture = new Picture(3);
        List<String> names = List.of("vanilla", "minimum-time", "convergence-rate");
        for (int method = 0; method < names.size(); method++) {
            picture.add(pictures.trajectories(
                    names.get(method), moons.runs(method).get(0).model()));
        }
        for (int method = 0; method < names.size(); method++) {
            picture.add(pictures.decision(
                    names.get(method), moons.runs(method).get(0).model()));
        }
        page.picture(
                "moons",
                "Trajectories of 20 points (as in Figure 3), and the probability of the second class; seed 1",
                picture);
    }

    private static void annuli(Workbench workbench, ResultsPage page) {
        Comparison annuli = Comparison.of(
                workbench,
                Method.of("vanilla", "annuli", "vanilla", "vanilla", "1", "123 s", "86.6 ms"),
                Method.of("minimum-time", "annuli", "minimum-time", "minimum-time", "0.0819", "27 s", "10.52 ms"),
                Method.of(
                        "convergence-rate",
                        "annuli",
                        "convergence-rate",
                        CONVERGENCE_RATE,
                        "0.09",
                        "15.98 + 1.02 s",
                        "10.24 ms"),
                Method.of("combined", "annuli", "combined", "combined", "0.0687", "16.03 s", "10.01 ms"),
                Method.of("minimum-time", "annuli", "minimum-time", "minimum-time", "", "", "")
                        .with("minimum-time, as published", "published", asPublished(0.01)),
                Method.of("vanilla", "annuli", "vanilla", "vanilla", "", "", "")
                        .with("vanilla, at its fastest rate", "fast", "vanilla.optimizer.rate=0.03"));
        page.table(Comparison.header(), annuli.rows());
        Pictures pictures = new Pictures("annuli?n=512&noise=0.01&seed=1", workbench.compute());
        List<String> names = List.of("vanilla", "minimum-time", "convergence-rate", "combined");
        Panel whole = Pictures.overTime("Loss if the solution stopped at t", 1);
        Panel beginning = Pictures.overTime("The same, its beginning", 0.15);
        for (int method = 0; method < names.size(); method++) {
            double[][] losses = pictures.lossOverTime(annuli.runs(method).get(0).model());
            for (Panel panel : List.of(whole, beginning)) {
                panel.line(losses, Colours.of(method), 1.6, 1).named(names.get(method), Colours.of(method));
            }
        }
        Picture picture = new Picture(4).add(whole).add(beginning);
        for (int method = 0; method < names.size(); method++) {
            picture.add(pictures.trajectories(
                    names.get(method), annuli.runs(method).get(0).model()));
        }
        for (int method = 1; method < names.size(); method++) {
            picture.add(pictures.decision(
                    names.get(method), annuli.runs(method).get(0).model()));
        }
        page.picture(
                "annuli",
                "Loss against time (as in Figures 1a and 4), trajectories of 20 points, and the probability of the second class;"
                        + " seed 1",
                picture);
    }

    /** t_f from 1, and learned at the rate of the weights. */
    private static String[] asPublished(double rate) {
        return new String[] {
            "minimum-time.optimizer={rate=" + rate + ",beta2=0.999}",
            "minimum-time.terminal-time={initial=1.0,optimizer={rate=" + rate + ",beta2=0.999}}"
        };
    }

    private static void adjoints(Workbench workbench, ResultsPage page) {
        Method adjoint = Method.of("vanilla", "annuli", "vanilla", "vanilla", "1", "", "")
                .with("vanilla, adjoint, fixed steps", "adjoint", "gradient=backsolve");
        Comparison comparison = Comparison.of(
                workbench,
                adjoint.paper("1", "465 s", "0.33 s"),
                adjoint.with("vanilla, adjoint, adaptive", "adaptive", ADAPTIVE).paper("1", "1307 s", "0.91 s"),
                Method.of("SNOpt, fixed steps", "annuli", "snopt", "snopt", NOT_PRINTED, "89 s", "34.2 ms"),
                Method.of("SNOpt", "annuli", "snopt", "snopt", "", "", "")
                        .with("SNOpt, adaptive", "adaptive", ADAPTIVE)
                        .paper(NOT_PRINTED, "927 s", "0.54 s"));
        page.table(Comparison.header(), comparison.rows());
    }

    private static void adaptive(Workbench workbench, ResultsPage page) {
        Comparison comparison = Comparison.of(
                workbench,
                Method.of("vanilla", "annuli", "vanilla", "vanilla", "1", "", "")
                        .with("vanilla, adaptive", "adaptive", ADAPTIVE)
                        .paper("1", "168 s", "117.288 ms"),
                Method.of("minimum-time", "annuli", "minimum-time", "minimum-time", "", "", "")
                        .with("minimum-time, adaptive", "adaptive", ADAPTIVE)
                        .paper("0.0724", "129 s", "86.493 ms"));
        page.table(Comparison.header(), comparison.rows());
    }

    private static void flows(Workbench workbench, ResultsPage page) {
        Workbench few = workbench.ofAtMost(FLOW_SEEDS);
        List<FinishedRun> vanilla = few.train(Experiment.of("cnf-moons").with("vanilla", "stages=[vanilla]"));
        List<FinishedRun> minimum = few.train(Experiment.of("cnf-moons"));
        page.paragraph("Each takes minutes: " + few.seeds() + (few.seeds() == 1 ? " seed." : " seeds."));
        page.table(
                List.of("method", "t_f", "held-out NLL, nats", "training, s", "NFE", "paper: training; steps"),
                List.of(flow("vanilla", vanilla, "18 min; 100"), flow("minimum-time", minimum, "6 min; 20")));
        Pictures pictures = new Pictures("moons?n=512&noise=0.1&seed=1", workbench.compute());
        page.picture(
                "cnf-moons",
                "The density that each has learned (as in Figure 6); seed 1",
                new Picture(2)
                        .add(pictures.density("vanilla", vanilla.get(0).model()))
                        .add(pictures.density("minimum-time", minimum.get(0).model())));
    }

    private static List<String> flow(String name, List<FinishedRun> runs, String paper) {
        return List.of(
                name,
                Spread.of(runs, "terminal_time").text(),
                Spread.of(runs, "test_loss").text(),
                Spread.of(runs, "training_seconds").text(),
                Spread.of(runs, "nfe_inference").text(),
                paper);
    }
}
