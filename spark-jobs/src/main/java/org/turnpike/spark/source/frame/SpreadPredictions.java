package org.turnpike.spark.source.frame;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.turnpike.data.RowMatrix;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Predictions;
import org.turnpike.training.evaluation.Predictor;
import scala.Tuple2;

/**
 * Predictions for rows that stay on the executors, as a data frame with the columns of a prediction table: the id, or {@code row}, the
 * place in what was read; {@code prediction} and what else the model says. Rows that cannot be solved have nulls.
 */
public final class SpreadPredictions {
    private final Dataset<Row> table;
    private final LongAccumulator skipped;
    private final LongAccumulator unsolved;
    private final LongAccumulator scored;

    private SpreadPredictions(
            Dataset<Row> table, LongAccumulator scored, LongAccumulator skipped, LongAccumulator unsolved) {
        this.table = table;
        this.scored = scored;
        this.skipped = skipped;
        this.unsolved = unsolved;
    }

    static SpreadPredictions of(SparkSession spark, SpreadRows source, NeuralOde model, String backend) {
        ModelFile files = ModelFile.of(model);
        LongAccumulator scored = spark.sparkContext().longAccumulator();
        LongAccumulator skipped = spark.sparkContext().longAccumulator();
        LongAccumulator unsolved = spark.sparkContext().longAccumulator();
        boolean named = source.names().extras().idPlace() != null;
        JavaRDD<DataRow> rows = source.rows();
        // what a model draws for a row follows from the row's number
        boolean unnumbered = named && model.inference().directions().isEmpty();
        JavaRDD<Tuple2<DataRow, Long>> placed = unnumbered
                ? rows.map(row -> new Tuple2<>(row, 0L))
                : rows.zipWithIndex().map(row -> new Tuple2<>(row._1(), row._2()));
        Scoring scoring =
                new Scoring(files.description(), files.weights(), backend, source.faults(), scored, skipped, unsolved);
        return new SpreadPredictions(
                spark.createDataFrame(placed.mapPartitions(scoring), schema(model.outputs(), named)),
                scored,
                skipped,
                unsolved);
    }

    /** Writes part files into a directory, in the format that its name ends with: Parquet, JSON, else CSV. */
    public void writeTo(String location) {
        if (location.endsWith(".parquet")) {
            table.write().mode("overwrite").parquet(location);
        } else if (location.endsWith(".json") || location.endsWith(".jsonl")) {
            table.write().mode("overwrite").json(location);
        } else {
            table.write().mode("overwrite").option("header", true).csv(location);
        }
    }

    /** Once they are written. */
    public long scored() {
        return scored.value();
    }

    public long skipped() {
        return skipped.value();
    }

    /** Rows that the model could not solve. */
    public long unsolved() {
        return unsolved.value();
    }

    private static StructType schema(Outputs outputs, boolean named) {
        DataType value = DataTypes.FloatType;
        StructType schema = named
                ? new StructType().add("id", DataTypes.StringType)
                : new StructType().add("row", DataTypes.LongType);
        if (outputs instanceof Outputs.Classes) {
            schema = schema.add("prediction", DataTypes.StringType);
        }
        for (String name : outputs.names()) {
            String column = outputs instanceof Outputs.Classes
                    ? "probability_" + name
                    : outputs instanceof Outputs.LogDensity
                            ? name
                            : outputs.names().size() == 1 ? "prediction" : "prediction_" + name;
            schema = schema.add(column, value);
        }
        return schema;
    }

    @SuppressWarnings("ArrayRecordComponent") // files' contents on their way; nothing compares them
    private record Scoring(
            byte[] description,
            byte[] weights,
            String backend,
            Profile.FaultRule faults,
            LongAccumulator scored,
            LongAccumulator skipped,
            LongAccumulator unsolved)
            implements FlatMapFunction<Iterator<Tuple2<DataRow, Long>>, Row> {
        private static final int BATCH = 4096;

        @Override
        public Iterator<Row> call(Iterator<Tuple2<DataRow, Long>> rows) throws IOException {
            NeuralOde model = ModelFile.read(
                    new ByteArrayInputStream(description),
                    new ByteArrayInputStream(weights),
                    "the model to predict by");
            Predictor predictor = new Predictor(model, new Compute(ShardEvaluation.backend(backend), 1));
            TaskCompletionListener closing = context -> predictor.close();
            TaskContext.get().addTaskCompletionListener(closing);
            return new Iterator<>() {
                private Iterator<Row> batch = List.<Row>of().iterator();

                @Override
                public boolean hasNext() {
                    while (!batch.hasNext() && rows.hasNext()) {
                        batch = next(predictor, model.outputs()).iterator();
                    }
                    return batch.hasNext();
                }

                @Override
                public Row next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    return batch.next();
                }

                private List<Row> next(Predictor using, Outputs outputs) {
                    List<Tuple2<DataRow, Long>> valid = new ArrayList<>();
                    while (valid.size() < BATCH && rows.hasNext()) {
                        Tuple2<DataRow, Long> row = rows.next();
                        if (row._1().isValid()) {
                            valid.add(row);
                        } else if (faults == Profile.FaultRule.ERROR) {
                            throw row._1().fault();
                        } else {
                            skipped.add(1);
                        }
                    }
                    return scored(valid, using, outputs);
                }
            };
        }

        private List<Row> scored(List<Tuple2<DataRow, Long>> valid, Predictor predictor, Outputs outputs) {
            if (valid.isEmpty()) {
                return List.of();
            }
            int width = valid.get(0)._1().features().length;
            float[] features = new float[valid.size() * width];
            for (int row = 0; row < valid.size(); row++) {
                System.arraycopy(valid.get(row)._1().features(), 0, features, row * width, width);
            }
            Predictions predictions = predictor.predict(
                    RowMatrix.takingOwnership(features, width),
                    row -> valid.get(row)._2());
            List<Row> rows = new ArrayList<>();
            for (int row = 0; row < valid.size(); row++) {
                List<Object> cells = new ArrayList<>();
                DataRow known = valid.get(row)._1();
                cells.add(known.id() == null ? valid.get(row)._2() : known.id());
                boolean solved = !Float.isNaN(predictions.value(row, 0));
                (solved ? scored : unsolved).add(1);
                if (outputs instanceof Outputs.Classes) {
                    cells.add(solved ? outputs.names().get(predictions.likeliest(row)) : null);
                }
                for (int output = 0; output < predictions.width(); output++) {
                    cells.add(solved ? predictions.value(row, output) : null);
                }
                rows.add(RowFactory.create(cells.toArray()));
            }
            return rows;
        }
    }
}
