package org.turnpike.spark.cluster;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.apache.spark.rpc.RpcCallContext;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.rpc.ThreadSafeRpcEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turnpike.spark.exchange.DriverLine;
import org.turnpike.spark.exchange.DriverObjects;
import org.turnpike.spark.exchange.Workers.ReportListener;
import scala.PartialFunction;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Where the workers of a run meet on the driver, over Spark's own RPC: they say where they listen and what they hold, and hear
 * who they are; they report, and say why they fail. What travels is strings and bytes, which an executor can read whatever
 * class loader its RPC has.
 *
 * <p>A barrier stage's {@code allGather} would do for the addresses, and takes a second each time.
 */
final class Meeting implements ThreadSafeRpcEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);
    private static final int SECRET_BYTES = 32;

    static final String STAY = "stay";
    static final String JOIN = "join";

    private final RpcEnv rpc;
    private final RpcEndpointRef self;
    private final String run = UUID.randomUUID().toString();
    private final String secret;
    private volatile ReportListener listener = report -> DriverLine.Wish.GO_ON;

    private long generation;
    private int attempt;
    private int expected;
    private TreeMap<Integer, Arrival> arrivals = new TreeMap<>();
    private List<Arrival> seated = List.of();
    private List<Failed> failures = new ArrayList<>();
    private CountDownLatch begun = new CountDownLatch(1);
    private CountDownLatch trouble = new CountDownLatch(1);

    /** A worker that has come, and waits to be seated. */
    private record Arrival(int partition, String executor, String address, String holds, RpcCallContext call) {}

    /** A worker that has failed. */
    record Failed(int rank, String executor, Throwable cause) {}

    Meeting(RpcEnv rpc) {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        this.secret = Base64.getEncoder().encodeToString(bytes);
        this.rpc = rpc;
        this.self = rpc.setupEndpoint(name(run), this);
    }

    /** Of the endpoint. */
    static String name(String run) {
        return "turnpike-" + run;
    }

    String run() {
        return run;
    }

    void listen(ReportListener next) {
        listener = next;
    }

    /** Begins an attempt; whoever comes from an earlier one is turned away. */
    synchronized int expect(int workers) {
        attempt++;
        expected = workers;
        arrivals = new TreeMap<>();
        failures = new ArrayList<>();
        begun = new CountDownLatch(1);
        trouble = new CountDownLatch(1);
        return attempt;
    }

    /** Ends when all workers of the attempt have come. */
    synchronized CountDownLatch begun() {
        return begun;
    }

    /** Ends when one of them has failed. */
    synchronized CountDownLatch trouble() {
        return trouble;
    }

    /** Why workers of the attempt have failed, in the order in which they said so. */
    synchronized List<Failed> failures() {
        return List.copyOf(failures);
    }

    /** Executors of workers that have come to the attempt. */
    synchronized List<String> arrived() {
        return arrivals.values().stream().map(Arrival::executor).toList();
    }

    /** The executor of a worker of the last set. */
    synchronized Optional<String> executor(int rank) {
        return rank >= 0 && rank < seated.size() ? Optional.of(seated.get(rank).executor()) : Optional.empty();
    }

    void close() {
        rpc.stop(self);
    }

    @Override
    public RpcEnv rpcEnv() {
        return rpc;
    }

    @Override
    public PartialFunction<Object, BoxedUnit> receiveAndReply(RpcCallContext call) {
        return new AbstractPartialFunction<>() {
            @Override
            public boolean isDefinedAt(Object message) {
                return message instanceof Object[];
            }

            @Override
            public BoxedUnit apply(Object message) {
                try {
                    answer((Object[]) message, call);
                } catch (RuntimeException e) {
                    LOG.warn("A worker's message was not understood", e);
                    call.sendFailure(new IOException("not understood: " + e));
                }
                return BoxedUnit.UNIT;
            }
        };
    }

    private void answer(Object[] message, RpcCallContext call) {
        switch ((String) message[0]) {
            case "secret" -> call.reply(secret);
            case "arrive" -> arrive(message, call);
            case "report" -> call.reply(listener.told((byte[]) message[1]).name());
            case "failed" -> {
                failed((Integer) message[1], (Integer) message[2], (String) message[3], (byte[]) message[4]);
                call.reply("noted");
            }
            default -> call.sendFailure(new IOException("expected a message, found '" + message[0] + "'"));
        }
    }

    private synchronized void arrive(Object[] message, RpcCallContext call) {
        int from = (Integer) message[1];
        if (from != attempt) {
            LOG.warn("Turned away a worker of attempt {}: attempt {} is under way.", from, attempt);
            call.sendFailure(new IOException("attempt " + from + " is over"));
            return;
        }
        Arrival arrival =
                new Arrival((Integer) message[2], (String) message[3], (String) message[4], (String) message[5], call);
        arrivals.put(arrival.partition(), arrival);
        if (arrivals.size() == expected) {
            seat();
            begun.countDown();
        }
    }

    /** Workers that hold the same thing, as a set that is whole, stay as they are; else they become a new set. */
    private void seat() {
        List<Arrival> all = new ArrayList<>(arrivals.values());
        String holds = all.get(0).holds();
        boolean stay = holds.startsWith(generation + " ")
                && all.size() == seated.size()
                && all.stream().allMatch(arrival -> arrival.holds().equals(holds));
        if (stay) {
            all.forEach(arrival -> arrival.call().reply(new String[] {STAY}));
            return;
        }
        generation++;
        seated = all;
        for (int rank = 0; rank < all.size(); rank++) {
            List<String> reply = new ArrayList<>(List.of(JOIN, Long.toString(generation), Integer.toString(rank)));
            all.forEach(arrival -> reply.add(arrival.address()));
            all.get(rank).call().reply(reply.toArray(String[]::new));
        }
    }

    private synchronized void failed(int of, int rank, String executor, byte[] cause) {
        if (of == attempt) {
            failures.add(new Failed(rank, executor, (Throwable) DriverObjects.read(cause)));
            trouble.countDown();
        }
    }
}
