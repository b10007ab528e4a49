package org.turnpike.spark.job.file;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.turnpike.data.image.ImageShape;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConvolutionStem;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.Projection;
import org.turnpike.field.RandomDirection;
import org.turnpike.model.Architecture;
import org.turnpike.model.Outputs;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.Schema;

/** The block {@code model} of a job file. What does not depend on the data is read, and checked, when it is made. */
final class JobModel {
    private final Settings job;
    private final Settings model;
    private final JobImage image;
    /** Empty for a convolutional field, which depends on the shape of the data. */
    private final Optional<FieldDesign> field;

    private final Augmentation augmentation;

    /** @throws UserError where settings do not fit together */
    JobModel(Settings job) {
        this.job = job;
        this.model = job.block("model");
        this.image = new JobImage(model);
        this.augmentation = augmentation();
        if (model.text("field").equals("conv")) {
            image.requireFieldAlone();
            this.field = Optional.empty();
        } else {
            this.field = Optional.of(new JobField(job).design());
        }
    }

    long seed() {
        return model.whole("seed");
    }

    /** Factor of the numbers that the field's weights start from. */
    double fieldGain() {
        return model.number("field-gain");
    }

    /** Shape of the images whose numbers have these names. */
    ImageShape imageShape(List<String> features) {
        return image.shape(features);
    }

    /** @throws UserError where a width does not fit the data's */
    Architecture architecture(Schema schema) {
        int features = schema.features().size();
        if (schema.outputs() instanceof Outputs.LogDensity) {
            return density(features);
        }
        int outputs = schema.outputs().width();
        Projection input = job.made("model", () -> input(schema.features()));
        OptionalInt asked = model.optionalCount("state");
        int projected = asked.orElse(
                input instanceof ConvolutionStem stem ? stem.state().size() : features);
        Projection output = job.made("model", () -> output(input, schema.features()));
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
        return job.made("model", () -> {
            FieldDesign design = field.orElseGet(() -> image.field(input, schema.features()));
            Architecture made = new Architecture(features, projected, input, augmentation, design, output, outputs);
            // writes the programs, which some fields refuse for some widths
            made.layout();
            return made;
        });
    }

    /** The flow of a density, which has no input projection, augmentation or output projection of its own choice. */
    private Architecture density(int features) {
        requireForDensity("input", model.text("input").equals("identity"), "identity");
        requireForDensity("augment", augmentation.dimensions() == 0, "0");
        // affine is the default
        boolean isOrdinary = List.of("affine", "identity").contains(model.text("output"));
        requireForDensity("output", isOrdinary, "none of its own");
        requireForDensity("field", field.isPresent(), "a field other than conv");
        requireForDensity("data-controlled", !model.truth("data-controlled"), "false");
        requireForDensity("state", model.optionalCount("state").orElse(features) == features, "auto");
        Optional<RandomDirection> direction = model.text("trace").equals("exact")
                ? Optional.empty()
                : Optional.of(job.block("cost").constant(RandomDirection.class, "directions"));
        return job.made("model", () -> {
            Architecture made =
                    Architecture.density(features, field.orElseThrow(), direction, model.number("base-variance"));
            made.layout();
            return made;
        });
    }

    private void requireForDensity(String key, boolean isSo, String expected) {
        if (!isSo) {
            throw model.error(
                    key,
                    expected + " with data.task = density",
                    "A density follows from a change of variables alone: leave the key out.");
        }
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

    private Projection input(List<String> features) {
        return model.text("input").equals("conv-stem") ? image.stem(features) : projection("input");
    }

    private Projection output(Projection input, List<String> features) {
        return model.text("output").equals("conv-head") ? image.head(input, features) : projection("output");
    }

    private Projection projection(String key) {
        return switch (model.text(key)) {
            case "affine" -> new Projection.Affine();
            case "mlp" ->
                new Projection.Perceptron(widths(key + "-hidden"), model.constant(Activation.class, "activation"));
            default -> new Projection.Identity();
        };
    }

    private List<Integer> widths(String key) {
        return Arrays.stream(model.counts(key)).boxed().toList();
    }
}
