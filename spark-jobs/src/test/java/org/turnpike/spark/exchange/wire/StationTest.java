package org.turnpike.spark.exchange.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.spark.exchange.PeerFailure;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import scala.Option;

/** Strangers, stragglers and silence: who may join, who is dropped while the others go on, and what is said of who is gone. */
class StationTest {
    private static final int ROUNDS = 300;

    @ParameterizedTest
    @ValueSource(strings = {"none", "sasl", "aes"})
    void strangersAreDroppedAndTrainingGoesOn(String encryption) throws Exception {
        try (Stations stations = new Stations(2, conf(encryption), new Patience(20, 60))) {
            List<Future<Double>> sums = stations.begin(1, group -> sum(group, ROUNDS, 1));
            int port = stations.station(0).port();
            assertThat(isDropped(port, garbage(64))).isTrue();
            assertThat(isDropped(port, "GET / HTTP/1.1\r\n\r\n".getBytes("US-ASCII")))
                    .isTrue();
            assertThat(isDropped(port, frameOf(1L << 30))).isTrue();
            assertThat(isDropped(port, frameOf(1L << 60))).isTrue();
            assertThat(isDropped(port, frameOf(-5))).isTrue();
            assertThatThrownBy(() -> new Station(
                                    conf(encryption), Option.empty(), OptionalInt.empty(), Stations.RUN, "d3Jvbmc=")
                            .join(
                                    new Membership(
                                            Stations.RUN,
                                            1,
                                            1,
                                            List.of(
                                                    stations.addresses().get(0),
                                                    new Membership.Address("localhost", 1))),
                                    new Patience(0.3, 1)))
                    .isInstanceOf(PeerFailure.class)
                    .hasMessageContaining("worker 0 (localhost:" + port + ") could not be reached within 0.3 s");
            for (Future<Double> sum : sums) {
                assertThat(Stations.result(sum)).isEqualTo(ROUNDS);
            }
        }
    }

    /** What a worker said once, word for word, is not believed a second time. */
    @Test
    void whatWasRecordedIsNoUseToWhoReplaysIt() throws Exception {
        try (Stations stations = new Stations(2);
                Recorder recorder = new Recorder(stations.station(0).port())) {
            Membership real = stations.membership(1, 1);
            Membership viaRecorder = new Membership(
                    real.run(),
                    1,
                    1,
                    List.of(
                            new Membership.Address("localhost", recorder.port()),
                            real.addresses().get(1)));
            List<Future<Double>> sums = stations.begin(1, group -> sum(group, ROUNDS, 1), viaRecorder);
            for (Future<Double> sum : sums) {
                assertThat(Stations.result(sum)).isEqualTo(ROUNDS);
            }
            List<Future<Double>> next = stations.begin(2, group -> sum(group, ROUNDS, 1));
            assertThat(recorder.heard().length).isGreaterThan(1000);
            assertThat(isDropped(stations.station(0).port(), recorder.heard())).isTrue();
            for (Future<Double> sum : next) {
                assertThat(Stations.result(sum)).isEqualTo(ROUNDS);
            }
        }
    }

    @Test
    void aStragglerOfAnEarlierSetIsTurnedAway() throws Exception {
        try (Stations stations = new Stations(2)) {
            stations.play(5, group -> sum(group, 3, 1));
            try (Station straggler = new Station(
                    new SparkConf(false), Option.empty(), OptionalInt.empty(), Stations.RUN, Stations.SECRET)) {
                Membership old = new Membership(Stations.RUN, 4, 1, stations.addresses());
                assertThatThrownBy(() -> straggler.join(old, new Patience(0.3, 1)))
                        .isInstanceOf(PeerFailure.class)
                        .hasMessageContaining("worker 0");
            }
            assertThat(stations.play(6, group -> sum(group, 3, 1))).containsOnly(3.0);
        }
    }

    @Test
    void whoGivesUpTellsTheOthersWhy() throws Exception {
        try (Stations stations = new Stations(3)) {
            List<Future<Double>> sums = stations.begin(1, group -> {
                if (group.rank() == 2) {
                    sum(group, 5, 1);
                    group.leave(new IllegalStateException("the disk is full"));
                    throw new IllegalStateException("the disk is full");
                }
                return sum(group, ROUNDS, 1);
            });
            for (int rank = 0; rank < 2; rank++) {
                Future<Double> sum = sums.get(rank);
                assertThatThrownBy(() -> Stations.result(sum))
                        .isInstanceOf(PeerFailure.class)
                        .hasMessageStartingWith(
                                "worker 2 (localhost:" + stations.station(2).port() + ") gave up: ")
                        .hasMessageEndingWith("the disk is full");
            }
        }
    }

