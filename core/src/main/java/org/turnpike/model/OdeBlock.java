package org.turnpike.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.turnpike.field.FieldDesign;
import org.turnpike.solver.SolverSettings;

/** A field and how it is solved: what one layer of a network of another library is made of. */
public record OdeBlock(FieldDesign field, SolverSettings solver) {

    /** As text, to be kept in that library's own files. */
    public String toJson() {
        ObjectNode json = JsonPlace.MAPPER.createObjectNode();
        FieldJson.write(json.putObject("field"), field);
        SolverJson.write(json.putObject("solver"), solver);
        try {
            return JsonPlace.MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values can always be written", e);
        }
    }

    /** @throws ModelError where the text is not what {@link #toJson} writes */
    public static OdeBlock fromJson(String text) {
        return JsonPlace.inside(
                JsonPlace.parse(text.getBytes(StandardCharsets.UTF_8), "an ODE block"),
                json -> new OdeBlock(json.object("field", FieldJson::read), json.object("solver", SolverJson::read)));
    }
}
