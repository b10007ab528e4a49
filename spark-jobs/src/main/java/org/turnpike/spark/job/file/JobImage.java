package org.turnpike.spark.job.file;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.turnpike.data.image.ImageShape;
import org.turnpike.data.image.PixelNames;
import org.turnpike.field.ConvolutionHead;
import org.turnpike.field.ConvolutionStem;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.FieldInput;
import org.turnpike.field.Projection;
import org.turnpike.spark.failure.UserError;

/** The keys of the block {@code model} that describe networks over images. */
final class JobImage {
    private final Settings model;

    JobImage(Settings model) {
        this.model = model;
    }

    /** h_x over images whose numbers have these names. */
    ConvolutionStem stem(List<String> features) {
        return new ConvolutionStem(shape(features), model.count("channels"), model.count("groups"));
    }

    /** f, over the state that {@code input} makes. */
    ConvolutionalField field(Projection input, List<String> features) {
        Set<FieldInput> inputs = EnumSet.noneOf(FieldInput.class);
        if (model.truth("time-dependent")) {
            inputs.add(FieldInput.TIME);
        }
        return new ConvolutionalField(state("field", input, features), model.count("groups"), inputs);
    }

    /** h_y, over the state that {@code input} makes. */
    ConvolutionHead head(Projection input, List<String> features) {
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

    private ImageShape state(String key, Projection input, List<String> features) {
        if (input instanceof ConvolutionStem stem) {
            return stem.state();
        }
        if (input instanceof Projection.Identity) {
            return shape(features);
        }
        throw model.error(
                key,
                "something other with model.input = " + model.text("input") + ", whose state is no image,",
                "Set model.input to conv-stem or identity.");
    }

    /** Of images whose numbers have these names. */
    ImageShape shape(List<String> features) {
        int count = features.size();
        if (model.optionalCounts("image").isEmpty()) {
            return PixelNames.shape(features)
                    .or(() -> ImageShape.square(count))
                    .orElseThrow(() -> model.error(
                            "image",
                            "channels, rows and columns, since " + count
                                    + " inputs are no square image of one or three channels,",
                            "Write, for instance, model.image = [3, 32, 24]."));
        }
        int[] sizes = model.optionalCounts("image").orElseThrow();
        if (sizes.length != 3 || (double) sizes[0] * sizes[1] * sizes[2] != count) {
            throw model.error(
                    "image",
                    "three numbers, channels, rows and columns, that multiply to the number of inputs, " + count + ",",
                    "Correct them, or leave the key out: images in files say it themselves.");
        }
        return new ImageShape(sizes[0], sizes[1], sizes[2]);
    }
}
