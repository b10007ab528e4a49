package org.turnpike.spark.job.file;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.streaming.Trigger;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.stream.StreamSettings;

/** The block {@code stream} of a job file whose {@code data.train} is {@value #WORD}: rows that arrive while the model trains. */
public final class JobStream {
    /** In the place of rows to train on. */
    public static final String WORD = "stream";

    private static final List<String> STAGES = List.of("vanilla", "minimum-time");
    private static final String NEEDS_END = "cosine";

    private final Settings job;
    private final Settings block;

    private JobStream(Settings job) {
        this.job = job;
        this.block = job.block(WORD);
    }

    /**
     * The stream, where the job has one.
     *
     * @param stages of the job
     * @throws UserError where the settings do not fit a stream
     */
    static Optional<JobStream> of(Settings job, List<String> stages) {
        JobStream stream = new JobStream(job);
        if (isAsked(job)) {
            stream.check(stages);
            return Optional.of(stream);
        }
        if (stream.block.optionalText("format").isPresent()) {
            throw stream.block.error(
                    "format", "none", "Write data.train = stream to train on the stream, or leave the block out.");
        }
        return Optional.empty();
    }

    public static boolean isAsked(Settings job) {
        return job.block("data").text("train").equals(WORD);
    }

    public StreamSettings settings() {
        return new StreamSettings(
                block.text("format"),
                block.optionalText("path"),
                options(),
                block.optionalText("schema"),
                block.texts("select"),
                trigger());
    }

    /** Updates after which the stage is done; empty for as long as the stream lasts. */
    public OptionalInt batches() {
        return block.optionalCount("batches");
    }

    /** Updates from one model that is written to the next. */
    public int publishEvery() {
        return block.count("publish-every");
    }

    /** The classes, in order, where the job file names them. */
    public Optional<List<String>> classes() {
        return block.optionalTexts("classes");
    }

    /** An error at the key that would have named the classes. */
    public UserError noClasses() {
        return block.error(
                "classes",
                "the names of the classes, which the first rows of a stream need not show,",
                "Write stream.classes = [a, b], name rows to validate on, go on from a model with --input, or set"
                        + " data.task = regression.");
    }

    /**
     * The job as workers train it: a micro-batch is an epoch of one batch, and there is no last one that is known. So a run of a
     * hundred micro-batches can become one of two hundred.
     */
    public JobFile perMicroBatch(JobFile file, String stage) {
        return JobFile.ofCanonical(file.canonical(), "the job", List.of(stage + ".epochs=" + epochs(stage)));
    }

    /** By how many epochs the stage's schedule counts. */
    public int epochs(String stage) {
        return schedule(stage).text("name").equals(NEEDS_END) ? batches().orElseThrow() : Integer.MAX_VALUE;
    }

    private void check(List<String> stages) {
        if (stages.size() != 1 || !STAGES.contains(stages.get(0))) {
            throw job.error(
                    "stages",
                    "one stage, " + String.join(" or ", STAGES) + ", on a stream,",
                    "Others need all rows at once: train them on a table, and go on from there with stage --input.");
        }
        String stage = stages.get(0);
        if (block.optionalText("format").isEmpty()) {
            throw block.error("format", "a format such as csv, parquet or kafka", "data.train = stream needs one.");
        }
        if (job.block(stage).optionalCount("batch").isPresent()) {
            throw job.block(stage)
                    .error("batch", "all", "A micro-batch is a batch; the source's options limit its size.");
        }
        if (job.block(stage).block("early-stopping").optionalCount("patience").isPresent()) {
            throw job.block(stage)
                    .block("early-stopping")
                    .error(
                            "patience",
                            "none",
                            "Losses of different rows do not tell whether to stop: use stream.batches.");
        }
        if (schedule(stage).text("name").equals(NEEDS_END) && batches().isEmpty()) {
            throw schedule(stage)
                    .error("name", "a schedule that needs no end", "Set stream.batches, or choose another schedule.");
        }
        if (job.block("data").optionalNumber("validation").isPresent()
                || job.block("data").optionalText("validation-column").isPresent()) {
            throw job.block("data")
                    .error(
                            "validation",
                            "a path, a generator or none",
                            "Rows that arrive are learned from, all of them.");
        }
        settings();
    }

    private Settings schedule(String stage) {
        return job.block(stage).block("schedule");
    }

    private Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        if (block.text("format").equals("csv")) {
            options.put("header", job.block("data").text("header"));
            String separator = job.block("data").text("separator");
            options.put("sep", separator.equals("tab") ? "\t" : separator);
        }
        for (String option : block.texts("options")) {
            int equals = option.indexOf('=');
            if (equals < 1) {
                throw block.error("options", "name=value in each", "Write options = [\"maxFilesPerTrigger=1\"].");
            }
            options.put(
                    option.substring(0, equals).strip(),
                    option.substring(equals + 1).strip());
        }
        return options;
    }

    private Trigger trigger() {
        Optional<String> text = block.optionalText("trigger");
        if (text.isEmpty()) {
            return Trigger.ProcessingTime(0);
        }
        if (text.get().equals("available-now")) {
            return Trigger.AvailableNow();
        }
        try {
            return Trigger.ProcessingTime(text.get());
        } catch (IllegalArgumentException e) {
            throw block.error("trigger", "an interval such as \"10 seconds\", available-now or auto", "Correct it.")
                    .causedBy(e);
        }
    }
}
