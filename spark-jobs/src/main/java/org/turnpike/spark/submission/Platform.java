package org.turnpike.spark.submission;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Properties;

/**
 * What a driver runs on, as far as it must be the right one: barrier stages and Spark's transport are internals, which change with
 * minor versions. Compiled for Java 8, and using nothing of Spark's or Scala's but their version files.
 */
public final class Platform {
    private static final int OLDEST_JAVA = 17;
    private static final String UNKNOWN = "unknown";

    private final int java;
    private final String spark;
    private final String scala;
    private final Properties built;

    /** @param java the version's first number that counts, such as 8 or 17 */
    Platform(int java, String spark, String scala, Properties built) {
        this.java = java;
        this.spark = spark;
        this.scala = scala;
        this.built = built;
    }

    public static Platform ofThisProcess() {
        String java = System.getProperty("java.specification.version");
        return new Platform(
                Integer.parseInt(java.replaceFirst("^1\\.", "")),
                read("spark-version-info.properties").getProperty("version", UNKNOWN),
                read("library.properties").getProperty("version.number", UNKNOWN),
                read("org/turnpike/spark/driver/version.properties"));
    }

    /** One sentence on what is wrong, and one on what to do; empty where all is as it must be. */
    public Optional<String> complaint() {
        if (java < OLDEST_JAVA) {
            return Optional.of("Java: expected Java " + OLDEST_JAVA + " or newer, found Java " + java
                    + ". Set JAVA_HOME to a JDK " + OLDEST_JAVA
                    + "; on a cluster also spark.executorEnv.JAVA_HOME and, for a"
                    + " driver in YARN, spark.yarn.appMasterEnv.JAVA_HOME.");
        }
        String wanted = minor(built.getProperty("spark"));
        if (!minor(spark).equals(wanted)) {
            return Optional.of("the spark-submit that was used: expected Spark " + wanted + ", found Spark " + spark
                    + ". Point SPARK_HOME to Spark " + wanted
                    + ", or unset it and take spark-submit off the PATH to use the"
                    + " Spark that the build embeds.");
        }
        String wantedScala = built.getProperty("scala");
        if (!minor(scala).equals(wantedScala)) {
            return Optional.of("the spark-submit that was used: expected Scala " + wantedScala + ", found Scala "
                    + scala + ". Point SPARK_HOME to Spark " + wanted + " for Scala " + wantedScala + ".");
        }
        return Optional.empty();
    }

    private static Properties read(String resource) {
        Properties properties = new Properties();
        try (InputStream stream = Platform.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream != null) {
                properties.load(stream);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return properties;
    }

    private static String minor(String version) {
        return version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    }
}
