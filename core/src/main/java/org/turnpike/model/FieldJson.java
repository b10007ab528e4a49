package org.turnpike.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.turnpike.data.image.ImageShape;
import org.turnpike.field.Activation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.FieldInput;
import org.turnpike.field.FlowField;
import org.turnpike.field.HyperNetworkField;
import org.turnpike.field.MlpField;
import org.turnpike.field.MomentumCoupling;
import org.turnpike.field.PortHamiltonianField;
import org.turnpike.field.RandomDirection;
import org.turnpike.field.SecondOrderField;
import org.turnpike.field.SpeedLimit;
import org.turnpike.field.StableField;
import org.turnpike.field.StochasticField;
import org.turnpike.field.StructureMatrix;

/** A {@link FieldDesign} as JSON. */
final class FieldJson {

    private FieldJson() {}

    static void write(ObjectNode json, FieldDesign design) {
        if (design instanceof MlpField mlp) {
            json.put("kind", "mlp");
            network(json, mlp.hidden(), mlp.activation());
            names(json.putArray("inputs"), mlp.inputs());
            mlp.speedLimit().ifPresent(limit -> json.put("speedLimit", limit.bound()));
        } else if (design instanceof ConcatField concat) {
            json.put("kind", "concat");
            network(json, concat.hidden(), concat.activation());
        } else if (design instanceof HyperNetworkField hyper) {
            json.put("kind", "hyper-network").put("width", hyper.width());
            network(json, hyper.hidden(), hyper.activation());
        } else if (design instanceof FlowField flow) {
            json.put("kind", "flow");
            flow.direction().ifPresent(direction -> json.put("direction", JsonPlace.name(direction)));
            write(json.putObject("motion"), flow.motion());
        } else if (design instanceof StableField stable) {
            json.put("kind", "stable");
            energy(json, new Energy(stable.hidden(), stable.activation(), stable.floor(), stable.inputs()));
        } else if (design instanceof PortHamiltonianField port) {
            json.put("kind", "port-hamiltonian");
            energy(json.putObject("energy"), port.energy());
            matrix(json.putObject("matrix"), port.matrix());
            json.put("margin", port.margin());
        } else if (design instanceof SecondOrderField second) {
            json.put("kind", "second-order");
            energy(json.putObject("energy"), second.energy());
            coupling(json.putObject("coupling"), second.coupling());
        } else if (design instanceof ConvolutionalField convolutional) {
            json.put("kind", "conv");
            image(json.putArray("state"), convolutional.state());
            json.put("groups", convolutional.groups());
            names(json.putArray("inputs"), convolutional.inputs());
        } else if (design instanceof StochasticField stochastic) {
            json.put("kind", "stochastic");
            energy(json.putObject("energy"), stochastic.energy());
            json.put("initialBeta", stochastic.initialBeta());
        }
    }

    static FieldDesign read(JsonPlace json) {
        return switch (json.text("kind")) {
            case "mlp" ->
                new MlpField(
                        json.integers("hidden"),
                        json.choice("activation", Activation.class),
                        inputs(json),
                        json.optionalNumber("speedLimit").map(SpeedLimit::new));
            case "concat" -> new ConcatField(json.integers("hidden"), json.choice("activation", Activation.class));
            case "hyper-network" ->
                new HyperNetworkField(
                        json.integer("width"), json.integers("hidden"), json.choice("activation", Activation.class));
            case "flow" ->
                new FlowField(
                        json.object("motion", FieldJson::read),
                        json.optionalChoice("direction", RandomDirection.class));
            case "stable" -> {
                Energy energy = energy(json);
                yield new StableField(energy.hidden(), energy.activation(), energy.floor(), energy.inputs());
            }
            case "port-hamiltonian" ->
                new PortHamiltonianField(
                        json.object("energy", FieldJson::energy),
                        json.object("matrix", FieldJson::matrix),
                        json.number("margin"));
            case "second-order" ->
                new SecondOrderField(
                        json.object("energy", FieldJson::energy), json.object("coupling", FieldJson::coupling));
            case "conv" -> new ConvolutionalField(image(json, "state"), json.integer("groups"), inputs(json));
            case "stochastic" ->
                new StochasticField(json.object("energy", FieldJson::energy), json.number("initialBeta"));
            default ->
                throw json.unknown(
                        "kind",
                        List.of(
                                "mlp",
                                "concat",
                                "hyper-network",
                                "flow",
                                "stable",
                                "port-hamiltonian",
                                "second-order",
                                "conv",
                                "stochastic"));
        };
    }

