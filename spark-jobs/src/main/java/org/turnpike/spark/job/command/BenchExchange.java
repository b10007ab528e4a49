package org.turnpike.spark.job.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.exchange.LocalWorker;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobCluster;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.progress.Console;

/**
 * {@code bench exchange}: times what an iteration costs beside its solve, between executors in processes of their own: those of
 * {@code --master}, else of a cluster that is started on this machine.
 */
final class BenchExchange {
    static final String NAME = "exchange";

    private static final int WARM_UP = 2000;
    private static final double WARM_UP_FLOATS = 2e8;
    private static final int MEGABYTES = 1024;

    private final int workers;
    private final int floats;
    private final int shards;
    private final int iterations;

    private BenchExchange(int workers, int floats, int shards, int iterations) {
        this.workers = workers;
        this.floats = floats;
        this.shards = shards;
        this.iterations = iterations;
    }

    static List<Option> options() {
        return List.of(
                Option.valued("workers", "W", "bench exchange: how many workers (2)"),
                Option.valued("floats", "N", "bench exchange: numbers of the vector (100000)"),
                Option.valued("shards", "S", "bench exchange: logical shards (one for each worker)"));
    }

    /** @throws UserError where an option is no number that fits */
    static ExitCode run(Arguments arguments, Console console) throws Exception {
        int workers = number(arguments, "workers", 2, 1);
        return new BenchExchange(
                        workers,
                        number(arguments, "floats", 100_000, 2),
                        number(arguments, "shards", workers, workers),
                        number(arguments, "iterations", 1000, 1))
                .run(arguments.values("set"), console);
    }

    private ExitCode run(List<String> overrides, Console console) throws Exception {
        String master = SparkDriver.master();
        if (LocalWorker.isLocal(master) && workers > 1) {
            master = "local-cluster[" + workers + ",1," + MEGABYTES + "]";
        }
        SparkConf conf = SparkDriver.configuration().setIfMissing("spark.executor.memory", MEGABYTES + "m");
        JobFile job = JobFile.defaults(overrides);
        try (JavaSparkContext spark = SparkDriver.start("Turnpike bench exchange", master, conf);
                Workers cluster = new JobCluster(
                                JobFile.defaults(withWorkers(job, overrides)).settings())
                        .workers(spark, shards, console::say)) {
            int warmUp = (int) Math.max(20, Math.min(WARM_UP, WARM_UP_FLOATS / floats));
            report(cluster.run(new ExchangeWork(floats, shards, warmUp, iterations)), console);
            return ExitCode.DONE;
        }
    }

    private List<String> withWorkers(JobFile job, List<String> overrides) {
        return job.settings().block("cluster").optionalCount("workers").isPresent()
                ? overrides
                : Stream.concat(overrides.stream(), Stream.of("cluster.workers=" + workers))
                        .toList();
    }

    private void report(List<ExchangeWork.Times> byRank, Console console) {
        double[] seconds = byRank.get(0).seconds().clone();
        Arrays.sort(seconds);
        double median = 1000 * seconds[seconds.length / 2];
        double slow = 1000 * seconds[(int) (0.95 * (seconds.length - 1))];
        double bytes =
                byRank.stream().mapToDouble(ExchangeWork.Times::bytesSent).max().orElseThrow();
        boolean alike = byRank.stream()
                        .mapToInt(ExchangeWork.Times::checksum)
                        .distinct()
                        .count()
                == 1;
        ObjectNode figures = new ObjectMapper()
                .createObjectNode()
                .put("problem", NAME)
                .put("workers", workers)
                .put("floats", floats)
                .put("shards", shards)
                .put("iterations", iterations)
                .put("ms_per_iteration", BenchFigures.rounded(median))
                .put("ms_10th_percentile", BenchFigures.rounded(1000 * seconds[seconds.length / 10]))
                .put("ms_95th_percentile", BenchFigures.rounded(slow))
                .put("bytes_sent_per_worker", Math.round(bytes))
                .put("bytes_allowed", Math.round(((double) shards / workers + 1) * floats * Float.BYTES))
                .put("same_result", alike);
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "exchange of %d floats between %d workers with %d shards: %s ms an iteration (95 %% within %s ms), at most"
                                + " %d bytes sent by a worker in each.",
                        floats,
                        workers,
                        shards,
                        figures.get("ms_per_iteration").asText(),
                        figures.get("ms_95th_percentile").asText(),
                        Math.round(bytes)));
        console.out().println(figures);
    }

    private static int number(Arguments arguments, String option, int otherwise, int least) {
        String text = arguments.value(option).orElse(Integer.toString(otherwise));
        try {
            int value = Integer.parseInt(text);
            if (value >= least) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UserError(
                ExitCode.USAGE,
                "a whole number, at least " + least,
                "'" + text + "'",
                "bench exchange --" + option,
                "Write --" + option + " " + Math.max(otherwise, least) + ".");
    }
}
