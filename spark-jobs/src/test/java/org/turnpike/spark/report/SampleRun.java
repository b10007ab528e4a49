package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.turnpike.data.RowDigests;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Split;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Unlabelled;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FlowField;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.field.StableField;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.spark.report.figure.Json;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.History;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.Measurement;
import org.turnpike.spark.run.Metrics;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.run.StageRecord;
import org.turnpike.spark.run.Status;
import org.turnpike.spark.source.TablePart;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.Trainer;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingResult;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TrainingSettings;

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
        Split split = Split.byFraction(RowDigests.of(rows), rows.targets(), 0.25, 7);
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

    /** Two features whose density is learned. */
    static SampleRun density(int epochs) {
        RowMatrix features = GeneratorSpec.parse("moons?n=200").generate().features();
        Table rows = new Table(features, List.of("x", "y"), new Unlabelled(features.rows()));
        FlowField flow = new FlowField(TANH, Optional.empty());
        return new SampleRun("moons", rows, flow, new Projection.LogDensity(1), 1, epochs);
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
    SampleRun writeTo(Path place) {
        RunDirectory directory = new RunDirectory(STORAGE, place.toString());
        History history = new History();
        history.add("minimum-time", result.history());
        directory.write(model);
        directory.write(history, model.outputs());
        directory.write(metrics());
        directory.write(manifest());
        return this;
    }

    private Manifest manifest() {
        int epochs = result.history().size();
        StageRecord stage = new StageRecord(
                "minimum-time",
                Status.DONE,
                "",
                "2025-01-01T00:00:00Z",
                "2025-01-01T00:00:09Z",
                "all epochs done",
                epochs,
                epochs,
                result.bestLoss(),
                model.terminalTime().t0(),
                model.terminalTime().value(),
                result.seconds(),
                OptionalDouble.of(1000 * result.seconds() / epochs),
                0.4);
        return new Manifest(
                "0.1.0",
                Status.DONE,
                "2025-01-01T00:00:00Z",
                "2025-01-01T00:00:09Z",
                "",
                "",
                configuration().toString(),
                List.of(new DataRecord("training", origin, training.rows(), 0, "")),
                List.of(stage));
    }

    private ObjectNode configuration() {
        ObjectNode configuration = Json.object();
        configuration.putObject("data").put("train", origin);
        configuration.putObject("minimum-time").putObject("terminal-time").put("initial", 1.0);
        return configuration;
    }

    private Metrics metrics() {
        return new Metrics()
                .putAll("", Measurement.of(model, part(training), COMPUTE).metrics())
                .putAll(
                        "validation_",
                        Measurement.of(model, part(validation), COMPUTE).metrics())
                .put("nfe_inference", 4 * Math.ceil(model.terminalTime().value() / 0.05))
                .put("inference_ms", Measurement.inferenceMilliseconds(model, training, COMPUTE))
                .put("terminal_time", model.terminalTime().value())
                .put("training_seconds", result.seconds())
                .put(
                        "ms_per_iteration",
                        1000 * result.seconds() / result.history().size())
                .put("workers", 1L);
    }

    private static TablePart part(Table rows) {
        return new TablePart("moons", rows, 0, List.of());
    }
}
