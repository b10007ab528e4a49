package org.turnpike.spark.job.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.Suggestion;

/** The words after the command's name, checked against what the command takes. */
public final class Arguments {
    private final Map<String, List<String>> values;
    private final List<String> operands;

    private Arguments(Map<String, List<String>> values, List<String> operands) {
        this.values = values;
        this.operands = operands;
    }

    /** @throws UserError if an option is unknown, lacks its value or is given twice, or an operand is missing or too much */
    public static Arguments parse(Command command, List<String> words) {
        return new Parser(command).parse(words);
    }

    /** The option's value, if it was given. */
    public Optional<String> value(String option) {
        return values(option).stream().findFirst();
    }

    /** Every value of an option that may be repeated, in the order given. */
    public List<String> values(String option) {
        return values.getOrDefault(option, List.of());
    }

    /** The value of an option without which the command cannot run. */
    public String required(String option) {
        return value(option)
                .orElseThrow(() -> new UserError(
                        ExitCode.USAGE,
                        "--" + option + " and its value",
                        "no such option",
                        "the command line",
                        "Add --" + option + "; --help shows the usage."));
    }

    public boolean has(String flag) {
        return values.containsKey(flag);
    }

    /** The operand of this place, counted from 0; it is there if the command names it. */
    public String operand(int place) {
        return operands.get(place);
    }

    /** The job file of {@code --conf} over the defaults, and every {@code --set} over both. */
    public JobFile job() {
        return value("conf")
                .map(file -> JobFile.load(file, values("set")))
                .orElseGet(() -> JobFile.defaults(values("set")));
    }

    private static final class Parser {
        private final Command command;
        private final Map<String, Option> known = new LinkedHashMap<>();
        private final Map<String, List<String>> values = new LinkedHashMap<>();
        private final List<String> operands = new ArrayList<>();

        Parser(Command command) {
            this.command = command;
            Stream.concat(command.options().stream(), Option.SHARED.stream())
                    .forEach(option -> known.put(option.name(), option));
        }

        Arguments parse(List<String> words) {
            for (int next = 0; next < words.size(); next++) {
                String word = words.get(next);
                if (!word.startsWith("--")) {
                    operands.add(word);
                    continue;
                }
                int equals = word.indexOf('=');
                String name = word.substring(2, equals < 0 ? word.length() : equals);
                Option option = option(name);
                if (equals >= 0) {
                    add(option, word.substring(equals + 1), option.takesValue());
                } else if (!option.takesValue()) {
                    add(option, "", true);
                } else {
                    boolean there =
                            next + 1 < words.size() && !words.get(next + 1).startsWith("--");
                    add(option, there ? words.get(++next) : "nothing", there);
                }
            }
            if (!values.containsKey("help")) {
                checkOperands();
            }
            return new Arguments(values, operands);
        }

        private Option option(String name) {
            Option option = known.get(name);
            if (option == null) {
                List<String> names =
                        known.keySet().stream().map(each -> "--" + each).toList();
                throw complaint("an option of this command", "--" + name, Suggestion.among(names, "--" + name));
            }
            return option;
        }

        private void add(Option option, String value, boolean matches) {
            if (!matches) {
                throw complaint(
                        option.takesValue()
                                ? option.placeholder() + " after --" + option.name()
                                : "--" + option.name() + " without a value",
                        option.takesValue() ? value : "'" + value + "'",
                        "Write " + option.usage() + ".");
            }
            List<String> present = values.computeIfAbsent(option.name(), ignored -> new ArrayList<>());
            if (!present.isEmpty() && option.occurrence() == Option.Occurrence.ONCE) {
                throw complaint("--" + option.name() + " once", "it twice", "Keep one of them.");
            }
            present.add(value);
        }

        private void checkOperands() {
            List<String> wanted = command.operands();
            String usage = "Write: turnpike " + command.name() + " " + String.join(" ", wanted) + " [options].";
            if (operands.size() < wanted.size()) {
                throw complaint(wanted.get(operands.size()), "nothing", usage);
            }
            if (operands.size() > wanted.size()) {
                throw complaint("an option or the end of the line", "'" + operands.get(wanted.size()) + "'", usage);
            }
        }

        private UserError complaint(String expected, String found, String remedy) {
            return new UserError(ExitCode.USAGE, expected, found, command.name(), remedy);
        }
    }
}
