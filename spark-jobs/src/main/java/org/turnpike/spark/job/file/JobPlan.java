package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Optional;
import org.turnpike.data.Standardisation;
import org.turnpike.data.image.ImageAugmentation;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.SolverSettings;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.Schema;
import org.turnpike.training.TrainingData;

/**
 * A job file as the core's own records. All that can be said without the data is checked when it is made, so that nobody waits
 * for a table to be read before a slip is found.
 */
public final class JobPlan {
    private final JobFile job;
    private final JobData data;
    private final JobModel model;
    private final SolverSettings solver;
    private final JobCompute compute;
    private final JobCluster cluster;
    private final JobTracking tracking;
    private final List<JobStage> stages;
    private final Optional<JobStream> stream;

    private JobPlan(JobFile job, List<String> stageNames) {
        Settings settings = job.settings();
        this.job = job;
        this.data = new JobData(settings);
        this.model = new JobModel(settings);
        this.solver = new JobSolver(settings).settings();
        JobSolver.requireFit(settings, solver);
        this.compute = new JobCompute(settings);
        this.cluster = new JobCluster(settings);
        this.tracking = new JobTracking(settings);
        this.stages =
                stageNames.stream().map(name -> new JobStage(settings, name)).toList();
        this.stream = JobStream.of(settings, stageNames);
        data.settings();
        if (data.augmentation().isPresent() && stream.isPresent()) {
            throw settings.error(
                    "data.augmentation",
                    "no variation with data.train = stream",
                    "A row of a stream is learned from once: leave the block out.");
        }
    }

    /** Every stage that the job file lists. */
    public static JobPlan of(JobFile job) {
        List<String> names = job.settings().texts("stages");
        if (names.isEmpty()) {
            throw job.settings()
                    .error(
                            "stages",
                            "at least one stage",
                            "Write stages = [ minimum-time ]; there are " + String.join(", ", StageKinds.names())
                                    + ".");
        }
        JobPlan plan = new JobPlan(job, names);
        plan.requireStart(names.get(0));
        return plan;
    }

    /** One stage alone, which goes on from a model. */
    public static JobPlan ofStage(JobFile job, String stage) {
        return new JobPlan(job, List.of(stage));
    }

    /** @throws UserError where the stage, which is to begin anew, wants to begin where another one ended */
    public void requireStart(String stage) {
        if (stages.get(0).goesOn()) {
            Settings block = job.settings().block(stage);
            throw block.error(
                    "terminal-time", "a terminal time in the first stage", "There is no stage before it: name a time.");
        }
    }

    public JobFile job() {
        return job;
    }

    public JobData data() {
        return data;
    }

    public SolverSettings solver() {
        return solver;
    }

    public JobCompute compute() {
        return compute;
    }

    public JobTracking tracking() {
        return tracking;
    }

    public JobCluster cluster() {
        return cluster;
    }

    public List<JobStage> stages() {
        return stages;
    }

    /** The stream that the rows to train on come from; empty where they are there. */
    public Optional<JobStream> stream() {
        return stream;
    }

    /** A model that has learned nothing yet, for rows such as these. */
    public NeuralOde newModel(DataSet rows) {
        Optional<Standardisation> standardisation =
                data.isStandardised() ? Optional.of(rows.training().standardisation()) : Optional.empty();
        return newModel(rows.schema(), standardisation);
    }

    /** A model that has learned nothing yet. */
    public NeuralOde newModel(Schema schema, Optional<Standardisation> standardisation) {
        Architecture architecture = model.architecture(schema);
        NeuralOde untrained = new NeuralOde(
                architecture,
                architecture.initialWeights(model.seed(), model.fieldGain()),
                TerminalTime.fixed(0, 1),
                solver,
                schema.features(),
                schema.outputs(),
                standardisation);
        return checked(untrained.withTerminalTime(stages.get(0).stage(untrained).terminalTime()));
    }

    /**
     * The model that a stage goes on from, with this job's solver.
     *
     * @throws UserError where the job file describes another architecture
     */
    public NeuralOde adopted(NeuralOde start, Schema schema) {
        if (!model.architecture(schema).equals(start.architecture())) {
            throw job.settings()
                    .error(
                            "model",
                            "the architecture of the model to go on from",
                            "Leave out --conf to use the settings of the run it comes from, or correct the block model.");
        }
        return checked(start.withSolver(solver));
    }

    /**
     * The rows as they are learned from: drawn anew for every epoch, or varied, where the job says so.
     *
     * @throws UserError where images are to be varied in a way that they do not allow
     */
    public TrainingData learnedFrom(TrainingData rows, NeuralOde start) {
        TrainingData fresh = FreshData.with(rows, data.settings().train(), start);
        return augmentation(start).map(fresh::withAugmentation).orElse(fresh);
    }

    private Optional<ImageAugmentation> augmentation(NeuralOde start) {
        return data.augmentation()
                .map(variation -> job.settings()
                        .made(
                                "data.augmentation",
                                () -> new ImageAugmentation(
                                        model.imageShape(start.featureNames()),
                                        variation,
                                        data.settings().seed())));
    }

    /** Writes the programs of every stage's cost, which some fields refuse. */
    private NeuralOde checked(NeuralOde start) {
        for (JobStage stage : stages) {
            job.settings().made("cost", () -> stage.stage(start).problem(start));
        }
        augmentation(start);
        return start;
    }
}