    @Test
    void whoIsAliveButNeverDoneIsNamedAfterTheWorkTimeout() throws Exception {
        try (Stations stations = new Stations(2, new SparkConf(false), new Patience(20, 1.5))) {
            List<Future<Double>> sums = stations.begin(1, group -> sum(group, 2, group.rank() == 1 ? 4000 : 1));
            assertThatThrownBy(() -> Stations.result(sums.get(0)))
                    .isInstanceOf(PeerFailure.class)
                    .hasMessage("worker 1 (localhost:" + stations.station(1).port()
                            + ") is alive, but has not finished its part for 1.5 s (cluster.work-timeout)");
        }
    }

    /** Far slower than the time for signs of life: those are given meanwhile. */
    @Test
    void whoIsSlowIsWaitedFor() throws Exception {
        try (Stations stations = new Stations(2, new SparkConf(false), new Patience(1.2, 60))) {
            List<Double> sums = stations.play(1, group -> sum(group, 2, group.rank() == 1 ? 2500 : 1));
            assertThat(sums).containsExactly(2.0, 2.0);
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        int first = 0;
        try (ServerSocket taken = new ServerSocket(0)) {
            first = taken.getLocalPort();
            try (Station next = station(OptionalInt.of(first))) {
                assertThat(next.port()).isGreaterThan(first).isLessThan(first + 16);
            }
        }
        assertThatThrownBy(() -> station(OptionalInt.of(70_000)))
                .isNotInstanceOf(UserError.class); // no port at all, which the job file's rules refuse
    }

    private static Station station(OptionalInt port) {
        return new Station(new SparkConf(false), Option.empty(), port, Stations.RUN, Stations.SECRET);
    }

    /** As many exchanges, each after some work. */
    private static double sum(Group group, int rounds, long workMilliseconds) throws InterruptedException {
        double sum = 0;
        OptimizerSettings descent = new OptimizerSettings.Sgd(1, 0, OptimizerSettings.Momentum.CLASSICAL);
        UpdateRules rules = new UpdateRules(
                1,
                descent,
                new Schedule.Constant(),
                descent,
                new Schedule.Constant(),
                java.util.OptionalDouble.empty(),
                0,
                0);
        try (TileExecutor executor = new TileExecutor(1)) {
            Exchange exchange = group.exchanges().open(rules, new SumLayout(3), group.workers(), executor);
            for (int round = 0; round < rounds; round++) {
                Thread.sleep(workMilliseconds);
                sum += exchange.sum(new double[][] {{1.0 / group.workers()}})[0];
            }
        }
        return Math.round(sum);
    }

    private static SparkConf conf(String encryption) {
        SparkConf conf = new SparkConf(false);
        return switch (encryption) {
            case "sasl" ->
                conf.set("spark.authenticate.enableSaslEncryption", "true")
                        .set("spark.network.sasl.serverAlwaysEncrypt", "true");
            case "aes" -> conf.set("spark.network.crypto.enabled", "true");
            default -> conf;
        };
    }

    private static byte[] garbage(int length) {
        byte[] bytes = new byte[length];
        new Random(3).nextBytes(bytes);
        return bytes;
    }

    /** The beginning of a frame that says it has so many bytes. */
    private static byte[] frameOf(long length) {
        return ByteBuffer.allocate(64).putLong(length).array();
    }

    /** Whether who says this hears nothing but the end of the connection, or a refusal and then that. */
    private static boolean isDropped(int port, byte[] said) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            try {
                out.write(said);
                out.flush();
                InputStream in = socket.getInputStream();
                while (in.read() >= 0) {
                    // a refusal
                }
            } catch (java.net.SocketTimeoutException e) {
                return false;
            } catch (IOException e) {
                // reset: dropped
            }
            return true;
        }
    }

    /** Passes a connection on, and keeps what the caller says. */
    private static final class Recorder implements AutoCloseable {
        private final ServerSocket listening = new ServerSocket(0);
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        Recorder(int to) throws IOException {
            Thread thread = new Thread(() -> accept(to));
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listening.getLocalPort();
        }

        byte[] heard() {
            synchronized (heard) {
                return heard.toByteArray();
            }
        }

        private void accept(int to) {
            try {
                while (true) {
                    Socket caller = listening.accept();
                    Socket called = new Socket("localhost", to);
                    pass(caller, called, true);
                    pass(called, caller, false);
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void pass(Socket from, Socket to, boolean keep) {
            Thread thread = new Thread(() -> {
                byte[] bytes = new byte[1 << 16];
                try {
                    for (int count = from.getInputStream().read(bytes); count >= 0; ) {
                        if (keep) {
                            synchronized (heard) {
                                heard.write(bytes, 0, count);
                            }
                        }
                        to.getOutputStream().write(bytes, 0, count);
                        count = from.getInputStream().read(bytes);
                    }
                    to.close();
                } catch (IOException e) {
                    // the connection has ended
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}
