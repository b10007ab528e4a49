package org.turnpike.spark.exchange.wire;

import io.netty.buffer.ByteBuf;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import org.apache.spark.SSLOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.network.client.RpcResponseCallback;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.server.OneForOneStreamManager;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.StreamManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Where the other workers of a run reach this JVM, and who may: those of the set that it belongs to at the time. Anybody else
 * is dropped and logged, and training goes on.
 */
public final class Station implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Station.class);
    private static final AttributeKey<Caller> CALLER = AttributeKey.valueOf("turnpike.caller");

    /** Begins the answer to who need not call again. */
    static final String REFUSED = "refused: ";

    private final String run;
    private final Wire wire;
    private volatile Group group;

    private record Caller(Group group, int rank) {}

    /**
     * Listens.
     *
     * @param port to listen at, or one of the next few; empty for any
     * @param secret that all workers of the run know
     */
    public Station(SparkConf spark, Option<SSLOptions> ssl, OptionalInt port, String run, String secret) {
        this.run = run;
        this.wire = new Wire(spark, ssl, port, run, secret, new Handler());
    }

    public int port() {
        return wire.port();
    }

    /** Takes a place in a set of workers, and leaves the one before. Returns when all have called each other. */
    public Group join(Membership membership, Patience patience) throws InterruptedException {
        leave();
        Group joined = new Group(this, membership, patience);
        group = joined;
        try {
            joined.call();
        } catch (RuntimeException | InterruptedException e) {
            leave();
            throw e;
        }
        return joined;
    }

    TransportClient call(Membership.Address address) throws IOException, InterruptedException {
        return wire.call(address.host(), address.port());
    }

    private void leave() {
        Group before = group;
        group = null;
        if (before != null) {
            before.close();
        }
    }

    @Override
    public void close() {
        leave();
        wire.close();
    }

    private static void drop(TransportClient client, String why) {
        LOG.warn("Dropped a connection from {}: {}.", client.getSocketAddress(), why);
        client.getChannel().close();
    }

    private final class Handler extends RpcHandler {
        private final StreamManager none = new OneForOneStreamManager();

        /** The first letter of a connection, which is answered. */
        @Override
        public void receive(TransportClient client, ByteBuffer message, RpcResponseCallback callback) {
            try {
                ByteBuffer letter = message.slice().order(ByteOrder.LITTLE_ENDIAN);
                if (Letter.kind(letter) != Letter.Kind.HELLO) {
                    throw new Letter.Garbage("a letter before the first");
                }
                greet(client, letter, callback);
            } catch (Letter.Garbage e) {
                drop(client, "expected a letter, found " + e.getMessage());
            }
        }

        private void greet(TransportClient client, ByteBuffer letter, RpcResponseCallback callback) {
            Group current = group;
            long generation = Letter.number(letter);
            int rank = Letter.part(letter);
            if (!Letter.text(letter).equals(run)) {
                refuse(client, callback, "expected a worker of run " + run + ", found one of " + Letter.text(letter));
                return;
            }
            if (current == null || generation > current.membership().generation()) {
                callback.onFailure(new IOException("not there yet"));
                return;
            }
            if (generation < current.membership().generation()) {
                refuse(
                        client,
                        callback,
                        "worker " + rank + " belongs to the set of workers " + generation + ", which is no more");
                return;
            }
            if (rank < 0 || rank >= current.membership().workers() || !current.greeted(rank)) {
                refuse(client, callback, "worker " + rank + " is none of this set, or has called before");
                return;
            }
            Caller caller = new Caller(current, rank);
            client.getChannel().attr(CALLER).set(caller);
            Wire.trust(client.getChannel(), message -> received(client, caller, message));
            callback.onSuccess(ByteBuffer.allocate(0));
        }

        private void refuse(TransportClient client, RpcResponseCallback callback, String why) {
            LOG.warn("Refused a connection from {}: {}.", client.getSocketAddress(), why);
            callback.onFailure(new IOException(REFUSED + why));
        }

        /** Any other letter of who has not said who it is; those of workers do not come here. */
        @Override
        public void receive(TransportClient client, ByteBuffer message) {
            drop(client, "expected who it is, found another letter");
        }

        private void received(TransportClient client, Caller caller, ByteBuf letter) {
            try {
                if (caller.group() != group) {
                    turnAway(client, caller, letter);
                    return;
                }
                caller.group().received(caller.rank(), letter);
            } catch (Letter.Garbage e) {
                drop(client, "expected a letter, found " + e.getMessage());
            }
        }

        /** A straggler of an earlier set of workers; that it says goodbye is as it should be. */
        private void turnAway(TransportClient client, Caller caller, ByteBuf letter) throws Letter.Garbage {
            Letter.Kind kind = Letter.kind(Letter.head(letter));
            if (kind != Letter.Kind.GOODBYE && kind != Letter.Kind.GIVES_UP) {
                drop(client, "worker " + caller.rank() + " belongs to a set of workers that is no more");
            }
        }

        @Override
        public void channelInactive(TransportClient client) {
            Caller caller = client.getChannel().attr(CALLER).get();
            if (caller != null) {
                caller.group().gone(caller.rank());
            }
        }

        @Override
        public void exceptionCaught(Throwable cause, TransportClient client) {
            LOG.warn("A connection from {} failed: {}", client.getSocketAddress(), cause.toString());
        }

        @Override
        public StreamManager getStreamManager() {
            return none;
        }
    }
}
