package org.turnpike.spark.job.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

/**
 * Typed access to a checked job file, or to one block of it; keys are relative to the block. A word in place of a number, and
 * {@code none}, {@code auto} or {@code all} in place of text, is an empty optional.
 */
public final class Settings {
    private static final List<String> WORDS = List.of("none", "auto", "all");

    private final Config config;
    private final String block;

    Settings(Config config, String block) {
        this.config = config;
        this.block = block;
    }

    /** The block {@code key}, such as {@code solver} or {@code optimizer}. */
    public Settings block(String key) {
        return new Settings(config.getConfig(key), block + key + ".");
    }

    /** Where this block stands in the job file, such as {@code minimum-time.optimizer}; empty for the whole file. */
    public String path() {
        return block.isEmpty() ? "" : block.substring(0, block.length() - 1);
    }

    public String text(String key) {
        return config.getString(key);
    }

    public Optional<String> optionalText(String key) {
        return isWord(key) ? Optional.empty() : Optional.of(text(key));
    }

    public List<String> texts(String key) {
        return config.getStringList(key);
    }

    public Optional<List<String>> optionalTexts(String key) {
        return isWord(key) ? Optional.empty() : Optional.of(texts(key));
    }

    /** The text, alone or in a list. */
    public List<String> oneOrMoreTexts(String key) {
        return config.getValue(key).valueType() == ConfigValueType.LIST ? texts(key) : List.of(text(key));
    }

    public int count(String key) {
        return config.getInt(key);
    }

    public OptionalInt optionalCount(String key) {
        return isNumber(key) ? OptionalInt.of(count(key)) : OptionalInt.empty();
    }

    /** A list, or nothing where a word stands in its place. */
    public Optional<int[]> optionalCounts(String key) {
        return config.getValue(key).valueType() == ConfigValueType.LIST ? Optional.of(counts(key)) : Optional.empty();
    }

    public int[] counts(String key) {
        return config.getIntList(key).stream().mapToInt(Integer::intValue).toArray();
    }

    /** A whole number of 64 bits, such as a seed. */
    public long whole(String key) {
        return config.getLong(key);
    }

    public double number(String key) {
        return config.getDouble(key);
    }

    public OptionalDouble optionalNumber(String key) {
        return isNumber(key) ? OptionalDouble.of(number(key)) : OptionalDouble.empty();
    }

    /** The constant whose name, in lower case, stands there. */
    <E extends Enum<E>> E constant(Class<E> type, String key) {
        return Enum.valueOf(type, text(key).toUpperCase(Locale.ROOT));
    }

    public boolean truth(String key) {
        return config.getBoolean(key);
    }

    /** The file and line where {@code key} was set. */
    public String where(String key) {
        return Origin.of(config.getValue(key));
    }

    /**
     * An error at the line where {@code key} was set, for what a rule of one key cannot see: two settings that contradict
     * each other, or a value that does not fit the data.
     *
     * @param expected what should stand there, to follow “expected”
     * @param remedy one or more whole sentences
     */
    public UserError error(String key, String expected, String remedy) {
        ConfigValue value = config.getValue(key);
        return error(value, expected + " for " + block + key, written(value), remedy);
    }

    /**
     * What {@code maker} makes of these settings. Where they do not fit together, its {@link IllegalArgumentException} becomes
     * an error at the line where {@code key} was set, and its message the remedy.
     *
     * @param key a setting, or a block of which {@code maker} reads several
     */
    public <T> T made(String key, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw error(
                            config.getValue(key),
                            "settings of " + block + key + " that fit together",
                            "some that do not",
                            e.getMessage())
                    .causedBy(e);
        }
    }

    public Config config() {
        return config;
    }

    static UserError error(ConfigValue value, String expected, String found, String remedy) {
        return new UserError(ExitCode.USAGE, expected, found, Origin.of(value), remedy);
    }

    /** The value as it may have been written. */
    static String written(ConfigValue value) {
        String written = value.render(ConfigRenderOptions.concise());
        return value.valueType() == ConfigValueType.STRING
                ? "'" + value.unwrapped() + "'"
                : written.length() > 60 ? written.substring(0, 60) + "…" : written;
    }

    private boolean isNumber(String key) {
        return Rule.anyNumber().admits(config.getValue(key).unwrapped());
    }

    private boolean isWord(String key) {
        return config.getValue(key).valueType() == ConfigValueType.STRING && WORDS.contains(text(key));
    }
}
