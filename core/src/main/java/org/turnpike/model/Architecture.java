package org.turnpike.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.field.Augmentation;
import org.turnpike.field.Field;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FlowField;
import org.turnpike.field.Initialisation;
import org.turnpike.field.Projection;
import org.turnpike.field.RandomDirection;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Everything that the programs of a neural ODE follow from (DEEP Eq. 1), as plain data.
 *
 * <p>{@code z(t0) = (h_x(x), augmentation)}, {@code ż = f}, {@code output = h_y(z(t_f))}. A data-controlled field sees the
 * data x themselves as u.
 *
 * @param features numbers in x
 * @param projected numbers in h_x(x), the state before augmentation
 * @param input h_x
 * @param augmentation what the state has beyond h_x(x)
 * @param field f
 * @param output h_y
 * @param outputs numbers in the model's output
 */
public record Architecture(
        int features,
        int projected,
        Projection input,
        Augmentation augmentation,
        FieldDesign field,
        Projection output,
        int outputs) {

    public Architecture {
        if (features < 1 || projected < 1 || outputs < 1) {
            throw new IllegalArgumentException("Features, state and outputs must each be at least 1, found " + features
                    + ", " + projected + " and " + outputs);
        }
        if (input instanceof Projection.Identity && projected != features) {
            throw new IllegalArgumentException(
                    "With the identity as input projection the state is as wide as the data, " + features + ", found "
                            + projected + ". Choose an affine projection for another width.");
        }
        boolean isFlow = field instanceof FlowField;
        boolean isDensity = output instanceof Projection.LogDensity;
        boolean isChangeOfVariables =
                input instanceof Projection.Identity && augmentation.equals(new Augmentation.Zeros(1));
        if (isFlow != isDensity || (isFlow && !isChangeOfVariables)) {
            throw new IllegalArgumentException(
                    "A density model has a flow's field, the log-density as output projection, the"
                            + " identity as input projection, and one augmented number, 0 at first; found " + field
                            + ", "
                            + output + ", " + input + " and " + augmentation);
        }
        if (output instanceof Projection.Identity && outputs > projected + augmentation.dimensions()) {
            throw new IllegalArgumentException("With the identity as output projection the state needs at least the "
                    + outputs + " numbers of the output, found " + (projected + augmentation.dimensions())
                    + ". Augment the state, or choose an affine projection.");
        }
    }

    /**
     * A continuous normalising flow (DEEP Eq. 5 and 6): its state is the data and the change of their log-density so far, its
     * output the log-density.
     *
     * @param motion by which the data are moved to the base distribution
     * @param direction along which the trace is estimated while training; empty for the trace itself
     * @param baseVariance of each number at t_f
     */
    public static Architecture density(
            int features, FieldDesign motion, Optional<RandomDirection> direction, double baseVariance) {
        return new Architecture(
                features,
                features,
                new Projection.Identity(),
                new Augmentation.Zeros(1),
                new FlowField(motion, direction),
                new Projection.LogDensity(baseVariance),
                1);
    }

    /** The output projection of a density model, whose state is data and log-density; empty for any other model. */
    public Optional<Projection.LogDensity> density() {
        return output instanceof Projection.LogDensity density ? Optional.of(density) : Optional.empty();
    }

    /** Numbers in z. */
    public int stateWidth() {
        return projected + augmentation.dimensions();
    }

    /** h_x with the augmentation: input x, output z0. */
    public Program encoder() {
        ProgramBuilder builder = new ProgramBuilder();
        Value x = builder.input("x", features);
        Value z0 = augmentation.append(builder, "augmentation", input.apply(builder, "input", x, projected), x);
        return builder.output("z0", z0).build();
    }

    public Field vectorField() {
        return field.field(stateWidth(), features);
    }

    /** The field of that part of the state which is moved: all of it but for a density, which only is kept account of. */
    public Field motion() {
        return field instanceof FlowField flow ? flow.motion().field(stateWidth() - 1, features) : vectorField();
    }

    /** The same with the trace itself, where it is estimated in training. */
    Architecture withExactTrace() {
        return field instanceof FlowField flow
                ? new Architecture(features, projected, input, augmentation, flow.exact(), output, outputs)
                : this;
    }

    /** h_y: input z, output "output". */
    public Program decoder() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", stateWidth());
        return builder.output("output", output.apply(builder, "output", z, outputs))
                .build();
    }

    /** The noise that drives the state beside the field, where there is any. */
    public Optional<Program> diffusion() {
        return field.diffusion();
    }

    /** Where each parameter lies: those of h_x, then of f and its noise, then of h_y. */
    public ParameterLayout layout() {
        ParameterLayout.Builder layout =
                new ParameterLayout.Builder().add(encoder()).add(vectorField().program());
        diffusion().ifPresent(layout::add);
        return layout.add(decoder()).build();
    }

    /** New weights to start training from, of the layout's size; the same bits for the same seed, everywhere. */
    public float[] initialWeights(long seed) {
        return initialWeights(seed, 1);
    }

    /**
     * The same with other weights of the field.
     *
     * @param fieldGain factor, above 0, of the random numbers that the field's weights start from; 1 leaves them as they are
     */
    public float[] initialWeights(long seed, double fieldGain) {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        initialisations.putAll(input.initialisations("input", features, projected));
        initialisations.putAll(augmentation.initialisations("augmentation", features));
        field.initialisations(stateWidth(), features)
                .forEach((name, initialisation) -> initialisations.put(name, initialisation.times(fieldGain)));
        initialisations.putAll(output.initialisations("output", stateWidth(), outputs));
        ParameterLayout layout = layout();
        float[] weights = new float[layout.size()];
        layout.entries().forEach((name, entry) -> {
            Initialisation initialisation = initialisations.get(name);
            if (initialisation == null) {
                throw new IllegalStateException("parameter '" + name + "' has no initialisation");
            }
            initialisation.fill(weights, entry.offset(), entry.shape().size(), name, seed);
        });
        return weights;
    }
}
