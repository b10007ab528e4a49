package org.turnpike.spark.source;

import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.data.Standardisation;
import org.turnpike.data.Table;
import org.turnpike.data.TableFingerprint;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluation;
import org.turnpike.training.evaluation.Evaluator;

/** Rows in the memory of this process. */
public record TablePart(String origin, Table table, int skipped, List<String> skipReasons) implements DataPart {
    public TablePart {
        skipReasons = List.copyOf(skipReasons);
    }

    @Override
    public long rows() {
        return table.rows();
    }

    @Override
    public Schema schema() {
        return Schema.of(table);
    }

    @Override
    public String fingerprint() {
        return TableFingerprint.of(table);
    }

    @Override
    public Standardisation standardisation() {
        return Standardisation.learn(table.features());
    }

    @Override
    public Table sample(int most) {
        return table.rows() <= most
                ? table
                : table.select(IntStream.range(0, most).toArray());
    }

    @Override
    public Evaluation evaluate(NeuralOde model, Compute compute) {
        try (Evaluator evaluator = new Evaluator(model, compute)) {
            compute.backend().warmUp();
            return evaluator.evaluate(table);
        }
    }
}
