package org.turnpike.spark.exchange.wire;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SSLOptions;
import org.apache.spark.SparkConf;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.crypto.AuthClientBootstrap;
import org.apache.spark.network.crypto.AuthServerBootstrap;
import org.apache.spark.network.netty.SparkTransportConf;
import org.apache.spark.network.sasl.SecretKeyHolder;
import org.apache.spark.network.server.RpcHandler;
import org.apache.spark.network.server.TransportServer;
import org.apache.spark.network.server.TransportServerBootstrap;
import org.apache.spark.network.util.TransportConf;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import scala.Option;

/**
 * A port at which other workers of the run can call, and the calls to theirs, over Spark's own transport.
 *
 * <p>Whoever calls must know the run's secret: by Spark's key exchange with encryption where Spark encrypts its own RPC
 * ({@code spark.network.crypto.enabled}), else by SASL; over TLS where {@code spark.ssl.rpc.enabled} is set.
 */
final class Wire implements AutoCloseable {

    /** Names the transport's threads and its settings, {@code spark.turnpike.io.*}. */
    private static final String MODULE = "turnpike";

    /** A letter of 100 000 numbers comes in one or two reads, where Netty's own limit makes seven. */
    private static final int MOST_READ_BYTES = 512 << 10;

    private static final int FIRST_READ_BYTES = 4 << 10;

    /** Ports after the given one that are tried, as Spark does with its own. */
    private static final int PORTS = 16;

    private final TransportContext context;
    private final TransportServer server;
    private final TransportClientFactory calls;

    /**
     * @param spark settings of the transport, its encryption and TLS
     * @param ssl of Spark's RPC
     * @param port to listen at, or one of the fifteen after it; empty for any that is free
     * @param run whose workers may call
     * @throws UserError where no port is free
     */
    Wire(SparkConf spark, Option<SSLOptions> ssl, OptionalInt port, String run, String secret, RpcHandler handler) {
        // Without this Spark would fall back from its key exchange to SASL for whoever asks.
        SparkConf strict = spark.clone().set("spark.network.crypto.saslFallback", "false");
        strict.setIfMissing("spark." + MODULE + ".io.serverThreads", "1");
        strict.setIfMissing("spark." + MODULE + ".io.clientThreads", "1");
        TransportConf conf = SparkTransportConf.fromSparkConf(strict, MODULE, 1, Option.empty(), ssl);
        SecretKeyHolder holder = new OneSecret(run, secret);
        this.context = new TransportContext(conf, handler);
        TransportServerBootstrap guard = (channel, next) -> {
            channel.pipeline().addLast("turnpikeFrameGuard", new FrameGuard());
            channel.config()
                    .setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(64, FIRST_READ_BYTES, MOST_READ_BYTES));
            return next;
        };
        try {
            this.server = listen(port, List.of(guard, new AuthServerBootstrap(conf, holder)));
            this.calls = context.createClientFactory(List.of(new AuthClientBootstrap(conf, run, holder)));
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
    }

    int port() {
        return server.getPort();
    }

    /** A connection to another worker that has proved to be one. */
    TransportClient call(String host, int port) throws IOException, InterruptedException {
        return calls.createUnmanagedClient(host, port);
    }

    /** The other end of the channel is a worker of this run, whose letters are for {@code recipient}. On the channel's own thread. */
    static void trust(Channel channel, LetterReader.Recipient recipient) {
        LetterReader.install(channel, recipient);
        FrameGuard guard = channel.pipeline().get(FrameGuard.class);
        if (guard != null) {
            guard.trust();
        }
    }

    @Override
    public void close() {
        calls.close();
        server.close();
        context.close();
    }

    private TransportServer listen(OptionalInt port, List<TransportServerBootstrap> bootstraps) {
        if (port.isEmpty()) {
            return context.createServer(0, bootstraps);
        }
        for (int next = port.getAsInt(); next < port.getAsInt() + PORTS; next++) {
            try {
                return context.createServer(next, bootstraps);
            } catch (Exception e) { // Netty throws checked exceptions that nobody declares
                if (!isTaken(e)) {
                    throw e;
                }
            }
        }
        throw new UserError(
                ExitCode.CLUSTER,
                "a free port from " + port.getAsInt() + " to " + (port.getAsInt() + PORTS - 1),
                "all of them taken",
                "cluster.port",
                "Name another port, or auto for any that is free.");
    }

    private static boolean isTaken(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // Netty's native transport has an exception of its own, which says so too.
            if (cause instanceof BindException
                    || (cause instanceof IOException
                            && String.valueOf(cause.getMessage()).contains("Address already in use"))) {
                return true;
            }
        }
        return false;
    }

    private record OneSecret(String run, String secret) implements SecretKeyHolder {
        @Override
        public String getSaslUser(String application) {
            return "turnpike";
        }

        @Override
        public String getSecretKey(String application) {
            return run.equals(application) ? secret : null;
        }
    }
}
