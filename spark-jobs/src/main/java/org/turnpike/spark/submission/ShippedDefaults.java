package org.turnpike.spark.submission;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.apache.spark.SparkConf;

/**
 * The settings of {@code conf/spark-defaults.conf}, for a jar that is submitted without the launcher. What the submission or the
 * cluster sets stays.
 */
public final class ShippedDefaults {
    private static final String SETTINGS = "spark-defaults.conf";

    /** Of the driver's JVM, which runs by now. */
    private static final String TOO_LATE = "spark.driver.";

    private ShippedDefaults() {}

    /** Adds to {@code configuration} what it does not have. */
    public static void addTo(SparkConf configuration) {
        Properties settings = read();
        settings.stringPropertyNames().stream()
                .filter(key -> !key.startsWith(TOO_LATE))
                .forEach(key -> configuration.setIfMissing(
                        key, settings.getProperty(key).strip()));
    }

    private static Properties read() {
        Properties settings = new Properties();
        try (InputStream stream = Objects.requireNonNull(ShippedDefaults.class.getResourceAsStream(SETTINGS))) {
            settings.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }
}
