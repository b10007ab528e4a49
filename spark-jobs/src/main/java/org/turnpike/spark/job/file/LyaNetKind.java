package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.LyapunovSampling;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.stage.LyaNet;
import org.turnpike.training.stage.Stage;

/** {@code lyanet}: a given terminal time, and the Lyapunov loss at states that are drawn. */
final class LyaNetKind implements StageKind {

    /** The authors' distance from 0, in each number of the state. */
    private static final double REACH = 15;

    @Override
    public String name() {
        return "lyanet";
    }

    @Override
    public Map<String, Rule> keys() {
        Map<String, Rule> keys = new TreeMap<>(JobTime.givenKeys());
        keys.put("kappa", Rule.above(0).or("auto"));
        keys.put("potential", Rule.oneOf("differentiated", "stopped"));
        keys.put("states", Rule.count(1, 64));
        keys.put("centre", Rule.oneOf("origin", "encoding"));
        keys.put("radius", Rule.above(0).or("auto"));
        return keys;
    }

    @Override
    public StageKind.Reading read(StageSettings settings) {
        return new Reading(settings, JobTime.given(settings));
    }

    private record Reading(StageSettings settings, JobTime time) implements StageKind.Reading {
        @Override
        public Stage stage(NeuralOde model) {
            Settings block = settings.block();
            TerminalTime terminalTime = time.of(model);
            double radius = block.optionalNumber("radius")
                    .orElse(REACH * Math.sqrt(model.architecture().stateWidth()));
            LyapunovLoss loss = new LyapunovLoss(
                    kappa(radius, terminalTime.length()),
                    LyapunovLoss.Sum.INTEGRAL,
                    block.constant(LyapunovLoss.Potential.class, "potential"));
            LyapunovSampling.Centre centre = block.constant(LyapunovSampling.Centre.class, "centre");
            LyapunovSampling sampling = new LyapunovSampling(loss, block.count("states"), centre, radius);
            return block.made(
                    "terminal-time",
                    () -> new LyaNet(settings.training(), settings.cost().objective(model, 0), sampling, terminalTime));
        }

        @Override
        public List<String> words() {
            return List.of(
                    time.words(),
                    "the loss falls at the rate " + settings.block().text("kappa") + " at "
                            + settings.block().count("states") + " states drawn for each row");
        }

        /** By the authors' rule: fast enough to come from the edge to a distance of 1. */
        private double kappa(double radius, double length) {
            Settings block = settings.block();
            double rate = block.optionalNumber("kappa").orElse(Math.log(radius) / length);
            if (!(rate > 0)) {
                throw radiusTooSmall(block);
            }
            return rate;
        }

        private static UserError radiusTooSmall(Settings block) {
            return block.error(
                    "kappa",
                    "a number above 0 with a radius of at most 1",
                    "auto is the logarithm of the radius over the way from t0 to t_f, which is above 0 for a radius above 1.");
        }
    }
}
