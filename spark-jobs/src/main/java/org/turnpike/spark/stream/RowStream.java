package org.turnpike.spark.stream;

import java.util.Arrays;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/** Opens a stream of rows. */
public final class RowStream {
    private RowStream() {}

    /** @throws UserError where Spark cannot make a stream of the settings */
    public static Dataset<Row> open(SparkSession spark, StreamSettings settings) {
        try {
            DataStreamReader reader =
                    spark.readStream().format(settings.format()).options(settings.options());
            if (settings.schema().isPresent()) {
                reader.schema(settings.schema().get());
            } else if (settings.path().isPresent()) {
                reader.schema(schemaOfFiles(spark, settings));
            }
            Dataset<Row> rows =
                    settings.path().isPresent() ? reader.load(settings.path().get()) : reader.load();
            return settings.select().isEmpty()
                    ? rows
                    : rows.selectExpr(settings.select().toArray(String[]::new));
        } catch (Exception e) {
            if (e instanceof SparkThrowable || e instanceof IllegalArgumentException) {
                throw refused(settings, e);
            }
            throw e;
        }
    }

    /** What the files that are there already have in common. */
    private static StructType schemaOfFiles(SparkSession spark, StreamSettings settings) {
        StructType schema = spark.read()
                .format(settings.format())
                .option("inferSchema", true)
                .options(settings.options())
                .load(settings.path().get())
                .schema();
        if (schema.isEmpty()) {
            throw new UserError(
                    ExitCode.DATA,
                    "a file from which to learn the columns",
                    "none yet",
                    settings.path().get(),
                    "Name the columns and their types: stream.schema = \"x double, label string\".");
        }
        return schema;
    }

    private static UserError refused(StreamSettings settings, Exception cause) {
        String message = String.valueOf(cause.getMessage());
        return new UserError(
                        message.contains("PATH_NOT_FOUND") ? ExitCode.DATA : ExitCode.USAGE,
                        "a stream that Spark can read",
                        Arrays.stream(message.split("\n"))
                                .findFirst()
                                .orElse("none")
                                .replaceAll("[.\\s]+$", ""),
                        settings.text(),
                        "Correct the block stream; a source that Spark does not bring itself is added with -- --packages.")
                .causedBy(cause);
    }
}
