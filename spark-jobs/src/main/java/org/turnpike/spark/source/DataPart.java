package org.turnpike.spark.source;

import java.util.List;
import org.turnpike.data.Standardisation;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluation;

/** Rows with one purpose, to train, validate or test, wherever they are. */
public interface DataPart {
    /** To {@link #sample} rows that are known to be few. */
    int EVERY_ROW = Integer.MAX_VALUE;

    /** Path, table or generator that they were read from. */
    String origin();

    long rows();

    /** Rows of the origin that were left out. */
    int skipped();

    /** Why, for the first few. */
    List<String> skipReasons();

    Schema schema();

    /** By what these rows are known again, in any order and from any files. */
    String fingerprint();

    Standardisation standardisation();

    /** At most so many of the rows: all of them, or a sample that depends on nothing but the rows. */
    Table sample(int most);

    /** How good a model of the rows' features and targets is on all of them. */
    Evaluation evaluate(NeuralOde model, Compute compute);
}
