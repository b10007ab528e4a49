package org.turnpike.spark.source;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Spark session of two threads for the tests of a class, stopped after the last of them. */
final class SourceSession implements AfterAllCallback {

    private final SparkSession spark = SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "localhost")
            .config("spark.sql.shuffle.partitions", 2)
            .getOrCreate();

    SparkSession spark() {
        return spark;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        spark.stop();
    }
}
