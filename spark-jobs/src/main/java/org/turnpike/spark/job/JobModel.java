package org.turnpike.spark.job;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.field.SpeedLimit;
import org.turnpike.field.StableField;
import org.turnpike.model.Architecture;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.Schema;

/** The block {@code model} of a job file. What does not depend on the data is read, and checked, when it is made. */
final class JobModel {
    private final Settings job;
    private final Settings model;
    private final FieldDesign field;
    private final Augmentation augmentation;
    private final Projection input;
    private final Projection output;

    /** @throws UserError where settings do not fit together */
    JobModel(Settings job) {
        this.job = job;
        this.model = job.block("model");
        this.field = job.made("model", this::field);
        this.augmentation = augmentation();
        this.input = projection("input");
        this.output = projection("output");
    }

    long seed() {
        return model.whole("seed");
    }

    /** @throws UserError where a width does not fit the data's */
    Architecture architecture(Schema schema) {
        int features = schema.features().size();
        int outputs = schema.outputs().width();
        OptionalInt asked = model.optionalCount("state");
        int projected = asked.orElse(features);
        if (input instanceof Projection.Identity && projected != features) {
            throw model.error(
                    "state",
                    "auto, or the number of inputs, which is " + features + ",",
                    "With model.input = affine the state may have any width.");
        }
        if (output instanceof Projection.Identity && outputs > projected + augmentation.dimensions()) {
            throw model.error(
                    "output",
                    "affine or mlp for " + outputs + " outputs from a state of "
                            + (projected + augmentation.dimensions()),
                    "Set model.output = affine, or model.augment to at least " + (outputs - projected) + ".");
        }
        return job.made(
                "model", () -> new Architecture(features, projected, input, augmentation, field, output, outputs));
    }

    private FieldDesign field() {
        List<Integer> hidden = widths("hidden");
        Set<FieldInput> inputs = EnumSet.noneOf(FieldInput.class);
        if (model.truth("time-dependent")) {
            inputs.add(FieldInput.TIME);
        }
        if (model.truth("data-controlled")) {
            inputs.add(FieldInput.DATA);
        }
        OptionalDouble bound = model.optionalNumber("speed-bound");
        if (model.text("field").equals("mlp")) {
            Optional<SpeedLimit> limit =
                    bound.isPresent() ? Optional.of(new SpeedLimit(bound.getAsDouble())) : Optional.empty();
            return new MlpField(hidden, activation(), inputs, limit);
        }
        if (bound.isPresent()) {
            throw model.error("speed-bound", "none with model.field = stable", "Leave it out, or choose mlp.");
        }
        if (inputs.contains(FieldInput.TIME)) {
            throw model.error(
                    "time-dependent",
                    "false with model.field = stable",
                    "An energy that changes with time would not only fall: leave it out, or choose mlp.");
        }
        return new StableField(hidden, activation(), constant(EnergyFloor.class, "energy-floor"), inputs);
    }

    private Augmentation augmentation() {
        int dimensions = model.count("augment");
        if (!model.truth("learned-augment")) {
            return new Augmentation.Zeros(dimensions);
        }
        if (dimensions == 0) {
            throw model.error(
                    "learned-augment",
                    "false without augmented dimensions",
                    "Set model.augment to how many there are.");
        }
        return new Augmentation.Learned(dimensions, new Projection.Affine());
    }

    private Projection projection(String key) {
        return switch (model.text(key)) {
            case "affine" -> new Projection.Affine();
            case "mlp" -> new Projection.Perceptron(widths(key + "-hidden"), activation());
            default -> new Projection.Identity();
        };
    }

    private Activation activation() {
        return constant(Activation.class, "activation");
    }

    private List<Integer> widths(String key) {
        return Arrays.stream(model.counts(key)).boxed().toList();
    }

    /** A word of the job file is the constant's name in lower case. */
    private <E extends Enum<E>> E constant(Class<E> type, String key) {
        return Enum.valueOf(type, model.text(key).toUpperCase(Locale.ROOT));
    }
}
