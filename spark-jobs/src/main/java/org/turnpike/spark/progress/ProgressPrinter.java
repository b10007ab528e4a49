package org.turnpike.spark.progress;

import java.io.PrintStream;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.turnpike.training.IterationReport;
import org.turnpike.training.stage.EpochReport;

/**
 * Prints how far a stage is, until it is closed.
 *
 * <p>By time, a thread of its own looks at the progress, so that printing takes nothing from training however slow the
 * terminal; by iterations, the training thread prints.
 */
public final class ProgressPrinter implements StageWatch, AutoCloseable {
    private static final long TERMINAL_MILLISECONDS = 200;
    private static final long PLAIN_MILLISECONDS = 1000;
    private static final String TO_START_AND_CLEAR = "\r\u001b[K";
    private static final String BETWEEN_PARTS = "  ";

    private final StageProgress progress;
    private final Pace pace;
    private final PrintStream stream;
    private final OptionalInt columns;
    private final ProgressLine line;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::printByTime, "turnpike-progress");
    private long printedIterations = -1;

    /** @param columns width of the terminal that the stream goes to; empty where it goes elsewhere */
    public ProgressPrinter(StageProgress progress, Pace pace, PrintStream stream, OptionalInt columns) {
        this.progress = progress;
        this.pace = pace;
        this.stream = stream;
        this.columns = columns;
        this.line = new ProgressLine(progress);
        thread.setDaemon(true);
        if (pace instanceof Pace.ByTime) {
            thread.start();
        }
    }

    @Override
    public boolean isCalledOff() {
        return progress.isCalledOff();
    }

    @Override
    public void begins() {
        progress.begins();
    }

    @Override
    public void iteration(IterationReport report) {
        progress.iteration(report);
        if (pace instanceof Pace.ByIterations every && (report.iteration() + 1) % every.count() == 0) {
            stream.println(line.text(report));
        }
    }

    @Override
    public void epoch(EpochReport report) {
        progress.epoch(report);
    }

    /** Ends the line, with the last iteration on it, and waits until it is printed. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void printByTime() {
        long wait = columns.isPresent() ? TERMINAL_MILLISECONDS : PLAIN_MILLISECONDS;
        try {
            while (!closed.await(wait, TimeUnit.MILLISECONDS)) {
                progress.latest().ifPresent(this::print);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        progress.latest().ifPresent(this::print);
        if (columns.isPresent() && printedIterations >= 0) {
            stream.println();
        }
    }

    private void print(IterationReport latest) {
        if (latest.iteration() == printedIterations) {
            return;
        }
        printedIterations = latest.iteration();
        String text = line.text(latest);
        if (columns.isEmpty()) {
            stream.println(text);
            return;
        }
        // one column stays free: a line that fills the last one would wrap, and could not be rewritten
        stream.print(TO_START_AND_CLEAR + shortened(text, Math.max(1, columns.getAsInt() - 1)));
        stream.flush();
    }

    /** As many of the line's parts as fit: half a figure, or a time without its unit, would be read as another one. */
    private static String shortened(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        int end = text.lastIndexOf(BETWEEN_PARTS, width);
        return text.substring(0, end > 0 ? end : width);
    }
}
