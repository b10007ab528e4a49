package org.turnpike.spark.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

class LocalWorkerTest {
    private static JavaSparkContext spark;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("LocalWorkerTest")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void theWorkerIsABarrierTaskWithEveryThread() throws Exception {
        float[] weights = {1, 2};
        float[] result = new LocalWorker(spark)
                .run(seat -> {
                    int tasks = BarrierTaskContext.get().getTaskInfos().length;
                    return new float[] {weights[0], weights[1], seat.threads(), seat.rank(), seat.workers(), tasks};
                })
                .get(0);
        assertThat(result).containsExactly(1, 2, 2, 0, 1, 1);
    }

    @Test
    void whatTheWorkThrowsArrivesAsItself() {
        UserError error = new UserError(ExitCode.DATA, "a label in [0, 2)", "3", "train.csv:9", "Correct the row.");
        assertThatThrownBy(() -> new LocalWorker(spark).run(seat -> {
                    throw error;
                }))
                .isInstanceOf(UserError.class)
                .hasMessage(error.getMessage())
                .extracting(thrown -> ((UserError) thrown).exitCode())
                .isEqualTo(ExitCode.DATA);
    }

    @Test
    void anErrorArrivesAsItself() {
        assertThatThrownBy(() -> new LocalWorker(spark).run(seat -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void anExceptionThatCannotTravelArrivesAsText() {
        assertThatThrownBy(() -> new LocalWorker(spark).run(seat -> {
                    throw new Rooted(new Object());
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Rooted: not serialisable");
    }

    @Test
    void whatIsNearbyIsFoundByATaskInTheSameJvm() throws Exception {
        Object shared = new Object();
        try (Nearby<Object> nearby = Nearby.share(shared)) {
            boolean found = new LocalWorker(spark)
                    .run(seat -> nearby.find().isPresent())
                    .get(0);
            assertThat(found).isTrue();
            assertThat(nearby.find()).containsSame(shared);
            nearby.close();
            boolean foundAfter = new LocalWorker(spark)
                    .run(seat -> nearby.find().isPresent())
                    .get(0);
            assertThat(foundAfter).isFalse();
        }
    }

    @Test
    void whatIsSharedIsThereUntilItIsClosed() throws Exception {
        Workers workers = new LocalWorker(spark);
        Workers.Shared<String> shared = workers.share("state");
        assertThat(workers.run(seat -> shared.value())).containsExactly("state");
        shared.close();
        assertThatThrownBy(() -> workers.run(seat -> shared.value())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void threadsAreThoseOfTheMaster() {
        assertThat(LocalWorker.threads("local")).isEqualTo(1);
        assertThat(LocalWorker.threads("local[3]")).isEqualTo(3);
        assertThat(LocalWorker.threads("local[3, 2]")).isEqualTo(3);
        assertThat(LocalWorker.threads("local[*]"))
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThatThrownBy(() -> LocalWorker.threads("yarn"))
                .hasMessageStartingWith("--master: expected a local master such as local[*], found 'yarn'.");
    }

    /** Holds what Java cannot serialise. */
    private static final class Rooted extends RuntimeException {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("UnusedVariable")
        final Object root;

        Rooted(Object root) {
            super("not serialisable");
            this.root = root;
        }
    }
}
