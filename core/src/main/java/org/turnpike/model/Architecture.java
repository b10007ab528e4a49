package org.turnpike.model;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.field.Augmentation;
import org.turnpike.field.Field;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.Initialisation;
import org.turnpike.field.Projection;
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
        if (output instanceof Projection.Identity && outputs > projected + augmentation.dimensions()) {
            throw new IllegalArgumentException("With the identity as output projection the state needs at least the "
                    + outputs + " numbers of the output, found " + (projected + augmentation.dimensions())
                    + ". Augment the state, or choose an affine projection.");
        }
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

    /** h_y: input z, output "output". */
    public Program decoder() {
        ProgramBuilder builder = new ProgramBuilder();
        Value z = builder.input("z", stateWidth());
        return builder.output("output", output.apply(builder, "output", z, outputs))
                .build();
    }

    /** Where each parameter lies: those of h_x, then of f, then of h_y. */
    public ParameterLayout layout() {
        return new ParameterLayout.Builder()
                .add(encoder())
                .add(vectorField().program())
                .add(decoder())
                .build();
    }

    /** New weights to start training from, of the layout's size; the same bits for the same seed, everywhere. */
    public float[] initialWeights(long seed) {
        Map<String, Initialisation> initialisations = new LinkedHashMap<>();
        initialisations.putAll(input.initialisations("input", features, projected));
        initialisations.putAll(augmentation.initialisations("augmentation", features));
        initialisations.putAll(field.initialisations(stateWidth(), features));
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