    static void network(ObjectNode json, List<Integer> hidden, Activation activation) {
        ArrayNode widths = json.putArray("hidden");
        hidden.forEach(widths::add);
        json.put("activation", JsonPlace.name(activation));
    }

    static void image(ArrayNode json, ImageShape shape) {
        json.add(shape.channels()).add(shape.height()).add(shape.width());
    }

    static ImageShape image(JsonPlace json, String key) {
        List<Integer> sizes = json.integers(key);
        if (sizes.size() != 3) {
            throw new ModelError(
                    json.where() + ", '" + key + "'",
                    "three numbers: channels, rows and columns",
                    sizes.toString(),
                    JsonPlace.REMEDY);
        }
        return new ImageShape(sizes.get(0), sizes.get(1), sizes.get(2));
    }

    private static void energy(ObjectNode json, Energy energy) {
        network(json, energy.hidden(), energy.activation());
        names(json.putArray("inputs"), energy.inputs());
        json.put("floor", JsonPlace.name(energy.floor()));
    }

    private static Energy energy(JsonPlace json) {
        return new Energy(
                json.integers("hidden"),
                json.choice("activation", Activation.class),
                json.choice("floor", EnergyFloor.class),
                inputs(json));
    }

    private static void matrix(ObjectNode json, StructureMatrix matrix) {
        if (matrix instanceof StructureMatrix.Diagonal) {
            json.put("kind", "diagonal");
        } else if (matrix instanceof StructureMatrix.Full) {
            json.put("kind", "full");
        } else if (matrix instanceof StructureMatrix.StateDependent dependent) {
            json.put("kind", "state-dependent");
            network(json, dependent.hidden(), dependent.activation());
        }
    }

    private static StructureMatrix matrix(JsonPlace json) {
        return switch (json.text("kind")) {
            case "diagonal" -> new StructureMatrix.Diagonal();
            case "full" -> new StructureMatrix.Full();
            case "state-dependent" ->
                new StructureMatrix.StateDependent(
                        json.integers("hidden"), json.choice("activation", Activation.class));
            default -> throw json.unknown("kind", List.of("diagonal", "full", "state-dependent"));
        };
    }

    private static void coupling(ObjectNode json, MomentumCoupling coupling) {
        if (coupling instanceof MomentumCoupling.Damped) {
            json.put("kind", "damped");
        } else if (coupling instanceof MomentumCoupling.Block block) {
            json.put("kind", "block").put("margin", block.margin());
        }
    }

    private static MomentumCoupling coupling(JsonPlace json) {
        return switch (json.text("kind")) {
            case "damped" -> new MomentumCoupling.Damped();
            case "block" -> new MomentumCoupling.Block(json.number("margin"));
            default -> throw json.unknown("kind", List.of("damped", "block"));
        };
    }

    private static Set<FieldInput> inputs(JsonPlace json) {
        Set<FieldInput> inputs = EnumSet.noneOf(FieldInput.class);
        inputs.addAll(json.choices("inputs", FieldInput.class));
        return inputs;
    }

    private static void names(ArrayNode json, Collection<? extends Enum<?>> constants) {
        constants.forEach(constant -> json.add(JsonPlace.name(constant)));
    }
}
