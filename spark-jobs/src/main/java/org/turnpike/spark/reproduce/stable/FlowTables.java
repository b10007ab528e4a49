package org.turnpike.spark.reproduce.stable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.data.generator.Moons;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Robustness;
import org.turnpike.training.evaluation.SolutionAudit;

/** What flows have learned of a task, and what becomes of their promises along the solutions of other rows. */
final class FlowTables {
    private static final double INPUT_NOISE = 0.1;
    private static final String NOTHING = "–";

    private FlowTables() {}

    /**
     * Of classifiers: the shares of rows that they are right about.
     *
     * @param first lines above theirs
     */
    static void classified(ResultsPage page, List<Flow> flows, List<List<String>> first) {
        List<List<String>> rows = new ArrayList<>(first);
        for (Flow flow : flows) {
            rows.add(row(
                    flow,
                    Spread.of(flow.runs(), "accuracy").percent(),
                    Spread.of(flow.runs(), "validation_accuracy").percent(),
                    Spread.of(flow.runs(), "test_accuracy").percent()));
        }
        page.table(header("training rows", "validation rows", "test rows"), rows);
    }

    /** Of the half-moons that the flow's runs saw: what the best of all classifiers is right about. */
    static List<String> bayes(Flow flow) {
        return List.of("*Bayes rule*", bayes(flow, "training"), bayes(flow, "validation"), bayes(flow, "test"), "", "");
    }

    private static String bayes(Flow flow, String part) {
        return Spread.of(flow.runs(), run -> BayesRule.accuracy((Moons) GeneratorSpec.parse(run.origin(part))))
                .percent();
    }

    /** Of functions: their squared errors. */
    static void fitted(ResultsPage page, List<Flow> flows) {
        List<List<String>> rows = new ArrayList<>();
        for (Flow flow : flows) {
            rows.add(row(
                    flow,
                    Spread.of(flow.runs(), "mse").text(),
                    Spread.of(flow.runs(), "test_mse").text()));
        }
        page.table(header("error², training rows", "error², test rows"), rows);
    }

    /** How many evaluations of the field the stable flow needs for each that another takes, seed by seed. */
    static void evaluations(ResultsPage page, Flow stable, List<Flow> others) {
        List<String> parts = others.stream()
                .map(other -> ratio(stable, other).text() + " of those of “" + other.name() + "”")
                .toList();
        page.paragraph("Evaluations of the field for a prediction by “" + stable.name() + "”, seed by seed: "
                + String.join("; ", parts) + ".");
    }

    private static Spread ratio(Flow stable, Flow other) {
        return Spread.of(IntStream.range(0, stable.runs().size())
                .mapToDouble(seed -> stable.runs().get(seed).figure("nfe_inference")
                        / other.runs().get(seed).figure("nfe_inference"))
                .toArray());
    }

    private static List<String> header(String... figures) {
        return Stream.of(Stream.of("field"), Stream.of(figures), Stream.of("NFE", "training, s"))
                .flatMap(each -> each)
                .toList();
    }

    private static List<String> row(Flow flow, String... figures) {
        return Stream.of(
                        Stream.of(flow.name()),
                        Stream.of(figures),
                        Stream.of(
                                Spread.of(flow.runs(), "nfe_inference").text(),
                                Spread.of(flow.runs(), "training_seconds").text()))
                .flatMap(each -> each)
                .toList();
    }

    /** @param rows of a generator, none of which was trained on */
    static void promised(ResultsPage page, List<Flow> flows, String rows, Compute compute) {
        RowMatrix features = GeneratorSpec.parse(rows).generate().features();
        page.table(
                List.of(
                        "field",
                        "rise, followed exactly",
                        "rise, as computed",
                        "as computed, of the largest",
                        "speed at S",
                        "change under noise"),
                flows.stream().map(flow -> promises(flow, features, compute)).toList());
    }

    private static List<String> promises(Flow flow, RowMatrix rows, Compute compute) {
        List<SolutionAudit.Findings> computed = flow.runs().stream()
                .map(run ->
                        SolutionAudit.asComputed(run.model(), compute.backend()).follow(rows))
                .toList();
        String exactly = NOTHING;
        String own = NOTHING;
        String ofLargest = NOTHING;
        if (computed.get(0).rises().isPresent()) {
            List<SolutionAudit.Findings> promised = flow.runs().stream()
                    .map(run -> SolutionAudit.asPromised(run.model()).follow(rows))
                    .toList();
            exactly = largest(promised.stream()
                    .map(found -> found.rises().orElseThrow().largest().share()));
            own = largest(computed.stream()
                    .map(found -> found.rises().orElseThrow().largest().share()));
            ofLargest = largest(
                    computed.stream().map(found -> found.rises().orElseThrow().shareOfLargest()));
        }
        return List.of(
                flow.name(),
                exactly,
                own,
                ofLargest,
                Spread.of(computed.stream()
                                .mapToDouble(SolutionAudit.Findings::medianSpeed)
                                .toArray())
                        .text(),
                Spread.of(flow.runs(), run -> change(run, rows, compute)).text());
    }

    private static double change(FinishedRun run, RowMatrix rows, Compute compute) {
        return Robustness.measure(run.model(), rows, INPUT_NOISE, compute).change();
    }

    private static String largest(Stream<Double> rises) {
        double largest = rises.mapToDouble(Double::doubleValue).max().orElseThrow();
        return largest <= 0 ? "none" : Spread.significant(largest);
    }
}
