package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.Vanilla;

/** {@code vanilla}: a given terminal time, and the job's cost alone. */
final class VanillaKind implements StageKind {
    @Override
    public String name() {
        return "vanilla";
    }

    @Override
    public Map<String, Rule> keys() {
        return JobTime.givenKeys();
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        return new Reading(settings, JobTime.given(settings));
    }

    private record Reading(StageSettings settings, JobTime time) implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            return new Vanilla(settings.training(), settings.cost().objective(model, 0), time.of(model));
        }

        @Override
        public List<String> words() {
            return List.of(time.words());
        }
    }
}
