package org.turnpike.spark.job.command;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.Suggestion;
import org.turnpike.spark.job.training.RunWords;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.reproduce.Effort;
import org.turnpike.spark.reproduce.Reproduction;
import org.turnpike.spark.reproduce.Reproductions;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Section;
import org.turnpike.spark.reproduce.Workbench;
import org.turnpike.spark.storage.Storage;

/**
 * {@code reproduce}: a paper's experiments, from their job files to a page. {@code submit/reproduce} starts it with the
 * project's own job files and results.
 */
final class ReproduceCommand implements Command {
    private static final String SEEDS = "5";

    @Override
    public String name() {
        return "reproduce";
    }

    @Override
    public String summary() {
        return "repeats a paper's experiments and writes their page; submit/reproduce starts it";
    }

    @Override
    public String example() {
        return "reproduce deep --jobs conf/reproduce --results docs/results --output runs/reproduce --seeds 1";
    }

    @Override
    public List<String> operands() {
        return List.of("NAME");
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.valued("jobs", "DIR", "the job files: DIR/NAME; conf/reproduce if left out"),
                Option.valued("results", "DIR", "where NAME.md and its pictures go; docs/results if left out"),
                Option.valued(
                        "data",
                        "DIR",
                        "the data sets, each in a directory of its own (images: mnist, fashion-mnist, cifar-10)"),
                Option.valued("epochs", "COUNT", "epochs of every stage (images); what its page says if left out"),
                Option.valued("rows", "COUNT", "rows to learn from, at most (images); likewise"),
                Option.valued(
                        "seeds", "COUNT", "how many seeds each experiment is trained by; " + SEEDS + " if left out"));
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        Reproduction reproduction = reproduction(arguments.operand(0));
        String name = reproduction.name();
        Storage storage = SparkDriver.storage();
        Workbench workbench = new Workbench(
                storage,
                (jobFile, settings, output) -> train(jobFile, settings, output, arguments, console),
                arguments.value("jobs").orElse("conf/reproduce") + "/" + name,
                arguments.value("output").orElse("runs/reproduce") + "/" + name,
                count("seeds", arguments.value("seeds").orElse(SEEDS)),
                ModelSource.compute(JobFile.defaults(arguments.values("set"))),
                new Effort(optional("epochs", arguments), optional("rows", arguments), arguments.value("data")));
        ResultsPage page = new ResultsPage(name, reproduction.summary());
        reproduction.introduce(workbench, page);
        String results = arguments.value("results").orElse("docs/results");
        List<Section> sections = reproduction.sections();
        for (int done = 0; done < sections.size(); done++) {
            Section section = sections.get(done);
            page.section(section.title());
            section.writing().write(workbench, page);
            List<String> missing = sections.subList(done + 1, sections.size()).stream()
                    .map(Section::title)
                    .toList();
            String place = page.write(storage, results, missing);
            console.out().println(RunWords.line("results", place + ": " + section.title()));
        }
        return ExitCode.DONE;
    }

    private static ExitCode train(
            String jobFile, List<String> settings, String output, Arguments arguments, Console console) {
        List<String> words = new ArrayList<>(List.of("train", "--conf", jobFile, "--output", output));
        // what the user sets comes last and so counts
        for (List<String> some : List.of(settings, arguments.values("set"))) {
            some.forEach(setting -> words.addAll(List.of("--set", setting)));
        }
        if (arguments.has("debug")) {
            words.add("--debug");
        }
        console.say("reproduce: " + output);
        return CommandLine.run(words, console);
    }

    private static Reproduction reproduction(String name) {
        List<String> names =
                Reproductions.all().stream().map(Reproduction::name).toList();
        return Reproductions.named(name)
                .orElseThrow(() -> new UserError(
                        ExitCode.USAGE,
                        "one of " + String.join(", ", names),
                        "'" + name + "'",
                        "the command line",
                        Suggestion.among(names, name)));
    }

    private static OptionalInt optional(String option, Arguments arguments) {
        return arguments
                .value(option)
                .map(asked -> OptionalInt.of(count(option, asked)))
                .orElse(OptionalInt.empty());
    }

    private static int count(String option, String asked) {
        if (!asked.matches("[1-9][0-9]{0,8}")) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a count of at least 1",
                    "'" + asked + "'",
                    "--" + option,
                    "Write --" + option + " 5.");
        }
        return Integer.parseInt(asked);
    }
}
