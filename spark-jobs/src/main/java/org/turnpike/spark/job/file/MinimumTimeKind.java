package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Stage;

/** {@code minimum-time}: the terminal time is learned with the weights, and each unit of it has a price. */
final class MinimumTimeKind implements StageKind {
    @Override
    public String name() {
        return "minimum-time";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.learnedKeys());
        keys.put("lambda", Rule.atLeast(0));
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        return new Reading(settings, JobTime.learned(settings), settings.block().number("lambda"));
    }

    private record Reading(StageSettings settings, JobTime time, double lambda) implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            return new MinimumTime(
                    settings.training(), settings.cost().objective(model, lambda), time.learnedOf(model));
        }

        @Override
        public List<String> words() {
            return List.of(time.words(), "a unit of time costs " + Numbers.plain(lambda));
        }
    }
}
