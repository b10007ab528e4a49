package org.turnpike.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConvolutionHead;
import org.turnpike.field.ConvolutionStem;
import org.turnpike.field.Projection;

/** An {@link Architecture} as JSON. */
final class ArchitectureJson {

    private ArchitectureJson() {}

    static void write(ObjectNode json, Architecture architecture) {
        json.put("features", architecture.features()).put("projected", architecture.projected());
        projection(json.putObject("input"), architecture.input());
        augmentation(json.putObject("augmentation"), architecture.augmentation());
        FieldJson.write(json.putObject("field"), architecture.field());
        projection(json.putObject("output"), architecture.output());
        json.put("outputs", architecture.outputs());
    }

    static Architecture read(JsonPlace json) {
        return new Architecture(
                json.integer("features"),
                json.integer("projected"),
                json.object("input", ArchitectureJson::projection),
                json.object("augmentation", ArchitectureJson::augmentation),
                json.object("field", FieldJson::read),
                json.object("output", ArchitectureJson::projection),
                json.integer("outputs"));
    }

    private static void projection(ObjectNode json, Projection projection) {
        if (projection instanceof Projection.Identity) {
            json.put("kind", "identity");
        } else if (projection instanceof Projection.Affine) {
            json.put("kind", "affine");
        } else if (projection instanceof Projection.LogDensity density) {
            json.put("kind", "log-density").put("baseVariance", density.baseVariance());
        } else if (projection instanceof Projection.Perceptron perceptron) {
            json.put("kind", "mlp");
            FieldJson.network(json, perceptron.hidden(), perceptron.activation());
        } else if (projection instanceof ConvolutionStem stem) {
            json.put("kind", "conv-stem");
            FieldJson.image(json.putArray("image"), stem.image());
            json.put("channels", stem.channels()).put("groups", stem.groups());
        } else if (projection instanceof ConvolutionHead head) {
            json.put("kind", "conv-head");
            FieldJson.image(json.putArray("state"), head.state());
            json.put("groups", head.groups());
        }
    }

    private static Projection projection(JsonPlace json) {
        return switch (json.text("kind")) {
            case "identity" -> new Projection.Identity();
            case "affine" -> new Projection.Affine();
            case "log-density" -> new Projection.LogDensity(json.number("baseVariance"));
            case "mlp" ->
                new Projection.Perceptron(json.integers("hidden"), json.choice("activation", Activation.class));
            case "conv-stem" ->
                new ConvolutionStem(FieldJson.image(json, "image"), json.integer("channels"), json.integer("groups"));
            case "conv-head" -> new ConvolutionHead(FieldJson.image(json, "state"), json.integer("groups"));
            default ->
                throw json.unknown(
                        "kind", List.of("identity", "affine", "mlp", "log-density", "conv-stem", "conv-head"));
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
}
