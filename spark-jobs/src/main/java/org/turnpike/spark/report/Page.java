package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page around a report's numbers: one file that holds its style, its script and the chart library.
 *
 * <p>A content security policy in it forbids every request, and every script but this one. What the page shows of a run
 * reaches it as JSON in an element that nothing executes, and as text only.
 */
final class Page {

    /** In the order in which they need each other. */
    private static final List<String> SCRIPTS = List.of(
            "elements.js",
            "numbers.js",
            "theme.js",
            "charts.js",
            "plane.js",
            "raster.js",
            "headline.js",
            "training.js",
            "decision.js",
            "density.js",
            "paths.js",
            "depth.js",
            "classes.js",
            "regression.js",
            "speedup.js",
            "page.js");

    /** Of the library's package, in which its files lie under its version. */
    private static final String LIBRARY = "META-INF/resources/webjars/uplot/";

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    private Page() {}

    /** The whole page. */
    static String of(String title, JsonNode numbers) {
        String version = resource(Page.class.getResourceAsStream("library.properties"), "library.properties")
                .strip()
                .replaceFirst("^uplot=", "");
        String library = LIBRARY + version + "/dist/";
        String script = packaged(library + "uPlot.iife.min.js") + "\n(() => {\n\"use strict\";\n"
                + SCRIPTS.stream().map(Page::own).collect(Collectors.joining("\n")) + "\n})();\n";
        Map<String, String> parts = Map.of(
                "title",
                escaped(title),
                "style",
                packaged(library + "uPlot.min.css") + own("page.css"),
                "licence",
                packaged(LIBRARY + version + "/LICENSE").replace("--", "- -"),
                "numbers",
                inert(numbers),
                "script-hash",
                hash(script),
                "script",
                script);
        Matcher places = PLACE.matcher(own("page.html"));
        return places.replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))));
    }

    /** JSON that cannot end the element it stands in, whatever text it holds. */
    static String inert(JsonNode numbers) {
        return numbers.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String own(String name) {
        return resource(Page.class.getResourceAsStream(name), name);
    }

    private static String packaged(String name) {
        return resource(Page.class.getClassLoader().getResourceAsStream(name), name);
    }

    private static String resource(InputStream stream, String name) {
        if (stream == null) {
            throw new IllegalStateException("the build left out " + name);
        }
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
