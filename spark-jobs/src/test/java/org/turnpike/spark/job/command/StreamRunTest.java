package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.model.ModelFile;
import org.turnpike.spark.failure.ExitCode;

/** Training on files that arrive in a directory, from the command line to the model. */
class StreamRunTest {
    @TempDir
    Path directory;

    private String job;
    private Path incoming;

    @BeforeEach
    void writeTheJobFile() throws IOException {
        incoming = directory.resolve("incoming");
        job = Files.writeString(directory.resolve("job.conf"), """
                data { train = stream, label = kind }
                stream {
                  format = csv, path = "%s", schema = "x double, y double, kind string", classes = [left, right]
                  options = ["maxFilesPerTrigger=1"], trigger = available-now, publish-every = 2
                }
                model { hidden = [8] }
                solver.step = 0.25
                stages = [ vanilla ]
                vanilla.optimizer.rate = 0.05
                """.formatted(incoming))
                .toString();
    }

    @Test
    void whatArrivesLaterIsLearnedLaterToTheSameBits() throws IOException {
        arrive(1, 2, 3);
        Commanded first = train("run");
        assertThat(first.code()).as(first.errors()).isEqualTo(ExitCode.DONE);
        assertThat(first.errors())
                .contains("data     rows of the stream csv " + incoming + "; 2 inputs, 2 classes")
                .contains("vanilla  micro-batch 1  update 2  20 rows  loss ")
                .doesNotContain("goes on");
        assertThat(first.out()).contains("after 3 micro-batches").contains("written to ");
        assertThat(Files.readAllLines(directory.resolve("run/history.csv"))).hasSize(4);
        byte[] afterThree = weights("run");

        arrive(4, 5);
        Commanded second = train("run");
        assertThat(second.code()).as(second.errors()).isEqualTo(ExitCode.DONE);
        assertThat(second.errors()).contains("vanilla goes on after iteration 3, in epoch 4.");
        assertThat(weights("run")).isNotEqualTo(afterThree);

        assertThat(train("at-once").code()).isEqualTo(ExitCode.DONE);
        assertThat(weights("run")).isEqualTo(weights("at-once"));
        assertThat(HistoryRows.withoutSeconds(directory.resolve("run/history.csv")))
                .isEqualTo(HistoryRows.withoutSeconds(directory.resolve("at-once/history.csv")));

        Commanded third = train("run");
        assertThat(third.code()).isEqualTo(ExitCode.DONE);
        assertThat(weights("run")).isEqualTo(weights("at-once"));
        assertThat(Commanded.run("inspect", directory.resolve("run").toString()).out())
                .contains("vanilla");
    }

    @Test
    void howTheRowsAreSplitDoesNotMatter() throws IOException {
        String text = StreamFiles.csv(1, 60);
        List<String> lines = text.lines().toList();
        StreamFiles.arrive(incoming, 1, text);
        assertThat(train("one").code()).isEqualTo(ExitCode.DONE);
        Files.delete(incoming.resolve("part-00001.csv"));
        for (int part = 0; part < 3; part++) {
            List<String> rows = lines.subList(1 + 20 * (2 - part), 21 + 20 * (2 - part));
            StreamFiles.arrive(incoming, part, lines.get(0) + "\n" + String.join("\n", rows) + "\n");
        }
        Commanded three = train("three", "--set", "stream.options=[\"maxFilesPerTrigger=3\"]");
        assertThat(three.code()).as(three.errors()).isEqualTo(ExitCode.DONE);
        assertThat(weights("three")).isEqualTo(weights("one"));
    }

