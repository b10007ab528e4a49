package org.turnpike.spark.source;

import org.apache.spark.sql.SparkSession;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/** Spark, for sources that need it; it is started when somebody asks. */
@FunctionalInterface
public interface SparkAccess {

    /** @throws Exception what kept Spark from starting */
    SparkSession session() throws Exception;

    /** Of whoever has no Spark to start, such as a task of its own. */
    static SparkAccess none() {
        return () -> {
            throw new UserError(
                    ExitCode.USAGE,
                    "a generator, one CSV file or IDX images",
                    "data that only Spark reads",
                    "this command",
                    "Name other data.");
        };
    }
}
