package org.turnpike.spark.job.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.Objective;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.stage.ForwardSearch;
import org.turnpike.training.stage.Stage;

/** {@code forward-search}: the terminal time grows until the terminal loss is small enough, and no further. */
final class ForwardSearchKind implements StageKind {
    private static final String INCREMENT = "increment";
    private static final String EPOCHS = "epochs-per-increment";

    @Override
    public String name() {
        return "forward-search";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.givenKeys());
        keys.putAll(JobLyapunov.keys());
        keys.put("loss", Rule.oneOf("lyapunov", "terminal"));
        keys.put("threshold", Rule.atLeast(0));
        keys.put(INCREMENT, Rule.above(0));
        keys.put("upper", Rule.anyNumber());
        keys.put(EPOCHS, Rule.count(1));
        keys.put("optimizer-memory", Rule.oneOf("kept", "cleared"));
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        Optional<LyapunovLoss> loss = settings.block().text("loss").equals("lyapunov")
                ? Optional.of(JobLyapunov.of(settings))
                : Optional.empty();
        Reading reading = new Reading(settings, JobTime.given(settings), loss);
        reading.time().start().ifPresent(reading::requireWay);
        return reading;
    }

    private record Reading(StageSettings settings, JobTime time, Optional<LyapunovLoss> loss)
            implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            Settings block = settings.block();
            Objective terminal = settings.cost().objective(model, 0);
            Objective learned = loss.map(lyapunov -> lyapunov.addTo(
                            terminal.withTerminalWeight(0),
                            model.architecture().vectorField(),
                            model.architecture().decoder()))
                    .orElse(terminal);
            return new ForwardSearch(
                    settings.training(),
                    learned,
                    Objective.of(terminal.terminal()),
                    interval(time.of(model)),
                    block.number(INCREMENT),
                    block.number("threshold"),
                    block.count(EPOCHS),
                    block.constant(Stage.Memory.class, "optimizer-memory"));
        }

        @Override
        public List<String> words() {
            Settings block = settings.block();
            List<String> words = new ArrayList<>();
            words.add(time.words());
            words.add("then " + Numbers.plain(block.number(INCREMENT)) + " more at a time, up to "
                    + Numbers.plain(block.number("upper")) + ", until the terminal loss is at most "
                    + Numbers.plain(block.number("threshold")));
            loss.ifPresent(lyapunov -> words.addAll(JobLyapunov.words(lyapunov)));
            return words;
        }

        @Override
        public OptionalDouble convergenceRate() {
            return loss.isPresent() ? OptionalDouble.of(loss.get().kappa()) : OptionalDouble.empty();
        }

        /** Where the search starts, and how far it may go. */
        private TerminalTime interval(TerminalTime start) {
            requireWay(start.value());
            return start.withBounds(start.value(), settings.block().number("upper"));
        }

        /** @throws UserError where there is nowhere to go from {@code start} */
        private void requireWay(double start) {
            Settings block = settings.block();
            if (block.number("upper") < start) {
                throw block.error(
                        "upper",
                        "a time of at least " + Numbers.plain(start) + ", where the search starts,",
                        "The search only goes on to later times; nothing is to be found before its start.");
            }
        }
    }
}