    @Test
    void aSampleAtATimeWillDo() throws IOException {
        for (int number = 1; number <= 3; number++) {
            StreamFiles.arrive(incoming, number, StreamFiles.csv(number, 1));
        }
        Commanded run = train("run", "--set", "model.field=stable", "--set", "stream.batches=2");
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.DONE);
        assertThat(run.errors()).contains("update 2  1 row  loss ");
        assertThat(Files.readAllLines(directory.resolve("run/history.csv"))).hasSize(3);
        assertThat(train("run", "--set", "model.field=stable", "--set", "stream.batches=2")
                        .errors())
                .contains("nothing to do: ");
        Commanded more = train("run", "--set", "model.field=stable", "--set", "stream.batches=3");
        assertThat(more.errors()).contains("vanilla goes on after iteration 2");
        assertThat(Files.readAllLines(directory.resolve("run/history.csv"))).hasSize(4);
    }

    @Test
    void validationRowsJudgeWhatIsPublished() throws IOException {
        arrive(1, 2);
        Path held = Files.writeString(directory.resolve("held.csv"), StreamFiles.csv(77, 40));
        Commanded run = train("run", "--set", "data.validation=" + held, "--set", "stream.classes=auto");
        assertThat(run.code()).as(run.errors()).isEqualTo(ExitCode.DONE);
        assertThat(run.errors()).contains("; 40 validation rows; ", " (validation ");
        List<String> history = Files.readAllLines(directory.resolve("run/history.csv"));
        assertThat(history.get(1)).endsWith(",,,");
        assertThat(history.get(2)).doesNotEndWith(",");
        assertThat(Files.readString(directory.resolve("run/metrics.json"))).contains("\"validation_accuracy\"");
    }

    @Test
    void aRowThatCannotBeUsedStopsOrIsSkipped() throws IOException {
        arrive(1);
        StreamFiles.arrive(incoming, 2, "x,y,kind\n1,2,left\n1,two,left\n3,4,up\n");
        Commanded stopped = train("run");
        assertThat(stopped.code()).as(stopped.errors()).isEqualTo(ExitCode.DATA);
        assertThat(stopped.complaint())
                .containsPattern("the stream csv .*, micro-batch 1, row .*, column '(y|kind)': expected ")
                .contains("or leave such rows out: data.invalid = skip.")
                .hasLineCount(1);
        Commanded skipping = train("other", "--set", "data.invalid=skip");
        assertThat(skipping.code()).as(skipping.errors()).isEqualTo(ExitCode.DONE);
        assertThat(Files.readString(directory.resolve("other/manifest.json"))).contains("\"skipped\" : 2");
    }

    @Test
    void settingsThatDoNotFitAStreamAreRefused() throws IOException {
        arrive(1);
        assertRefused("for vanilla.batch", "--set", "vanilla.batch=32");
        assertRefused("for stream.format", "--set", "stream.format=none");
        assertRefused("one stage, vanilla or minimum-time", "--set", "stages=[vanilla, minimum-time]");
        assertRefused("for stream.classes", "--set", "stream.classes=auto");
        assertRefused("for stream.trigger", "--set", "stream.trigger=soon");
        assertRefused("for data.validation", "--set", "data.validation=0.2");
        assertRefused("a stream that Spark can read", "--set", "stream.format=nothing");
        assertRefused("none for stream.format", "--set", "data.train=moons?n=10");
    }

    @Test
    void aCheckpointOfAnotherStreamIsRefused() throws IOException {
        arrive(1);
        assertThat(train("run").code()).isEqualTo(ExitCode.DONE);
        Commanded refused = train("run", "--set", "vanilla.optimizer.rate=0.1");
        assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.complaint()).contains("vanilla.optimizer.rate is 0.1, and was 0.05");
        assertThat(train("run", "--set", "vanilla.optimizer.rate=0.1", "--restart")
                        .code())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void aDamagedCheckpointLosesNoMicroBatch() throws IOException {
        arrive(1, 2, 3);
        assertThat(train("run").code()).isEqualTo(ExitCode.DONE);
        Path newest = directory.resolve("run/checkpoints/1-vanilla/iteration-000000000003.safetensors");
        byte[] whole = Files.readAllBytes(newest);
        whole[whole.length - 20] ^= 4;
        Files.write(newest, whole);
        arrive(4);
        Commanded resumed = train("run");
        assertThat(resumed.code()).as(resumed.errors()).isEqualTo(ExitCode.DONE);
        assertThat(resumed.errors()).contains(" is damaged: ", "vanilla goes on after iteration 2");
        assertThat(train("at-once").code()).isEqualTo(ExitCode.DONE);
        assertThat(weights("run")).isEqualTo(weights("at-once"));
    }

    @Test
    void filesThatSparkHadSeenButNotPlannedAreStillOneAMicroBatch() throws IOException {
        arrive(1, 2, 3, 4);
        assertThat(train("at-once").code()).isEqualTo(ExitCode.DONE);
        assertThat(train("run", "--set", "stream.batches=2").code()).isEqualTo(ExitCode.DONE);
        // as a process leaves it that is killed after the source has noted a file, and before Spark has planned it
        Path log = directory.resolve("run/checkpoints/1-vanilla/stream");
        Files.deleteIfExists(log.resolve("offsets/2"));
        Files.deleteIfExists(log.resolve("offsets/.2.crc"));
        Files.deleteIfExists(log.resolve("sources/0/.2.crc"));
        Files.writeString(
                log.resolve("sources/0/2"),
                "v1\n{\"path\":\"file://%s/part-00003.csv\",\"timestamp\":1600000003000,\"batchId\":2}"
                        .formatted(incoming));
        Commanded resumed = train("run", "--set", "stream.batches=4");
        assertThat(resumed.code()).as(resumed.errors()).isEqualTo(ExitCode.DONE);
        assertThat(weights("run")).isEqualTo(weights("at-once"));
    }

    private void assertRefused(String words, String... settings) {
        Commanded refused = train("refused", settings);
        assertThat(refused.code()).as(refused.errors()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.complaint()).contains(words).hasLineCount(1);
    }

    private void arrive(int... numbers) throws IOException {
        for (int number : numbers) {
            StreamFiles.arrive(incoming, number, StreamFiles.csv(number, 20));
        }
    }

    private Commanded train(String run, String... more) {
        return Commanded.run(Stream.concat(
                        Stream.of(
                                "train",
                                "--conf",
                                job,
                                "--output",
                                directory.resolve(run).toString()),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    private byte[] weights(String run) throws IOException {
        return Files.readAllBytes(directory.resolve(run).resolve("model").resolve(ModelFile.WEIGHTS));
    }
}
