package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.turnpike.spark.report.figure.Json;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.Manifest;

/** What the page tells of a manifest: how the run ended, its rows and its settings. */
final class ManifestWords {
    private ManifestWords() {}

    static ObjectNode of(RunFiles run) {
        Manifest manifest = run.manifest();
        ObjectNode words = Json.object()
                .put("version", manifest.version())
                .put("status", manifest.status().text())
                .put("message", manifest.message())
                .put("started", manifest.started())
                .put("finished", manifest.finished());
        ArrayNode parts = words.putArray("data");
        for (DataRecord part : manifest.data()) {
            parts.addObject()
                    .put("part", part.part())
                    .put("origin", part.origin())
                    .put("rows", part.rows())
                    .put("skipped", part.skipped());
        }
        words.set("configuration", run.configuration());
        return words;
    }
}
