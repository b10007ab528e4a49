package org.turnpike.spark.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.ToDoubleFunction;
import org.turnpike.training.IterationReport;

/**
 * The figures of the latest iteration that this JVM knows of: an executor, of those that its worker does; the driver, of those
 * that worker 0 has told. They cost training a few writes to memory; whoever asks computes.
 */
public final class TrainingGauges {
    /** The stages of a JVM come one after the other. */
    private static final TrainingGauges OF_THIS_JVM = new TrainingGauges();

    private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

    private volatile IterationReport latest;
    private volatile double exchangeMilliseconds = Double.NaN;

    /** Those that {@link TurnpikePlugin} registers. */
    public static TrainingGauges ofThisJvm() {
        return OF_THIS_JVM;
    }

    TrainingGauges() {}

    public void iteration(IterationReport report) {
        latest = report;
    }

    void exchange(long nanoseconds) {
        exchangeMilliseconds = nanoseconds / NANOSECONDS_PER_MILLISECOND;
    }

    /**
     * Registers a gauge for each figure. One that is not known yet is NaN, which Prometheus and CSV both have.
     *
     * @param registry in which no gauge has its name yet
     */
    void register(MetricRegistry registry) {
        add(registry, "iteration", report -> report.iteration() + 1);
        add(registry, "epoch", report -> report.epoch() + 1);
        add(registry, "loss", IterationReport::loss);
        add(registry, "terminal_time", IterationReport::terminalTime);
        add(registry, "nfe_forward", IterationReport::forwardEvaluations);
        add(registry, "nfe_backward", IterationReport::backwardEvaluations);
        add(registry, "gradient_norm", IterationReport::gradientNorm);
        add(registry, "iteration_ms", report -> 1000 * report.seconds());
        add(registry, "rows_per_second", report -> report.rows() / report.seconds());
        registry.register("exchange_ms", (Gauge<Double>) () -> exchangeMilliseconds);
    }

    private void add(MetricRegistry registry, String name, ToDoubleFunction<IterationReport> figure) {
        registry.register(name, (Gauge<Double>) () -> {
            IterationReport report = latest;
            return report == null ? Double.NaN : figure.applyAsDouble(report);
        });
    }
}
