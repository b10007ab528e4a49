package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.objective.TaylorRegulariser;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TayNode;

/** {@code taynode}: a given terminal time, and a price on the K-th derivative of solutions. */
final class TayNodeKind implements StageKind {
    @Override
    public String name() {
        return "taynode";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.givenKeys());
        keys.put("order", Rule.count(TaylorRegulariser.LEAST_ORDER, TaylorRegulariser.MOST_ORDER));
        keys.put("lambda", Rule.atLeast(0));
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        Settings block = settings.block();
        return new Reading(
                settings, JobTime.given(settings), new TaylorRegulariser(block.count("order"), block.number("lambda")));
    }

    private record Reading(StageSettings settings, JobTime time, TaylorRegulariser regulariser)
            implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            return new TayNode(settings.training(), settings.cost().objective(model, 0), regulariser, time.of(model));
        }

        @Override
        public List<String> words() {
            return List.of(
                    time.words(),
                    "the squared derivative of order " + regulariser.order() + " costs "
                            + Numbers.plain(regulariser.weight()));
        }
    }
}
