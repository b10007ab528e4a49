package org.turnpike.field;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.data.image.ImageShape;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Group normalisation (Wu and He, ECCV 2018): every group of consecutive channels of a sample is brought to mean 0 and
 * variance 1, and every channel then to a scale and shift of its own.
 *
 * <p>Parameters: {@code NAME.scale} and {@code NAME.shift}, one number a channel.
 *
 * @param groups at least 1; a divisor of the image's channels
 */
record GroupNormalisation(String name, int groups, ImageShape image) {

    /** Added to the variance, as PyTorch does by default. */
    private static final double EPSILON = 1e-5;

    GroupNormalisation {
        if (groups < 1 || image.channels() % groups != 0) {
            throw new IllegalArgumentException("Group normalisation needs a number of groups that divides the "
                    + image.channels() + " channels, found " + groups + " groups");
        }
    }

    Value apply(ProgramBuilder builder, Value x) {
        int size = image.size();
        Value mean = mean(builder, x);
        Value centred = builder.subtract(x, builder.broadcast(mean, size));
        Value variance = mean(builder, builder.square(centred));
        Value deviation = builder.squareRoot(builder.add(variance, builder.constant(EPSILON, groups)));
        Value inverse = builder.divide(builder.constant(1, groups), deviation);
        Value normal = builder.multiply(centred, builder.broadcast(inverse, size));
        return builder.add(builder.multiply(normal, channels(builder, "scale")), channels(builder, "shift"));
    }

    Map<String, Initialisation> initialisations() {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        initialisations.put(name + ".scale", new Initialisation.Constant(1));
        initialisations.put(name + ".shift", new Initialisation.Constant(0));
        return initialisations;
    }

    private Value mean(ProgramBuilder builder, Value x) {
        return builder.scale((double) groups / image.size(), builder.rowSum(x, groups));
    }

    private Value channels(ProgramBuilder builder, String what) {
        Value each = builder.spread(builder.parameter(name + "." + what, image.channels()));
        return builder.broadcast(each, image.size());
    }
}
