package org.turnpike.spark.exchange.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import scala.Option;

/** Workers in this JVM, each with a port and a thread of its own. */
final class Stations implements AutoCloseable {
    static final String RUN = "run";
    static final String SECRET = "c2VjcmV0IG9mIHRoZSB0ZXN0cw==";

    private final List<Station> stations = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Patience patience;

    /** What one worker does. */
    interface Part<R> {
        R play(Group group) throws Exception;
    }

    Stations(int workers, SparkConf conf, Patience patience) {
        this.patience = patience;
        for (int rank = 0; rank < workers; rank++) {
            stations.add(new Station(conf, Option.empty(), OptionalInt.empty(), RUN, SECRET));
        }
    }

    Stations(int workers) {
        this(workers, new SparkConf(false), new Patience(20, 60));
    }

    List<Membership.Address> addresses() {
        return stations.stream()
                .map(station -> new Membership.Address("localhost", station.port()))
                .toList();
    }

    Membership membership(long generation, int rank) {
        return new Membership(RUN, generation, rank, addresses());
    }

    Station station(int rank) {
        return stations.get(rank);
    }

    /** Plays the part in every worker at once. @param others places that some workers believe to have */
    <R> List<Future<R>> begin(long generation, Part<R> part, Membership... others) {
        List<Future<R>> results = new ArrayList<>();
        for (int rank = 0; rank < stations.size(); rank++) {
            Membership place = membership(generation, rank);
            for (Membership other : others) {
                place = other.rank() == rank ? other : place;
            }
            Station station = stations.get(rank);
            Membership taken = place;
            results.add(threads.submit(() -> part.play(station.join(taken, patience))));
        }
        return results;
    }

    <R> List<R> play(long generation, Part<R> part) throws Exception {
        List<R> results = new ArrayList<>();
        for (Future<R> result : begin(generation, part)) {
            results.add(result(result));
        }
        return results;
    }

    static <R> R result(Future<R> future) throws Exception {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() {
        stations.forEach(Station::close);
        threads.shutdownNow();
    }
}
