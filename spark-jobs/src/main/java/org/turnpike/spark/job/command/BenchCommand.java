package org.turnpike.spark.job.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.turnpike.data.Table;
import org.turnpike.execution.Backend;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.IterationReport;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingListener;
import org.turnpike.training.TrainingLoop;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluation;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.evaluation.Predictor;
import org.turnpike.training.evaluation.Sampler;
import org.turnpike.training.exchange.ExchangeFactory;

/**
 * {@code bench}: times training iterations and inference of one of the problems that the peers are measured on, on this machine
 * and without Spark; or the exchange between workers. The last line on standard output is one JSON object.
 */
final class BenchCommand implements Command {

    /** Iterations before the median is taken, as in the peers' scripts. */
    private static final int WARM_UP = 3;

    private static final int INFERENCES = 33;

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public String summary() {
        return "times training and inference of a known problem (" + String.join(", ", BenchProblem.names())
                + "), or the " + BenchExchange.NAME + " between workers";
    }

    @Override
    public String example() {
        return "bench annuli --method minimum-time --iterations 800";
    }

    @Override
    public List<String> operands() {
        return List.of("PROBLEM");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(List.of(
                Option.valued("method", "M", "a stage, or convergence-rate for pre-training and search (vanilla)"),
                Option.valued("iterations", "N", "training iterations (100)"),
                Option.valued("backend", "B", "auto, vector, nd4j or reference (auto)"),
                Option.valued("threads", "T", "threads (all cores)")));
        options.addAll(BenchExchange.options());
        return options;
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        if (arguments.operand(0).equals(BenchExchange.NAME)) {
            return BenchExchange.run(arguments, console);
        }
        BenchProblem problem = BenchProblem.named(arguments.operand(0));
        BenchMethod method = BenchMethod.named(arguments.value("method").orElse("vanilla"));
        List<String> overrides =
                new ArrayList<>(method.overrides(arguments.value("iterations").orElse("100")));
        arguments.value("backend").ifPresent(backend -> overrides.add("backend=" + backend));
        arguments.value("threads").ifPresent(threads -> overrides.add("threads=" + threads));
        overrides.addAll(arguments.values("set"));
        JobPlan plan = JobPlan.of(problem.job(method.name(), overrides));
        DataSet rows = new SourceReader(new Storage(new Configuration()))
                .read(plan.data().settings());
        NeuralOde model = plan.newModel(rows);
        Compute compute = plan.compute().compute(Runtime.getRuntime().availableProcessors());
        BenchFigures figures = new BenchFigures(problem.name(), method.name(), compute);
        NeuralOde trained = train(plan, model, rows, compute, figures);
        infer(trained, rows, compute, figures);
        if (trained.outputs() instanceof Outputs.LogDensity) {
            sample(trained, rows, compute, figures);
        }
        console.out().println(figures.words());
        console.out().println(figures.json());
        return figures.hasDiverged() ? ExitCode.DIVERGED : ExitCode.DONE;
    }

    private static NeuralOde train(JobPlan plan, NeuralOde model, DataSet rows, Compute compute, BenchFigures figures) {
        NeuralOde trained = train(plan, plan.stages().get(0), model, rows, compute, figures::training);
        for (JobStage stage : plan.stages().subList(1, plan.stages().size())) {
            trained = train(plan, stage, trained, rows, compute, figures::search);
        }
        return trained;
    }

    private static NeuralOde train(
            JobPlan plan, JobStage stage, NeuralOde model, DataSet rows, Compute compute, BenchTraining.Reader reader) {
        Table table = rows.training().sample(DataPart.EVERY_ROW);
        int shards = plan.compute().logicalShards(table.rows(), stage.training().batchRows());
        TrainingData data = plan.learnedFrom(TrainingData.local(model, table, Optional.empty(), shards), model);
        List<IterationReport> iterations = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void iteration(IterationReport report) {
                iterations.add(report);
            }
        };
        long began = System.nanoTime();
        try (TrainingLoop loop =
                new TrainingLoop(model, stage.stage(model), data, compute, ExchangeFactory.local(), Optional.empty())) {
            double compileSeconds = (System.nanoTime() - began) * 1e-9;
            TrainingEnd end = loop.run(Long.MAX_VALUE, listener, () -> false);
            reader.read(new BenchTraining(
                    iterations, WARM_UP, end, compileSeconds, loop.state().seconds()));
            return loop.best();
        }
    }

    private static void infer(NeuralOde model, DataSet rows, Compute compute, BenchFigures figures) {
        Backend backend = compute.backend();
        try (Evaluator evaluator = new Evaluator(model, compute);
                Predictor predictor = new Predictor(model, compute)) {
            backend.warmUp();
            Evaluation evaluation = evaluator.evaluate(rows.training().sample(DataPart.EVERY_ROW));
            double[] seconds = predictor.inferenceSeconds(
                    rows.training().sample(DataPart.EVERY_ROW).features(), INFERENCES + WARM_UP);
            figures.inference(evaluation, Arrays.copyOfRange(seconds, WARM_UP, seconds.length), model.terminalTime());
        }
    }

    private static void sample(NeuralOde model, DataSet rows, Compute compute, BenchFigures figures) {
        try (Sampler sampler = new Sampler(model, compute)) {
            compute.backend().warmUp();
            double[] seconds =
                    sampler.seconds(rows.training().sample(DataPart.EVERY_ROW).rows(), INFERENCES + WARM_UP);
            figures.sampling(Arrays.copyOfRange(seconds, WARM_UP, seconds.length));
        }
    }
}
