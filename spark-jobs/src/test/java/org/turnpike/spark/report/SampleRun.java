package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Split;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.field.StableField;
import org.turnpike.model.Architecture;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.spark.report.figure.Json;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.Compute;
import org.turnpike.training.EpochReport;
import org.turnpike.training.Evaluation;
import org.turnpike.training.Evaluator;
import org.turnpike.training.MinimumTime;
import org.turnpike.training.OptimizerSettings;
import org.turnpike.training.Schedule;
import org.turnpike.training.Stage;
import org.turnpike.training.Trainer;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingResult;
import org.turnpike.training.TrainingSettings;

/** Small runs, trained to minimum time, and what train leaves of them in a directory. */
final class SampleRun {

    static final Compute COMPUTE = new Compute(VectorBackend.create(), 1);
    static final Storage STORAGE = new Storage(new Configuration());

    private static final MlpField TANH = new MlpField(List.of(16), Activation.TANH, Set.of(), Optional.empty());

    private final String origin;
    private final Table training;
    private final Table validation;
    private final NeuralOde model;
    private final TrainingResult result;

    private SampleRun(String origin, Table rows, FieldDesign field, Projection output, int augmented, int epochs) {
        this.origin = origin;
        Split split = Split.byFraction(rows.targets(), 0.25, 7);
        this.training = rows.select(split.training());
        this.validation = rows.select(split.validation());
        int features = rows.features().width();
        Outputs outputs = Outputs.of(rows.targets());
        Architecture architecture = new Architecture(
                features,
                features,
                new Projection.Identity(),
                new Augmentation.Zeros(augmented),
                field,
                output,
                outputs.width());
        SolverSettings solver = new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.05));
        TerminalTime start = TerminalTime.fixed(0, 1).bounded(0.05, TerminalTime.UpperBound.CENTRED);
        NeuralOde untrained =
                NeuralOde.untrained(architecture, 7, start, solver, rows.featureNames(), outputs, Optional.empty());
        TrainingData data = TrainingData.local(untrained, training, Optional.of(validation), 2);
        this.result = Trainer.train(untrained, stage(outputs, start, epochs), data, COMPUTE);
        this.model = result.model();
    }

    /** Two features, two classes. */
    static SampleRun moons(int epochs) {
        return generated("moons?n=512&noise=0.1&seed=7", TANH, epochs);
    }

    /** Three classes, a stable flow. */
    static SampleRun spirals(int epochs) {
        StableField field = new StableField(List.of(24), Activation.TANH, EnergyFloor.SOFTPLUS, Set.of());
        return generated("spirals?n=600&arms=3&noise=0.02&seed=7", field, epochs);
    }

    /** Three features and four classes, in a state of five numbers. */
    static SampleRun fourClasses(int epochs) {
        return new SampleRun("corners", Corners.table(600, 3, 4), TANH, new Projection.Affine(), 2, epochs);
    }

    /** A feature and a value, in a state of two numbers. */
    static SampleRun regression(int epochs) {
        float[] inputs = new float[200];
        float[] outputs = new float[200];
        for (int row = 0; row < inputs.length; row++) {
            inputs[row] = (row * 77 % 200) / 100f - 1;
            outputs[row] = (float) Math.sin(3 * inputs[row]);
        }
        Table rows = new Table(
                RowMatrix.copyOf(inputs, 1),
                List.of("u"),
                new TargetValues(RowMatrix.copyOf(outputs, 1), List.of("y")));
        return new SampleRun("sine", rows, TANH, new Projection.Affine(), 1, epochs);
    }

    private static SampleRun generated(String origin, FieldDesign field, int epochs) {
        Table rows = GeneratorSpec.parse(origin).generate();
        return new SampleRun(origin, rows, field, new Projection.Affine(), 0, epochs);
    }

    private static Stage stage(Outputs outputs, TerminalTime start, int epochs) {
        TrainingSettings settings = new TrainingSettings(
                epochs,
                OptionalInt.empty(),
                new OptimizerSettings.Adam(0.03, 0.9, 0.999, 1e-8),
                new Schedule.Constant(),
                OptionalDouble.empty(),
                GradientMethod.DISCRETE,
                5,
                OptionalInt.empty(),
                7);
        Objective objective = Objective.of(outputs.loss()).withTimePenalty(0.3);
        return new MinimumTime(settings, objective, start, Stage.Learning.JOINT);
    }

    NeuralOde model() {
        return model;
    }

    ReportData.Rows rows() {
        return new ReportData.Rows(training, Optional.of(validation), Optional.empty());
    }

    /** Writes everything but the report. */
    SampleRun writeTo(Path directory) throws IOException {
        Files.createDirectories(directory);
        ModelFile.of(model).save(directory.resolve("model"));
        Files.writeString(directory.resolve("manifest.json"), manifest().toPrettyString());
        Files.writeString(directory.resolve("metrics.json"), metrics().toPrettyString());
        StringBuilder history = new StringBuilder("stage,epoch,iteration,loss,cost,terminal_time,nfe_forward,"
                + "nfe_backward,gradient_norm,rate,seconds,validation_loss,validation_cost,validation_");
        history.append(model.outputs() instanceof Outputs.Classes ? "accuracy\n" : "mse\n");
        result.history().forEach(epoch -> history.append(row(epoch)).append('\n'));
        Files.writeString(directory.resolve("history.csv"), history);
        return this;
    }

    private ObjectNode manifest() {
        ObjectNode manifest = Json.object()
                .put("format", "turnpike-run")
                .put("version", "0.1.0")
                .put("status", "done")
                .put("started", "2025-01-01T00:00:00Z")
                .put("finished", "2025-01-01T00:00:09Z")
                .put("message", "")
                .put("configuration_fingerprint", "0");
        manifest.putArray("data")
                .addObject()
                .put("part", "training")
                .put("origin", origin)
                .put("rows", training.rows())
                .put("skipped", 0);
        manifest.putArray("stages")
                .addObject()
                .put("name", "minimum-time")
                .put("status", "done")
                .put("end", "all epochs are done")
                .put("terminal_time", model.terminalTime().value());
        manifest.putObject("configuration").putObject("data").put("train", origin);
        return manifest;
    }

    private ObjectNode metrics() {
        ObjectNode metrics = Json.object();
        evaluation(metrics, "", training);
        evaluation(metrics, "validation_", validation);
        return metrics.put("terminal_time", model.terminalTime().value())
                .put("nfe_inference", 4 * Math.ceil(model.terminalTime().value() / 0.05))
                .put("training_seconds", result.seconds())
                .put(
                        "ms_per_iteration",
                        1000 * result.seconds() / result.history().size())
                .put("inference_ms", 0.42)
                .put("workers", 1);
    }

    private void evaluation(ObjectNode metrics, String prefix, Table rows) {
        Evaluation evaluation = Evaluator.evaluate(model, rows, COMPUTE);
        metrics.put(prefix + "loss", evaluation.loss());
        evaluation.accuracy().ifPresent(accuracy -> metrics.put(prefix + "accuracy", accuracy));
        evaluation.meanSquaredError().ifPresent(error -> metrics.put(prefix + "mse", error));
    }

    private static String row(EpochReport epoch) {
        EpochReport.Validation validation = epoch.validation();
        String judged = validation == null
                ? ",,"
                : (float) validation.loss() + "," + (float) validation.cost() + "," + (float) validation.score();
        return "minimum-time," + (epoch.epoch() + 1) + "," + epoch.iterations() + "," + (float) epoch.loss() + ","
                + (float) epoch.cost() + "," + (float) epoch.terminalTime() + "," + epoch.forwardEvaluations() + ","
                + epoch.backwardEvaluations() + "," + (float) epoch.gradientNorm() + "," + epoch.rate() + ","
                + (float) epoch.seconds() + "," + judged;
    }
}
