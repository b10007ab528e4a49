package org.turnpike.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
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

/** An {@link Architecture} as JSON. */
final class ArchitectureJson {

    private ArchitectureJson() {}

    static void write(ObjectNode json, Architecture architecture) {
        json.put("features", architecture.features()).put("projected", architecture.projected());
        projection(json.putObject("input"), architecture.input());
        augmentation(json.putObject("augmentation"), architecture.augmentation());
        field(json.putObject("field"), architecture.field());
        projection(json.putObject("output"), architecture.output());
        json.put("outputs", architecture.outputs());
    }

    static Architecture read(JsonPlace json) {
        return new Architecture(
                json.integer("features"),
                json.integer("projected"),
                json.object("input", ArchitectureJson::projection),
                json.object("augmentation", ArchitectureJson::augmentation),
                json.object("field", ArchitectureJson::field),
                json.object("output", ArchitectureJson::projection),
                json.integer("outputs"));
    }

    private static void projection(ObjectNode json, Projection projection) {
        if (projection instanceof Projection.Identity) {
            json.put("kind", "identity");
        } else if (projection instanceof Projection.Affine) {
            json.put("kind", "affine");
        } else if (projection instanceof Projection.Perceptron perceptron) {
            json.put("kind", "mlp");
            network(json, perceptron.hidden(), perceptron.activation());
        }
    }

    private static Projection projection(JsonPlace json) {
        return switch (json.text("kind")) {
            case "identity" -> new Projection.Identity();
            case "affine" -> new Projection.Affine();
            case "mlp" ->
                new Projection.Perceptron(json.integers("hidden"), json.choice("activation", Activation.class));
            default -> throw json.unknown("kind", List.of("identity", "affine", "mlp"));
        };
    }

    private static void augmentation(ObjectNode json, Augmentation augmentation) {
        json.put("dimensions", augmentation.dimensions());
        if (augmentation instanceof Augmentation.Zeros) {
            json.put("kind", "zeros");
        } else if (augmentation instanceof Augmentation.Learned learned) {
            json.put("kind", "learned");
            projection(json.putObject("function"), learned.function());
        }
    }

    private static Augmentation augmentation(JsonPlace json) {
        return switch (json.text("kind")) {
            case "zeros" -> new Augmentation.Zeros(json.integer("dimensions"));
            case "learned" ->
                new Augmentation.Learned(
                        json.integer("dimensions"), json.object("function", ArchitectureJson::projection));
            default -> throw json.unknown("kind", List.of("zeros", "learned"));
        };
    }

    private static void field(ObjectNode json, FieldDesign design) {
        if (design instanceof MlpField mlp) {
            json.put("kind", "mlp");
            network(json, mlp.hidden(), mlp.activation());
            names(json.putArray("inputs"), mlp.inputs());
            mlp.speedLimit().ifPresent(limit -> json.put("speedLimit", limit.bound()));
        } else if (design instanceof StableField stable) {
            json.put("kind", "stable");
            network(json, stable.hidden(), stable.activation());
            names(json.putArray("inputs"), stable.inputs());
            json.put("floor", JsonPlace.name(stable.floor()));
        }
    }

    private static FieldDesign field(JsonPlace json) {
        return switch (json.text("kind")) {
            case "mlp" ->
                new MlpField(
                        json.integers("hidden"),
                        json.choice("activation", Activation.class),
                        inputs(json),
                        json.optionalNumber("speedLimit").map(SpeedLimit::new));
            case "stable" ->
                new StableField(
                        json.integers("hidden"),
                        json.choice("activation", Activation.class),
                        json.choice("floor", EnergyFloor.class),
                        inputs(json));
            default -> throw json.unknown("kind", List.of("mlp", "stable"));
        };
    }

    private static Set<FieldInput> inputs(JsonPlace json) {
        Set<FieldInput> inputs = EnumSet.noneOf(FieldInput.class);
        inputs.addAll(json.choices("inputs", FieldInput.class));
        return inputs;
    }

    private static void network(ObjectNode json, List<Integer> hidden, Activation activation) {
        ArrayNode widths = json.putArray("hidden");
        hidden.forEach(widths::add);
        json.put("activation", JsonPlace.name(activation));
    }

    private static void names(ArrayNode json, Collection<? extends Enum<?>> constants) {
        constants.forEach(constant -> json.add(JsonPlace.name(constant)));
    }
}
