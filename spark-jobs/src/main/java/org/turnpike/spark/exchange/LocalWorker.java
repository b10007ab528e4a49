package org.turnpike.spark.exchange;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import scala.Function1;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** One worker, the one task of a barrier stage, with every thread of {@code local[n]}: no network in between. */
public final class LocalWorker implements Workers {
    private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\*|\\d+)(?:,\\s*\\d+)?])?");

    private final JavaSparkContext spark;

    /** @throws UserError where Spark is not in local mode, in {@link #run} */
    public LocalWorker(JavaSparkContext spark) {
        this.spark = spark;
    }

    @Override
    public <R> List<R> run(Work<R> work) throws Exception {
        int threads = threads(spark.master());
        RDD<Integer> one = spark.parallelize(List.of(0), 1).rdd();
        ClassTag<Outcome<R>> tag = ClassTag$.MODULE$.apply(Outcome.class);
        spark.setJobDescription(work.description());
        try {
            @SuppressWarnings("unchecked")
            Outcome<R>[] outcomes = (Outcome<R>[])
                    one.barrier().mapPartitions(task(work, threads), false, tag).collect();
            return List.of(outcomes[0].orThrow());
        } finally {
            spark.setJobDescription(null);
        }
    }

    @Override
    public <T extends Serializable> Shared<T> share(T value) {
        return new InThisJvm<>(Nearby.share(value));
    }

    @Override
    public void listen(ReportListener listener) {
        // What is nearby needs no reports.
    }

    @Override
    public void close() {}

    private record InThisJvm<T extends Serializable>(Nearby<T> nearby) implements Shared<T> {
        @Override
        public T value() {
            return nearby.find().orElseThrow(() -> new IllegalStateException("asked for after it was closed"));
        }

        @Override
        public void close() {
            nearby.close();
        }
    }

    /** Whether the master is Spark's local mode, where driver and worker are one JVM. */
    public static boolean isLocal(String master) {
        return LOCAL.matcher(master).matches();
    }

    /**
     * How many threads a local master stands for.
     *
     * @throws UserError if it is none
     */
    public static int threads(String master) {
        Matcher local = LOCAL.matcher(master);
        if (!local.matches()) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a local master such as local[*]",
                    "'" + master + "'",
                    "--master",
                    "This command runs on one machine for now: give it --master local[*].");
        }
        String count = local.group(1);
        if (count == null) {
            return 1;
        }
        return count.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(count);
    }

    private static <R> Function1<Iterator<Integer>, Iterator<Outcome<R>>> task(Work<R> work, int threads) {
        return (Function1<Iterator<Integer>, Iterator<Outcome<R>>> & Serializable) rows -> {
            try {
                return Iterator.single(
                        Outcome.of(work, new Seat(0, 1, threads, Optional.empty(), Peers.none(), Optional.empty())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("the worker was interrupted", e);
            }
        };
    }
}
