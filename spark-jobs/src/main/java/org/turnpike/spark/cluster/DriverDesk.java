package org.turnpike.spark.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkEnv;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcTimeout;
import org.apache.spark.util.RpcUtils;
import org.turnpike.spark.exchange.DriverLine;
import scala.concurrent.duration.FiniteDuration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** The run's {@link Meeting}, from a worker's side. */
final class DriverDesk implements DriverLine {
    private static final double REPORT_SECONDS = 10;

    private final RpcEndpointRef driver;
    private final double patienceSeconds;

    /** @param patienceSeconds for the other workers to come */
    DriverDesk(String run, double patienceSeconds) {
        SparkEnv spark = SparkEnv.get();
        this.driver = RpcUtils.makeDriverRef(Meeting.name(run), spark.conf(), spark.rpcEnv());
        this.patienceSeconds = patienceSeconds;
    }

    String secret() {
        return ask(String.class, REPORT_SECONDS, "secret");
    }

    /** Waits until all workers of the attempt have come. */
    String[] arrive(int attempt, int partition, String executor, String address, String holds) {
        // The driver gives up first, and says why.
        double seconds = 2 * patienceSeconds + REPORT_SECONDS;
        return ask(String[].class, seconds, "arrive", attempt, partition, executor, address, holds);
    }

    void failed(int attempt, int rank, String executor, byte[] cause) {
        ask(String.class, REPORT_SECONDS, "failed", attempt, rank, executor, cause);
    }

    @Override
    public Wish tell(byte[] report) throws IOException {
        return Wish.valueOf(ask(String.class, REPORT_SECONDS, "report", report));
    }

    private <T> T ask(Class<T> answer, double seconds, Object... message) {
        FiniteDuration duration = new FiniteDuration((long) (seconds * 1000), TimeUnit.MILLISECONDS);
        ClassTag<T> tag = ClassTag$.MODULE$.apply(answer);
        return driver.askSync(message, new RpcTimeout(duration, "cluster.executor-timeout"), tag);
    }
}
