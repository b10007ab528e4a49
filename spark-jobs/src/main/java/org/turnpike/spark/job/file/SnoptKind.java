package org.turnpike.spark.job.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.optimizer.SecondOrder;
import org.turnpike.training.stage.Snopt;
import org.turnpike.training.stage.Stage;

/** {@code snopt}: updates of second order, of the weights and of the terminal time. */
final class SnoptKind implements StageKind {
    private static final String TIME = "terminal-time";

    @Override
    public String name() {
        return "snopt";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.boundedKeys());
        keys.put("refresh-every", Rule.count(1));
        keys.put("damping", Rule.above(0));
        keys.put("moment-decay", Rule.within(0, 1));
        keys.put(TIME + ".rate", Rule.above(0).or("none"));
        keys.put(TIME + ".penalty", Rule.above(0));
        keys.put(TIME + ".update-every", Rule.count(1));
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        Settings block = settings.block();
        Settings time = block.block(TIME);
        OptionalDouble rate = time.optionalNumber("rate");
        Optional<SecondOrder.Horizon> horizon = rate.isPresent()
                ? Optional.of(
                        new SecondOrder.Horizon(rate.getAsDouble(), time.number("penalty"), time.count("update-every")))
                : Optional.empty();
        SecondOrder order = new SecondOrder(
                block.count("refresh-every"), block.number("damping"), block.number("moment-decay"), horizon);
        return new Reading(settings, JobTime.bounded(settings), order);
    }

    private record Reading(StageSettings settings, JobTime time, SecondOrder order) implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            TerminalTime start = time.of(model);
            return new Snopt(
                    settings.training(),
                    settings.cost().objective(model, 0),
                    order.terminalTime().isPresent() ? start : TerminalTime.fixed(start.t0(), start.value()),
                    order);
        }

        @Override
        public List<String> words() {
            List<String> words = new ArrayList<>();
            words.add(
                    order.terminalTime().isPresent()
                            ? time.words()
                            : time.words().replace("learned from", "="));
            words.add("curvature gathered every " + order.refreshEvery() + " iterations");
            order.terminalTime()
                    .ifPresent(horizon ->
                            words.add("half the square of the time costs " + Numbers.plain(horizon.penalty())));
            return words;
        }
    }
}
