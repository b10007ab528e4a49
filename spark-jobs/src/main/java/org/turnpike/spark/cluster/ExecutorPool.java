package org.turnpike.spark.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.status.api.v1.ExecutorSummary;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import scala.jdk.javaapi.CollectionConverters;

/** The executors of the application: how many there are, how many there will be, and how long to wait for them. */
final class ExecutorPool {
    private static final Pattern LOCAL_CLUSTER = Pattern.compile("local-cluster\\[\\s*(\\d+)\\s*,.*");
    private static final String DRIVER = "driver";
    private static final long LOOK_MILLISECONDS = 20;

    /** Where nobody says how many executors there will be: no more come after this long without one. */
    private static final long SETTLED_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);

    private final JavaSparkContext spark;
    private final ClusterSettings settings;
    private final Set<String> given = new HashSet<>();

    /** An executor that can have a worker. */
    record Executor(String id, String host, int cores) {
        @Override
        public String toString() {
            return "executor " + id + " (" + host + ")";
        }
    }

    ExecutorPool(JavaSparkContext spark, ClusterSettings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /** Those that there are now. */
    List<Executor> present() {
        List<Executor> executors = new ArrayList<>();
        for (ExecutorSummary executor :
                CollectionConverters.asJava(spark.sc().statusStore().executorList(true))) {
            if (!executor.id().equals(DRIVER) && executor.isActive() && !given.contains(executor.id())) {
                String host = executor.hostPort().replaceFirst(":\\d+$", "");
                executors.add(new Executor(executor.id(), host, executor.totalCores()));
            }
        }
        return executors;
    }

    /** Gives up an executor that stands still, so that the cluster starts another one in its place. */
    void replace(String executor) {
        given.add(executor);
        spark.sc().killAndReplaceExecutor(executor);
    }

    /**
     * Waits until there are executors enough.
     *
     * @param wanted how many; with {@code auto} those that there are after the wait will do
     * @param seconds to wait
     * @throws UserError where the cluster cannot have as many, or has not within the time
     */
    List<Executor> await(OptionalInt wanted, double seconds) throws InterruptedException {
        OptionalInt capacity = capacity();
        if (wanted.isPresent() && capacity.isPresent() && capacity.getAsInt() < wanted.getAsInt()) {
            throw tooFew(ExitCode.USAGE, wanted.getAsInt(), capacity.getAsInt() + " at the most");
        }
        OptionalInt enough = wanted.isPresent() ? wanted : capacity;
        long start = System.nanoTime();
        long changed = start;
        int before = -1;
        while (true) {
            List<Executor> present = present();
            long now = System.nanoTime();
            if (present.size() != before) {
                before = present.size();
                changed = now;
            }
            boolean settled = enough.isEmpty() && before > 0 && now - changed > SETTLED_NANOSECONDS;
            if (settled || (enough.isPresent() && before >= enough.getAsInt())) {
                return alike(present);
            }
            if (now - start > seconds * TimeUnit.SECONDS.toNanos(1)) {
                if (wanted.isPresent() || present.isEmpty()) {
                    throw tooFew(ExitCode.CLUSTER, wanted.orElse(1), present.size() + " after " + seconds + " s");
                }
                return alike(present);
            }
            Thread.sleep(LOOK_MILLISECONDS);
        }
    }

    /** Those that there are as soon as they are so many, or after a while, if there are any. */
    List<Executor> awaitUpTo(int wanted, double seconds) throws InterruptedException {
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        List<Executor> present = present();
        while (present.size() < wanted && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLISECONDS);
            present = present();
        }
        return present.isEmpty() ? await(OptionalInt.empty(), settings.executorSeconds()) : alike(present);
    }

    /** How many there can be, where the master or its settings say so. */
    private OptionalInt capacity() {
        SparkConf conf = spark.getConf();
        Matcher local = LOCAL_CLUSTER.matcher(spark.master());
        if (local.matches()) {
            return OptionalInt.of(Integer.parseInt(local.group(1)));
        }
        if (spark.master().startsWith("spark://")) {
            int cores = conf.getInt("spark.executor.cores", 0);
            int most = conf.getInt("spark.cores.max", 0);
            return cores > 0 && most > 0 ? OptionalInt.of(most / cores) : OptionalInt.empty();
        }
        // YARN's and Kubernetes' own default.
        return OptionalInt.of(conf.getInt("spark.executor.instances", 2));
    }

    /** One worker for each executor is one task with all of its cores; so all must have as many. */
    private static List<Executor> alike(List<Executor> present) {
        Set<Integer> cores = present.stream().map(Executor::cores).collect(Collectors.toSet());
        if (cores.size() > 1) {
            throw new UserError(
                    ExitCode.USAGE,
                    "executors with as many cores each",
                    present.stream()
                            .map(executor -> executor + " with " + executor.cores())
                            .collect(Collectors.joining(", ")),
                    "the cluster",
                    "Name a number that each machine has, with -- --executor-cores N.");
        }
        return present;
    }

    private UserError tooFew(ExitCode code, int wanted, String found) {
        return new UserError(
                code,
                wanted + (wanted == 1 ? " executor" : " executors") + ", one for each worker",
                found,
                "master " + spark.master(),
                settings.workers().isPresent()
                        ? "Lower cluster.workers, or give the application more executors (-- --num-executors N, or"
                                + " spark.cores.max and --executor-cores)."
                        : "Check that the cluster has free cores and memory for --executor-cores and"
                                + " --executor-memory; cluster.executor-timeout says how long to wait.");
    }
}
