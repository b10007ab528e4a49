package org.turnpike.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.turnpike.data.DataError;
import org.turnpike.data.Standardisation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.solver.SolverSettings;

/** All of a model but its weights, as JSON; it names the weights' checksum. */
record ModelJson(
        Architecture architecture,
        TerminalTime terminalTime,
        SolverSettings solver,
        List<String> featureNames,
        Outputs outputs,
        Optional<Standardisation> standardisation,
        String weightsSha256) {

    private static final String FORMAT = "turnpike-model";
    private static final int VERSION = 1;

    static ModelJson of(NeuralOde model, String weightsSha256) {
        return new ModelJson(
                model.architecture(),
                model.terminalTime(),
                model.solver(),
                model.featureNames(),
                model.outputs(),
                model.standardisation(),
                weightsSha256);
    }

    /** @throws ModelError where {@code bytes} are no description, or one of another version, or make no sense */
    static ModelJson read(byte[] bytes, String where) {
        return JsonPlace.inside(JsonPlace.parse(bytes, where), ModelJson::read);
    }

    /** @throws ModelError where the architecture has more weights than fit a file that we write */
    ParameterLayout layout(String where) {
        try {
            ParameterLayout layout = architecture.layout();
            Math.multiplyExact(Float.BYTES, layout.size());
            return layout;
        } catch (ArithmeticException e) {
            throw new ModelError(
                    where + ", 'architecture'",
                    "at most 2^29 weights",
                    "more",
                    "The file is damaged. " + JsonPlace.REMEDY);
        }
    }

    /** @throws ModelError where the parts do not fit each other */
    NeuralOde with(float[] weights, String where) {
        try {
            return new NeuralOde(architecture, weights, terminalTime, solver, featureNames, outputs, standardisation);
        } catch (IllegalArgumentException e) {
            throw new ModelError(where, "parts that fit each other", "these: " + e.getMessage(), JsonPlace.REMEDY);
        }
    }

    byte[] bytes() {
        ObjectNode json = JsonPlace.MAPPER.createObjectNode();
        json.put("format", FORMAT).put("version", VERSION);
        ArchitectureJson.write(json.putObject("architecture"), architecture);
        write(json.putObject("terminalTime"), terminalTime);
        SolverJson.write(json.putObject("solver"), solver);
        texts(json.putArray("features"), featureNames);
        ObjectNode outputNode = json.putObject("outputs");
        outputNode.put("kind", kind(outputs));
        texts(outputNode.putArray("names"), outputs.names());
        standardisation.ifPresent(known -> {
            ObjectNode object = json.putObject("standardisation");
            numbers(object.putArray("mean"), known.mean());
            numbers(object.putArray("scale"), known.scale());
        });
        json.putObject("weights").put("file", ModelFile.WEIGHTS).put("sha256", weightsSha256);
        try {
            return JsonPlace.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    private static ModelJson read(JsonPlace json) {
        if (!json.keys().contains("format") || !json.text("format").equals(FORMAT)) {
            throw new ModelError(
                    json.where(),
                    "the format '" + FORMAT + "'",
                    json.keys().contains("format") ? "'" + json.text("format") + "'" : "none",
                    "This is no model of Turnpike's; name a model directory.");
        }
        if (json.integer("version") != VERSION) {
            throw new ModelError(
                    json.where(),
                    "version " + VERSION,
                    Integer.toString(json.integer("version")),
                    "Use the release that wrote the model.");
        }
        return new ModelJson(
                json.object("architecture", ArchitectureJson::read),
                json.object("terminalTime", ModelJson::terminalTime),
                json.object("solver", SolverJson::read),
                json.texts("features"),
                json.object("outputs", ModelJson::outputs),
                json.optionalObject("standardisation", ModelJson::standardisation),
                json.object("weights", ModelJson::checksum));
    }

    private static void write(ObjectNode json, TerminalTime time) {
        json.put("t0", time.t0()).put("value", time.value());
        json.put("lower", time.lower()).put("upper", time.upper());
        if (time.isInitialLearned()) {
            TerminalTime.InitialBounds bounds = time.initial();
            json.putObject("initial")
                    .put("lower", bounds.lower())
                    .put("upper", bounds.upper())
                    .put("margin", bounds.margin());
        }
    }

    private static TerminalTime terminalTime(JsonPlace json) {
        double t0 = json.number("t0");
        double value = json.number("value");
        double lower = json.number("lower");
        double upper = json.number("upper");
        return json.optionalObject("initial", ModelJson::initialBounds)
                .map(bounds -> new TerminalTime(t0, value, lower, upper, bounds))
                .orElseGet(() -> new TerminalTime(t0, value, lower, upper));
    }

    private static TerminalTime.InitialBounds initialBounds(JsonPlace json) {
        return new TerminalTime.InitialBounds(json.number("lower"), json.number("upper"), json.number("margin"));
    }

    private static Outputs outputs(JsonPlace json) {
        List<String> names = json.texts("names");
        return switch (json.text("kind")) {
            case "classes" -> new Outputs.Classes(names);
            case "values" -> new Outputs.Values(names);
            case "log-density" -> new Outputs.LogDensity();
            default -> throw json.unknown("kind", List.of("classes", "values", "log-density"));
        };
    }

    private static String kind(Outputs outputs) {
        if (outputs instanceof Outputs.LogDensity) {
            return "log-density";
        }
        return outputs instanceof Outputs.Classes ? "classes" : "values";
    }

    private static Standardisation standardisation(JsonPlace json) {
        try {
            return Standardisation.of(json.numbers("mean"), json.numbers("scale"));
        } catch (DataError e) {
            throw new ModelError(json.where(), e.expected(), e.found(), e.remedy());
        }
    }

    private static String checksum(JsonPlace json) {
        json.text("file");
        return json.text("sha256");
    }

    private static void texts(ArrayNode json, List<String> values) {
        values.forEach(json::add);
    }

    private static void numbers(ArrayNode json, double[] values) {
        for (double value : values) {
            json.add(value);
        }
    }
}
