package org.turnpike.spark.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.rpc.RpcTimeoutException;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.turnpike.spark.cluster.ExecutorPool.Executor;
import org.turnpike.spark.cluster.WorkerTask.Ranked;
import org.turnpike.spark.exchange.Outcome;
import org.turnpike.spark.exchange.PeerFailure;
import org.turnpike.spark.exchange.Work;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.exchange.WorkersLost;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Workers on the executors of a cluster: one task of a barrier stage on each, with all of its cores.
 *
 * <p>Each {@link #run} is a job of its own, with the executors that there are then. It ends when all tasks have, or when one
 * has failed: then the others are told, and cancelled if they do not end.
 */
public final class ClusterWorkers implements Workers {
    /** After a failure, for executors to be started anew; training goes on with those that there are then. */
    private static final double REPLACEMENT_SECONDS = 15;

    /** After a worker's connection has ended, for Spark to say what became of its executor. */
    private static final long REMOVAL_SECONDS = 10;

    private static final long LOOK_MILLISECONDS = 50;

    private final JavaSparkContext spark;
    private final Consumer<String> say;
    private final ClusterSettings settings;
    private final ExecutorPool pool;
    private final Meeting meeting;
    private final Map<String, String> removed = new ConcurrentHashMap<>();
    private final SparkListener removals;
    private OptionalInt before = OptionalInt.empty();

    /**
     * @param say tells the user how many workers there are, whenever it is another number
     * @throws UserError where more workers are asked for than there are shards
     */
    public ClusterWorkers(JavaSparkContext spark, ClusterSettings settings, Consumer<String> say) {
        this.spark = spark;
        this.say = say;
        this.settings = settings;
        requireShards(settings);
        this.pool = new ExecutorPool(spark, settings);
        this.meeting = new Meeting(spark.env().rpcEnv());
        this.removals = new SparkListener() {
            @Override
            public void onExecutorRemoved(SparkListenerExecutorRemoved event) {
                removed.put(event.executorId(), event.reason());
            }
        };
        spark.sc().addSparkListener(removals);
    }

    private static void requireShards(ClusterSettings settings) {
        if (settings.workers().orElse(1) > settings.shards()) {
            throw new UserError(
                    ExitCode.USAGE,
                    "at most " + settings.shards() + " workers, one for each logical shard",
                    settings.workers().getAsInt() + "",
                    "cluster.workers",
                    "Lower it, or raise cluster.logical-shards; results depend on the shards, in the last bits.");
        }
    }

    @Override
    public <R> List<R> run(Work<R> work) throws Exception {
        List<Executor> executors = executors();
        int workers = settings.workers().orElse(Math.min(executors.size(), settings.shards()));
        int attempt = meeting.expect(workers);
        if (before.orElse(0) != executors.size()) {
            say.accept(words(executors, workers));
        }
        before = OptionalInt.of(executors.size());
        String group = "turnpike-" + meeting.run() + "-" + attempt;
        Watchdog watchdog = new Watchdog(spark, group, meeting, settings.executorSeconds());
        try (watchdog) {
            List<Ranked<R>> results = job(work, executors.get(0).cores(), workers, attempt, group);
            if (results.stream().allMatch(result -> result.outcome() instanceof Outcome.Done)) {
                return byRank(results);
            }
        } catch (Exception e) {
            throw failure(e, watchdog, executors);
        }
        throw failure(null, watchdog, executors);
    }

    private String words(List<Executor> executors, int workers) {
        int cores = executors.get(0).cores();
        String idle = executors.size() > workers
                ? "; " + (executors.size() - workers) + " of " + executors.size() + " executors stay idle"
                        + (settings.workers().isPresent()
                                ? ""
                                : ", as there are " + settings.shards() + " logical shards")
                : "";
        return "workers  " + workers + (workers == 1 ? " executor" : " executors") + " with " + cores
                + (cores == 1 ? " core each" : " cores each") + idle;
    }

    private List<Executor> executors() throws InterruptedException {
        if (before.isEmpty() || settings.workers().isPresent()) {
            return pool.await(settings.workers(), settings.executorSeconds());
        }
        // Those of the segment before, if they are back within a while; more are welcome.
        List<Executor> present = pool.present();
        if (present.size() >= before.getAsInt()) {
            return pool.await(OptionalInt.of(present.size()), settings.executorSeconds());
        }
        return pool.awaitUpTo(before.getAsInt(), Math.min(REPLACEMENT_SECONDS, settings.executorSeconds()));
    }

    private <R> List<Ranked<R>> job(Work<R> work, int cores, int workers, int attempt, String group) {
        WorkerTask<R> task = new WorkerTask<>(
                work,
                meeting.run(),
                attempt,
                settings.port().orElse(0),
                settings.executorSeconds(),
                settings.patience());
        spark.setJobGroup(group, work.description() + ", " + workers + " workers, attempt " + attempt, true);
        try {
            RDD<Integer> one = spark.parallelize(Collections.nCopies(workers, 0), workers)
                    .rdd()
                    .withResources(profile(cores));
            ClassTag<Ranked<R>> tag = ClassTag$.MODULE$.apply(Ranked.class);
            @SuppressWarnings("unchecked")
            Ranked<R>[] results = (Ranked<R>[])
                    one.barrier().mapPartitions(function(task), false, tag).collect();
            return List.of(results);
        } finally {
            spark.clearJobGroup();
        }
    }

    /** One task takes all that an executor has. */
    private ResourceProfile profile(int cores) {
        SparkConf conf = spark.getConf();
        TaskResourceRequests requests = new TaskResourceRequests().cpus(cores);
        int devices = conf.getInt("spark.executor.resource.gpu.amount", 0);
        if (devices > 0) {
            requests.resource("gpu", devices);
        }
        return new ResourceProfileBuilder().require(requests).build();
    }

    private static <R> Function1<Iterator<Integer>, Iterator<Ranked<R>>> function(WorkerTask<R> task) {
        return (Function1<Iterator<Integer>, Iterator<Ranked<R>>> & Serializable) rows -> {
            try {
                return Iterator.single(task.perform());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e.getMessage(), e);
            }
        };
    }

    private static <R> List<R> byRank(List<Ranked<R>> results) {
        return results.stream()
                .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
                .map(result -> ((Outcome.Done<R>) result.outcome()).result())
                .toList();
    }

    /** The first real cause: what a worker threw itself; else what became of a worker that others waited for. */
    private Exception failure(Exception ofJob, Watchdog watchdog, List<Executor> executors) throws Exception {
        List<Meeting.Failed> failures = meeting.failures();
        for (Meeting.Failed failed : failures) {
            if (isItsOwn(failed.cause())) {
                new Outcome.Failed<>(failed.cause()).orThrow();
            }
        }
        if (ofJob instanceof UserError) {
            return ofJob;
        }
        Optional<PeerFailure> stuck = failures.stream()
                .map(Meeting.Failed::cause)
                .filter(cause -> cause instanceof PeerFailure failure && failure.kind() == PeerFailure.Kind.STUCK)
                .map(PeerFailure.class::cast)
                .findFirst();
        if (stuck.isPresent()) {
            Optional<String> executor = meeting.executor(stuck.get().rank());
            executor.ifPresent(pool::replace);
            return lost(
                    stuck.get().getMessage()
                            + executor.map(id -> ", on executor " + id).orElse(""),
                    ofJob);
        }
        String gone = lostExecutors(executors);
        if (!gone.isEmpty()) {
            return lost(gone, ofJob);
        }
        List<Executor> missing = watchdog.missing(executors);
        if (!missing.isEmpty()) {
            return notBegun(missing, executors, ofJob);
        }
        String words = failures.isEmpty()
                ? String.valueOf(ofJob)
                : failures.get(0).cause().toString();
        return lost(words.lines().findFirst().orElse(words), ofJob);
    }

    /** An executor that others have not waited for in vain, as they do in the middle of a segment, but the driver. */
    private Exception notBegun(List<Executor> missing, List<Executor> executors, Exception cause) {
        boolean allHaveTasks = settings.workers().orElse(settings.shards()) >= executors.size();
        if (allHaveTasks && missing.size() < executors.size()) {
            missing.forEach(executor -> pool.replace(executor.id()));
        }
        return lost(
                "waited " + settings.executorSeconds() + " s (cluster.executor-timeout) for workers to begin on "
                        + missing.stream().map(Executor::toString).collect(Collectors.joining(", ")),
                cause);
    }

    /** Whether it says what is wrong, and trying again would not help. */
    private static boolean isItsOwn(Throwable cause) {
        return !(cause instanceof PeerFailure
                || cause instanceof IOException
                || cause instanceof UncheckedIOException
                || cause instanceof RpcTimeoutException
                || cause instanceof org.apache.spark.SparkException);
    }

    private String lostExecutors(List<Executor> executors) throws InterruptedException {
        // Spark hears of the end of a process later than the other workers; on a busy machine by seconds.
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(REMOVAL_SECONDS);
        while (System.nanoTime() < until
                && executors.stream().noneMatch(executor -> removed.containsKey(executor.id()))) {
            Thread.sleep(LOOK_MILLISECONDS);
        }
        return executors.stream()
                .filter(executor -> removed.containsKey(executor.id()))
                .map(executor -> executor + " was lost: "
                        + removed.get(executor.id()).lines().findFirst().orElse(""))
                .collect(Collectors.joining("; "));
    }

    private static WorkersLost lost(String message, Exception cause) {
        return new WorkersLost(message, cause);
    }

    @Override
    public <T extends Serializable> Shared<T> share(T value) {
        return new Broadcasted<>(spark.broadcast(value));
    }

    @Override
    public void listen(ReportListener listener) {
        meeting.listen(listener);
    }

    @Override
    public void close() {
        spark.sc().removeSparkListener(removals);
        meeting.close();
    }

    private record Broadcasted<T extends Serializable>(Broadcast<T> broadcast) implements Shared<T> {
        @Override
        public T value() {
            return broadcast.value();
        }

        @Override
        public void close() {
            broadcast.destroy();
        }
    }
}
