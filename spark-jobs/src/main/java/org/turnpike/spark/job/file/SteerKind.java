package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.Steer;

/** {@code steer}: each iteration ends at a time drawn around a given terminal time. */
final class SteerKind implements StageKind {
    private static final String HALF_WIDTH = "half-width";

    @Override
    public String name() {
        return "steer";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.givenKeys());
        keys.put(HALF_WIDTH, Rule.above(0).or("auto"));
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        Reading reading = new Reading(settings, JobTime.given(settings));
        reading.time().known().ifPresent(known -> reading.halfWidth(known.length()));
        return reading;
    }

    private record Reading(StageSettings settings, JobTime time) implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            TerminalTime terminalTime = time.of(model);
            return new Steer(
                    settings.training(),
                    settings.cost().objective(model, 0),
                    terminalTime,
                    halfWidth(terminalTime.length()));
        }

        @Override
        public List<String> words() {
            OptionalDouble asked = settings.block().optionalNumber(HALF_WIDTH);
            String most = asked.isPresent() ? Numbers.plain(asked.getAsDouble()) : "half of the way";
            return List.of(time.words(), "solves end up to " + most + " before or after it, at random");
        }

        /**
         * @param length of the way from t0 to t_f
         * @throws UserError where solves could end at t0 or before it
         */
        double halfWidth(double length) {
            Settings block = settings.block();
            double width = block.optionalNumber(HALF_WIDTH).orElse(length / 2);
            if (width >= length) {
                throw block.error(
                        HALF_WIDTH,
                        "a number above 0 and below t_f − t0 = " + Numbers.plain(length),
                        "A solve that ends that much before t_f would end before it begins.");
            }
            return width;
        }
    }
}
