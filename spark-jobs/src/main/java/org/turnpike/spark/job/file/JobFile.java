package org.turnpike.spark.job.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/**
 * What a job is to do: the settings of {@code --set} over the job file's, over the defaults of
 * {@code conf/reference.conf}. Every key and value is checked when it is loaded; a {@code JobFile} that exists is valid.
 */
public final class JobFile {
    private static final ConfigParseOptions HOCON =
            ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF);

    private final Settings settings;

    private JobFile(Settings settings) {
        this.settings = settings;
    }

    /**
     * @param location a local path or any Hadoop path with a scheme
     * @param overrides each {@code key=value}
     * @throws UserError naming file, line and remedy if the file cannot be read, or a key or value is not valid
     */
    public static JobFile load(String location, List<String> overrides) {
        return layered(file(location), overrides);
    }

    /** The defaults alone, under {@code overrides}. */
    public static JobFile defaults(List<String> overrides) {
        return layered(ConfigFactory.empty(), overrides);
    }

    /**
     * A job from its {@link #canonical} form, under {@code overrides}.
     *
     * @param where what to call it in messages
     */
    public static JobFile ofCanonical(String canonical, String where, List<String> overrides) {
        return layered(ConfigFactory.parseString(canonical, HOCON.setOriginDescription(where)), overrides);
    }

    /** All settings; {@link Settings#block} gives those of a block such as {@code solver}. */
    public Settings settings() {
        return settings;
    }

    /** Every setting, defaults included, as JSON with sorted keys: equal for equal jobs, however they were written. */
    public String canonical() {
        return settings.config().root().render(ConfigRenderOptions.concise());
    }

    /** The settings that are not the defaults, by their paths, as they would be written. */
    public Map<String, String> changes() {
        Config defaults = defaults(List.of()).settings.config();
        Map<String, String> changes = new TreeMap<>();
        for (Map.Entry<String, ConfigValue> setting : settings.config().entrySet()) {
            String path = setting.getKey();
            if (!defaults.hasPathOrNull(path) || !defaults.getValue(path).equals(setting.getValue())) {
                changes.put(path, setting.getValue().render(ConfigRenderOptions.concise()));
            }
        }
        return changes;
    }

    /** What is written under {@code keys}, in that order, in canonical form: blocks, lists or single values. */
    public String canonical(List<String> keys) {
        return keys.stream()
                .map(key -> key + "=" + settings.config().getValue(key).render(ConfigRenderOptions.concise()))
                .collect(Collectors.joining("\n"));
    }

    private static JobFile layered(Config file, List<String> overrides) {
        Config asked = file;
        for (String override : overrides) {
            asked = override(override).withFallback(asked);
        }
        try {
            Config reference = reference();
            Config merged = asked.withFallback(reference).resolve();
            JobCheck check = new JobCheck(reference.resolve().root());
            // first what was written: a block that takes a bad value over from another one is not to blame
            check.check(asked.resolveWith(merged).root());
            check.check(merged.root());
            return new JobFile(new Settings(merged, ""));
        } catch (ConfigException.UnresolvedSubstitution e) {
            throw new UserError(
                            ExitCode.USAGE,
                            "every ${…} to name a key or an environment variable",
                            "one that does not (" + e.getMessage() + ")",
                            Origin.text(e.origin()),
                            "Correct the name, or write ${?NAME} if it may be missing.")
                    .causedBy(e);
        }
    }

    private static Config reference() {
        try (Reader reader =
                new InputStreamReader(JobFile.class.getResourceAsStream("reference.conf"), StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(reader, HOCON.setOriginDescription("reference.conf"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Config file(String location) {
        try {
            if (location.contains("://")) {
                return remoteFile(location);
            }
            return ConfigFactory.parseFile(new File(location), HOCON.setAllowMissing(false));
        } catch (ConfigException.IO | UncheckedIOException e) {
            throw new UserError(
                            ExitCode.USAGE,
                            "a job file",
                            "none that can be read",
                            location,
                            SparkDriver.isFar()
                                    ? "The driver runs in the cluster: name a path that it can read, such as hdfs://… or"
                                            + " s3a://…, or let Spark carry the file there: -- --files FILE (YARN,"
                                            + " Kubernetes), and --conf its name."
                                    : "Check the path given to --conf; the job files that come with Turnpike are in conf/.")
                    .causedBy(e);
        } catch (ConfigException.Parse e) {
            throw new UserError(
                            ExitCode.USAGE,
                            "HOCON",
                            "what is not (" + e.getMessage() + ")",
                            Origin.text(e.origin()),
                            "Correct the line; text with : ? & or = belongs in quotes.")
                    .causedBy(e);
        }
    }

    private static Config remoteFile(String location) {
        try (Reader reader = new InputStreamReader(SparkDriver.storage().open(location), StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(reader, HOCON.setOriginDescription(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Numbers and truths too, so that they are the same as in a file. */
    private static boolean isHocon(String key, String value) {
        Rule rule = JobKeys.byPath().get(key);
        return value.startsWith("[")
                || value.startsWith("{")
                || value.startsWith("\"")
                || (rule != null && rule.isLiteral() && rule.admits(value));
    }

    /** Lists and blocks are HOCON; anything else is the text itself, so that no path or address needs a second quoting. */
    private static Config override(String override) {
        int equals = override.indexOf('=');
        if (equals < 1) {
            throw new UserError(
                    ExitCode.USAGE, "key=value", "'" + override + "'", "--set", "Write --set solver.step=0.02.");
        }
        String key = override.substring(0, equals).strip();
        String value = override.substring(equals + 1).strip();
        String origin = "--set " + override;
        try {
            return isHocon(key, value)
                    ? ConfigFactory.parseString(key + "=" + value, HOCON.setOriginDescription(origin))
                    : ConfigFactory.empty().withValue(key, ConfigValueFactory.fromAnyRef(value, origin));
        } catch (ConfigException e) {
            throw new UserError(
                            ExitCode.USAGE,
                            "a key and a value",
                            "what is not (" + e.getMessage() + ")",
                            origin,
                            "Write --set solver.step=0.02 or --set 'model.hidden=[32, 32]'.")
                    .causedBy(e);
        }
    }
}
