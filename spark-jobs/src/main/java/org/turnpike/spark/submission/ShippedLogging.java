package org.turnpike.spark.submission;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;

/**
 * The log settings of {@code conf/log4j2.properties}, where nobody has others: a jar that is submitted without the launcher, or
 * a driver that a cluster starts, would else print Spark's own hundred lines before each of ours.
 */
public final class ShippedLogging {
    private static final String SETTINGS = "log4j2.properties";
    private static final String OF_SPARK = "org/apache/spark/log4j2-defaults.properties";

    private ShippedLogging() {}

    /** Applies them, unless this process has log settings that are not just Spark's or Log4j's defaults. */
    public static void apply() {
        // Spark, once it has taken its own defaults, takes them again whenever it sets up logging; so let it do so
        // before.
        SparkHadoopUtil.get().initializeLogIfNecessary(false, true);
        // Log4j has a context for each class loader: spark-submit loads this jar by another one than Spark.
        Stream.of(SparkContext.class, ShippedLogging.class)
                .map(type -> LogManager.getContext(type.getClassLoader(), false))
                // a cluster may bind its logging to another library
                .filter(LoggerContext.class::isInstance)
                .map(LoggerContext.class::cast)
                .filter(ShippedLogging::isNobodys)
                .forEach(context -> context.setConfigLocation(settings()));
    }

    private static boolean isNobodys(LoggerContext context) {
        return context.getConfiguration() instanceof DefaultConfiguration
                || isOfSpark(context.getConfiguration().getConfigurationSource());
    }

    private static boolean isOfSpark(ConfigurationSource source) {
        return source != null
                && source.getLocation() != null
                && source.getLocation().endsWith(OF_SPARK);
    }

    private static URI settings() {
        try {
            return Objects.requireNonNull(ShippedLogging.class.getResource(SETTINGS))
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
