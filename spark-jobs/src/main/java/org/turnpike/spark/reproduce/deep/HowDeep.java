package org.turnpike.spark.reproduce.deep;

import java.util.List;
import java.util.function.BiFunction;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.reproduce.Reproduction;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Section;
import org.turnpike.spark.reproduce.Workbench;
import org.turnpike.spark.reproduce.picture.Colours;
import org.turnpike.spark.reproduce.picture.Panel;
import org.turnpike.spark.reproduce.picture.Picture;

/** {@code deep}: Tables 1, 3, 4 and 5 and Figures 6 and 12 of <i>How Deep Do We Need</i>, with pictures as in Figures 1, 3, 4, 6 and 12. */
public final class HowDeep implements Reproduction {
    private static final String NOT_PRINTED = "—";
    private static final String ADAPTIVE = "solver={method=dopri5,rtol=1e-6,atol=1e-6}";

    @Override
    public String name() {
        return "deep";
    }

    @Override
    public String summary() {
        return "How Deep Do We Need: two moons, annuli and flows in minimum time, repeated";
    }

    @Override
    public void introduce(Workbench workbench, ResultsPage page) {
        page.paragraph("Figures are medians over " + workbench.seeds()
                + " seeds, with the range where they differ; a seed draws data and weights. *Training* is the time of all"
                + " epochs, without compiling. *Faster* compares it with all epochs of the first row, as the paper does. *To a"
                + " loss of " + Comparison.COMMON_LOSS.loss()
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
                new Section("A continuous normalising flow of two moons (Figure 6)", HowDeep::flows),
                new Section("A continuous normalising flow of two circles (Figure 12)", HowDeep::circles));
    }

    private static void moons(Workbench workbench, ResultsPage page) {
        Comparison moons = Comparison.of(
                workbench,
                Method.of("moons", "vanilla").paper("1", "46.64 s", "71.88 ms"),
                Method.of("moons", "minimum-time").paper("0.0904", "7.33 s", "8.4 ms"),
                Method.of("moons", "convergence-rate").paper("0.10", "5.42 + 0.79 s", "8.44 ms"),
                Method.of("moons", "minimum-time").with("minimum-time, as published", "published", asPublished(0.1)));
        page.table(Comparison.header(), moons.rows());
        Pictures pictures = new Pictures("moons?n=512&noise=0.1&seed=1", workbench.compute());
        Picture picture = new Picture(3);
        addPanels(picture, moons, 0, 3, pictures::trajectories);
        addPanels(picture, moons, 0, 3, pictures::decision);
        page.picture(
                "moons",
                "Trajectories of 20 points (as in Figure 3), and the probability of the second class; seed 1",
                picture);
    }

    private static void annuli(Workbench workbench, ResultsPage page) {
        Comparison annuli = Comparison.of(
                workbench,
                Method.of("annuli", "vanilla").paper("1", "123 s", "86.6 ms"),
                Method.of("annuli", "minimum-time").paper("0.0819", "27 s", "10.52 ms"),
                Method.of("annuli", "convergence-rate").paper("0.09", "15.98 + 1.02 s", "10.24 ms"),
                Method.of("annuli", "combined").paper("0.0687", "16.03 s", "10.01 ms"),
                Method.of("annuli", "minimum-time").with("minimum-time, as published", "published", asPublished(0.01)),
                Method.of("annuli", "vanilla")
                        .with("vanilla, at its fastest rate", "fast", "vanilla.optimizer.rate=0.03"));
        page.table(Comparison.header(), annuli.rows());
        Pictures pictures = new Pictures("annuli?n=512&noise=0.01&seed=1", workbench.compute());
        Panel whole = Pictures.overTime("Loss if the solution stopped at t", 1);
        Panel beginning = Pictures.overTime("The same, its beginning", 0.15);
        for (int method = 0; method < 4; method++) {
            double[][] losses = pictures.lossOverTime(annuli.model(method));
            for (Panel panel : List.of(whole, beginning)) {
                panel.line(losses, Colours.of(method), 1.6, 1).named(annuli.name(method), Colours.of(method));
            }
        }
        Picture picture = new Picture(4).add(whole).add(beginning);
        addPanels(picture, annuli, 0, 4, pictures::trajectories);
        addPanels(picture, annuli, 1, 4, pictures::decision);
        page.picture(
                "annuli",
                "Loss against time (as in Figures 1a and 4), trajectories of 20 points, and the probability of the second class;"
                        + " seed 1",
                picture);
    }

