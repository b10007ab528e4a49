package org.turnpike.spark.exchange;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;

/**
 * What came of a worker's task, sent to the driver as the task's result. A failure is a result too: thrown, it would
 * reach the driver as the text of a {@code SparkException}, with the exception itself lost.
 */
public sealed interface Outcome<R> extends Serializable {

    /** The result, or what the worker threw. */
    R orThrow() throws Exception;

    static <R> Outcome<R> of(Work<R> work, Seat seat) throws InterruptedException {
        try {
            return new Done<>(work.run(seat));
        } catch (InterruptedException e) {
            throw e; // the stage was cancelled: nobody waits for a result
        } catch (Throwable e) {
            return failed(e);
        }
    }

    static <R> Failed<R> failed(Throwable thrown) {
        return new Failed<>(portable(thrown));
    }

    /** The work's result. */
    record Done<R>(R result) implements Outcome<R> {
        @Override
        public R orThrow() {
            return result;
        }
    }

    /** What the work threw. */
    record Failed<R>(Throwable thrown) implements Outcome<R> {
        @Override
        public R orThrow() throws Exception {
            if (thrown instanceof Error error) {
                throw error;
            }
            throw (Exception) thrown;
        }
    }

    private static Throwable portable(Throwable thrown) {
        try (ObjectOutputStream stream = new ObjectOutputStream(OutputStream.nullOutputStream())) {
            stream.writeObject(thrown);
            return thrown;
        } catch (IOException e) {
            IllegalStateException text = new IllegalStateException(thrown.toString());
            text.setStackTrace(thrown.getStackTrace());
            return text;
        }
    }
}
