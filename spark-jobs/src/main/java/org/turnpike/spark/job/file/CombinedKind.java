package org.turnpike.spark.job.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.stage.Combined;
import org.turnpike.training.stage.Stage;

/** {@code combined}: Lyapunov loss, terminal loss and the price of time, in one stage that learns the terminal time. */
final class CombinedKind implements StageKind {
    private static final String TERMINAL = "lambda-terminal";
    private static final String TIME = "lambda-time";

    @Override
    public String name() {
        return "combined";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.learnedKeys());
        keys.putAll(JobLyapunov.keys());
        keys.put(TERMINAL, Rule.atLeast(0));
        keys.put(TIME, Rule.atLeast(0));
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        Settings block = settings.block();
        return new Reading(
                settings,
                JobTime.learned(settings),
                JobLyapunov.of(settings),
                block.number(TERMINAL),
                block.number(TIME));
    }

    /**
     * @param lambdaTerminal λ₁
     * @param lambdaTime λ₂
     */
    private record Reading(
            StageSettings settings, JobTime time, LyapunovLoss loss, double lambdaTerminal, double lambdaTime)
            implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            Objective objective = settings.cost().objective(model, lambdaTime).withTerminalWeight(lambdaTerminal);
            return new Combined(settings.training(), objective, loss, time.learnedOf(model));
        }

        @Override
        public List<String> words() {
            List<String> words = new ArrayList<>();
            words.add(time.words());
            words.addAll(JobLyapunov.words(loss));
            words.add("a unit of terminal loss costs " + Numbers.plain(lambdaTerminal));
            words.add("a unit of time costs " + Numbers.plain(lambdaTime));
            return words;
        }

        @Override
        public OptionalDouble convergenceRate() {
            return OptionalDouble.of(loss.kappa());
        }
    }
}
