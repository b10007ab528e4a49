package org.turnpike.data.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turnpike.data.DataError;
import org.turnpike.data.NearestName;

/**
 * Reads a generator's specification, {@code NAME?OPTION=VALUE&OPTION=VALUE}, for instance
 * {@code moons?n=512&noise=0.1&seed=7}.
 *
 * <table>
 * <caption>Generators, their options and defaults (each stands in its generator's class)</caption>
 * <tr><td>every one</td><td>fresh = false: whether its rows are drawn anew for every epoch</td></tr>
 * <tr><td>{@link Moons moons}</td><td>n = 512, noise = 0.1, seed = 0</td></tr>
 * <tr><td>{@link Annuli annuli}</td><td>n = 512, inner = 0.5, outer = 1.0, noise = 0.01, seed = 0</td></tr>
 * <tr><td>{@link Circles circles}</td><td>n = 512, factor = 0.5, noise = 0.1, seed = 0</td></tr>
 * <tr><td>{@link Spirals spirals}</td><td>n = 512, arms = 3, noise = 0.1, seed = 0</td></tr>
 * <tr><td>{@link Negation negation}</td><td>n = 100, seed = 0</td></tr>
 * <tr><td>{@link RandomImages random-images}</td><td>n = 128, channels = 1, side = 28, classes = 10, seed = 0</td></tr>
 * </table>
 */
public final class GeneratorSpec {
    /** A path may hold a question mark too (a glob does), but hardly one with a name before it and an option after it. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*\\?[^/]*=[^/]*");

    private record Definition(List<GeneratorOption> options, Function<OptionValues, Generator> make) {
        Definition {
            options = Stream.concat(options.stream(), Stream.of(Options.FRESH)).toList();
        }
    }

    private static final Map<String, Definition> GENERATORS = new LinkedHashMap<>();

    static {
        GENERATORS.put(Annuli.NAME, new Definition(Annuli.OPTIONS, Annuli::of));
        GENERATORS.put(Circles.NAME, new Definition(Circles.OPTIONS, Circles::of));
        GENERATORS.put(Moons.NAME, new Definition(Moons.OPTIONS, Moons::of));
        GENERATORS.put(Negation.NAME, new Definition(Negation.OPTIONS, Negation::of));
        GENERATORS.put(RandomImages.NAME, new Definition(RandomImages.OPTIONS, RandomImages::of));
        GENERATORS.put(Spirals.NAME, new Definition(Spirals.OPTIONS, Spirals::of));
    }

    private GeneratorSpec() {}

    /** The names of all generators. */
    public static List<String> names() {
        return List.copyOf(GENERATORS.keySet());
    }

    /** The options of a generator of {@link #names}. */
    public static List<GeneratorOption> options(String name) {
        return definition(name, name).options;
    }

    /** Whether the text is meant for a generator, known or not, rather than for a file. */
    public static boolean isMeantBy(String text) {
        return GENERATORS.containsKey(text) || FORM.matcher(text).matches();
    }

    /**
     * The generator that the text specifies.
     *
     * @throws DataError where the generator or an option is unknown or given twice, or a value is out of range
     */
    public static Generator parse(String text) {
        String spec = text.strip();
        int mark = spec.indexOf('?');
        String name = mark < 0 ? spec : spec.substring(0, mark);
        Definition definition = definition(name, spec);
        Map<String, String> written = new LinkedHashMap<>();
        if (mark >= 0) {
            for (String assignment : spec.substring(mark + 1).split("&", -1)) {
                read(assignment, spec, definition.options, written);
            }
        }
        OptionValues values = new OptionValues(name, written);
        Generator made = definition.make.apply(values);
        return values.truth(Options.FRESH) ? new Fresh(made) : made;
    }

    private static Definition definition(String name, String spec) {
        Definition definition = GENERATORS.get(name);
        if (definition == null) {
            throw new DataError(
                    "data '" + spec + "'",
                    "one of the generators " + String.join(", ", names()),
                    DataError.quoted(name),
                    NearestName.suggestion(names(), name) + "A file is named by its path or address.");
        }
        return definition;
    }

    private static void read(
            String assignment, String spec, List<GeneratorOption> options, Map<String, String> written) {
        int equals = assignment.indexOf('=');
        String option = equals < 0 ? assignment : assignment.substring(0, equals);
        List<String> allowed = options.stream().map(GeneratorOption::name).toList();
        String listed = options.stream()
                .map(known -> known.name() + " (" + known.allowed() + ", by default " + known.standard() + ")")
                .collect(Collectors.joining("; "));
        if (equals < 0 || !allowed.contains(option)) {
            throw new DataError(
                    "data '" + spec + "'",
                    "options written name=value and joined by '&'",
                    DataError.quoted(assignment),
                    NearestName.suggestion(allowed, option) + "The options are " + listed + ".");
        }
        if (written.put(option, assignment.substring(equals + 1)) != null) {
            throw new DataError("data '" + spec + "'", "each option once", option + " twice", "Leave one out.");
        }
    }
}
