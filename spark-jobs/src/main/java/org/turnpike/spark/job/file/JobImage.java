package org.turnpike.spark.job.file;

import java.util.EnumSet;
import java.util.Set;
import org.turnpike.field.ConvolutionHead;
import org.turnpike.field.ConvolutionStem;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.FieldInput;
import org.turnpike.field.ImageShape;
import org.turnpike.field.Projection;
import org.turnpike.spark.failure.UserError;

/** The keys of the block {@code model} that describe networks over images. */
final class JobImage {
    private final Settings model;

    JobImage(Settings model) {
        this.model = model;
    }

    /** h_x over images of {@code features} numbers. */
    ConvolutionStem stem(int features) {
        return new ConvolutionStem(image(features), model.count("channels"), model.count("groups"));
    }

    /** f, over the state that {@code input} makes. */
    ConvolutionalField field(Projection input, int features) {
        Set<FieldInput> inputs = EnumSet.noneOf(FieldInput.class);
        if (model.truth("time-dependent")) {
            inputs.add(FieldInput.TIME);
        }
        return new ConvolutionalField(state("field", input, features), model.count("groups"), inputs);
    }

    /** h_y, over the state that {@code input} makes. */
    ConvolutionHead head(Projection input, int features) {
        return new ConvolutionHead(state("output", input, features), model.count("groups"));
    }

    /** @throws UserError where a key asks for what a convolutional field does not do */
    void requireFieldAlone() {
        if (model.truth("data-controlled")) {
            throw model.error(
                    "data-controlled", "false with model.field = conv", "Leave it out, or choose another field.");
        }
        if (model.optionalNumber("speed-bound").isPresent()) {
            throw model.error("speed-bound", "none with model.field = conv", "Leave it out, or choose mlp.");
        }
        if (model.count("augment") > 0) {
            throw model.error(
                    "augment",
                    "0 with model.field = conv",
                    "The state is an image: raise model.channels instead, with model.input = conv-stem.");
        }
    }

    private ImageShape state(String key, Projection input, int features) {
        if (input instanceof ConvolutionStem stem) {
            return stem.state();
        }
        if (input instanceof Projection.Identity) {
            return image(features);
        }
        throw model.error(
                key,
                "something other with model.input = " + model.text("input") + ", whose state is no image,",
                "Set model.input to conv-stem or identity.");
    }

    private ImageShape image(int features) {
        if (model.optionalCounts("image").isEmpty()) {
            return ImageShape.square(features)
                    .orElseThrow(() -> model.error(
                            "image",
                            "channels, rows and columns, since " + features
                                    + " inputs are no square image of one or three channels,",
                            "Write, for instance, model.image = [3, 32, 24]."));
        }
        int[] sizes = model.optionalCounts("image").orElseThrow();
        if (sizes.length != 3 || (double) sizes[0] * sizes[1] * sizes[2] != features) {
            throw model.error(
                    "image",
                    "three numbers, channels, rows and columns, that multiply to the number of inputs, " + features
                            + ",",
                    "Correct them, or leave the key out for a square image.");
        }
        return new ImageShape(sizes[0], sizes[1], sizes[2]);
    }
}