    /** A panel for each of some methods: {@code from} to {@code to − 1} of the comparison. */
    private static void addPanels(
            Picture picture, Comparison comparison, int from, int to, BiFunction<String, NeuralOde, Panel> panel) {
        for (int method = from; method < to; method++) {
            picture.add(panel.apply(comparison.name(method), comparison.model(method)));
        }
    }

    /** t_f from 1, and learned at the rate of the weights. */
    private static String[] asPublished(double rate) {
        return new String[] {
            "minimum-time.optimizer={rate=" + rate + ",beta2=0.999}",
            "minimum-time.terminal-time={initial=1.0,optimizer={rate=" + rate + ",beta2=0.999}}"
        };
    }

    private static void adjoints(Workbench workbench, ResultsPage page) {
        Method adjoint =
                Method.of("annuli", "vanilla").with("vanilla, adjoint, fixed steps", "adjoint", "gradient=backsolve");
        Method snopt = Method.of("annuli", "snopt");
        Comparison comparison = Comparison.of(
                workbench,
                adjoint.paper("1", "465 s", "0.33 s"),
                adjoint.with("vanilla, adjoint, adaptive", "adaptive", ADAPTIVE).paper("1", "1307 s", "0.91 s"),
                snopt.named("SNOpt, fixed steps").paper(NOT_PRINTED, "89 s", "34.2 ms"),
                snopt.with("SNOpt, adaptive", "adaptive", ADAPTIVE).paper(NOT_PRINTED, "927 s", "0.54 s"));
        page.table(Comparison.header(), comparison.rows());
    }

    private static void adaptive(Workbench workbench, ResultsPage page) {
        Comparison comparison = Comparison.of(
                workbench,
                Method.of("annuli", "vanilla")
                        .with("vanilla, adaptive", "adaptive", ADAPTIVE)
                        .paper("1", "168 s", "117.288 ms"),
                Method.of("annuli", "minimum-time")
                        .with("minimum-time, adaptive", "adaptive", ADAPTIVE)
                        .paper("0.0724", "129 s", "86.493 ms"));
        page.table(Comparison.header(), comparison.rows());
    }

    private static void flows(Workbench workbench, ResultsPage page) {
        page.paragraph(
                "Both train by the same optimizer, rates and number of iterations, on fresh points; the NLL at which clocks"
                        + " are stopped is that of validation rows, measured every 20 epochs. A step has four evaluations.");
        Flow moons = Flow.of(workbench, "cnf-moons", "moons?n=512&noise=0.1&seed=1", 1.05);
        page.table(moons.header(), moons.rows("18 min; 100", "6 min; 20"));
        page.picture(
                "cnf-moons", "The density that each has learned (as in Figure 6); seed 1", moons.picture(workbench));
    }

    private static void circles(Workbench workbench, ResultsPage page) {
        Workbench one = workbench.ofAtMost(1);
        page.paragraph(
                "As above, with one seed: vanilla takes minutes. The paper has a picture of it, and no figures.");
        Flow circles = Flow.of(one, "cnf-circles", "circles?n=512&noise=0.05&seed=1", 0.65);
        page.table(circles.header(), circles.rows("", ""));
        page.picture(
                "cnf-circles", "The density that each has learned (as in Figure 12); seed 1", circles.picture(one));
    }
}
