package org.turnpike.training.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TileExecutorTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void runsEveryTaskOnceInEveryJob(int threads) {
        try (TileExecutor executor = new TileExecutor(threads)) {
            assertThat(executor.threads()).isEqualTo(threads);
            for (int job = 0; job < 2000; job++) {
                int tasks = job % 7;
                AtomicIntegerArray runs = new AtomicIntegerArray(7);
                executor.run(tasks, (task, thread) -> {
                    assertThat(thread).isBetween(0, threads - 1);
                    runs.incrementAndGet(task);
                });
                for (int task = 0; task < 7; task++) {
                    assertThat(runs.get(task)).isEqualTo(task < tasks ? 1 : 0);
                }
            }
        }
    }

    @Test
    void showsTheCallerAllThatTasksWrote() {
        double[] written = new double[64];
        try (TileExecutor executor = new TileExecutor(2)) {
            for (int job = 0; job < 5000; job++) {
                int value = job;
                executor.run(written.length, (task, thread) -> written[task] = value);
                for (double number : written) {
                    assertThat(number).isEqualTo(value);
                }
            }
        }
    }

    @Test
    void sharesTheWork() {
        try (TileExecutor executor = new TileExecutor(2)) {
            shareOneJob(executor);
        }
    }

    @Test
    void wakesHelpersThatSleep() throws InterruptedException {
        try (TileExecutor executor = new TileExecutor(2)) {
            for (int job = 0; job < 5; job++) {
                Thread.sleep(20);
                shareOneJob(executor);
            }
        }
    }

    @Test
    void throwsWhatTheFirstTaskThrewAfterAllAreDone() {
        try (TileExecutor executor = new TileExecutor(3)) {
            AtomicInteger finished = new AtomicInteger();
            assertThatThrownBy(() -> executor.run(40, (task, thread) -> {
                        finished.incrementAndGet();
                        if (task % 10 == 7) {
                            throw new IllegalStateException("task " + task);
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("task 7");
            assertThat(finished).hasValue(40);
            executor.run(3, (task, thread) -> finished.incrementAndGet());
            assertThat(finished).hasValue(43);
        }
    }

    @Test
    void finishesAnInterruptedCallersJob() {
        try (TileExecutor executor = new TileExecutor(2)) {
            AtomicInteger finished = new AtomicInteger();
            Thread.currentThread().interrupt();
            executor.run(8, (task, thread) -> {
                LockSupport.parkNanos(thread == 0 ? 0 : Duration.ofMillis(20).toNanos());
                finished.incrementAndGet();
            });
            assertThat(finished).hasValue(8);
            assertThat(Thread.interrupted()).as("the interrupt is still there").isTrue();
        }
    }

    @Test
    void endsItsThreads() {
        TileExecutor executor = new TileExecutor(3);
        executor.run(9, (task, thread) -> {});
        executor.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("turnpike-tile-") && thread.isAlive());
        assertThatThrownBy(() -> executor.run(1, (task, thread) -> {}))
                .hasMessage("These threads have been shut down.");
        assertThatThrownBy(() -> new TileExecutor(0)).hasMessage("At least 1 thread is needed, found 0.");
    }

    /** Two tasks, of which neither ends before the other has begun. */
    private static void shareOneJob(TileExecutor executor) {
        CountDownLatch both = new CountDownLatch(2);
        executor.run(2, (task, thread) -> {
            both.countDown();
            try {
                assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
