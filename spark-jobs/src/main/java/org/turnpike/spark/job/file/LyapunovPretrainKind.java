package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.turnpike.model.NeuralOde;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.training.stage.LyapunovPretraining;
import org.turnpike.training.stage.Stage;

/** {@code lyapunov-pretrain}: over a short interval, the loss learns to fall at a given rate along every solution. */
final class LyapunovPretrainKind implements StageKind {
    @Override
    public String name() {
        return "lyapunov-pretrain";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.givenKeys());
        keys.putAll(JobLyapunov.keys());
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        return new Reading(settings, JobTime.given(settings), JobLyapunov.of(settings));
    }

    private record Reading(StageSettings settings, JobTime time, LyapunovLoss loss) implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            return new LyapunovPretraining(
                    settings.training(), settings.cost().objective(model, 0), loss, time.of(model));
        }

        @Override
        public List<String> words() {
            return Stream.concat(Stream.of(time.words()), JobLyapunov.words(loss).stream())
                    .toList();
        }

        @Override
        public OptionalDouble convergenceRate() {
            return OptionalDouble.of(loss.kappa());
        }
    }
}
