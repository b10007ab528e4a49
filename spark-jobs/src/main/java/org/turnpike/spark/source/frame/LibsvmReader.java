package org.turnpike.spark.source.frame;

import static org.apache.spark.sql.functions.input_file_name;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.turnpike.spark.source.Source;

/**
 * Opens LIBSVM text: on each line a label, then {@code index:value} for the features that are not 0, indices ascending from 1. What follows a # is a
 * remark.
 */
final class LibsvmReader {
    private final SparkSession spark;

    LibsvmReader(SparkSession spark) {
        this.spark = spark;
    }

    Frame open(Source.Spread source) {
        Dataset<Row> lines = spark.read()
                .text(source.location())
                .withColumn(Frame.FILE, input_file_name())
                .withColumn("value", functions.trim(functions.regexp_replace(functions.col("value"), "#.*$", "")))
                .where("value <> ''");
        return new Frame(source.text(), lines, List.of("value"));
    }
}
