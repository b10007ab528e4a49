package org.turnpike.spark.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of Turnpike and the version of Spark that it was built for, as the build wrote them into the jar. */
public record Version(String turnpike, String spark) {

    public static final Version CURRENT = read();

    private static Version read() {
        Properties properties = new Properties();
        try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
            properties.load(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Version(properties.getProperty("turnpike"), properties.getProperty("spark"));
    }

    @Override
    public String toString() {
        return "Turnpike " + turnpike + " for Spark " + spark;
    }
}
