package org.turnpike.spark.metrics;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Puts {@link TrainingGauges} into the metrics of driver and executors, under {@code plugin.org.turnpike.spark.metrics.TurnpikePlugin}.
 * Turnpike adds it to {@code spark.plugins} itself.
 */
public final class TurnpikePlugin implements SparkPlugin {
    private static final String KEY = "spark.plugins";
    private static final String DRIVER = "driver";

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public Map<String, String> init(SparkContext spark, PluginContext context) {
                return Map.of();
            }

            @Override
            public void registerMetrics(String application, PluginContext context) {
                TrainingGauges.ofThisJvm().register(context.metricRegistry());
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> fromDriver) {
                // in local mode the driver has registered them, in this JVM
                if (!context.executorID().equals(DRIVER)) {
                    TrainingGauges.ofThisJvm().register(context.metricRegistry());
                }
            }
        };
    }

    /** Adds the plug-in to those that {@code configuration} names. */
    public static void addTo(SparkConf configuration) {
        String name = TurnpikePlugin.class.getName();
        String others = configuration.get(KEY, "");
        if (!others.contains(name)) {
            configuration.set(KEY, others.isBlank() ? name : others + "," + name);
        }
    }
}
