package org.turnpike.spark.job.command;

import java.util.List;
import java.util.Optional;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.training.ReportRows;
import org.turnpike.spark.job.training.RunWords;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.report.ReportData;
import org.turnpike.spark.report.RunReport;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.storage.Storage;

/** {@code report}: writes a run's report again, from what the run has left and the data that it names. */
final class ReportCommand implements Command {
    @Override
    public String name() {
        return "report";
    }

    @Override
    public String summary() {
        return "writes the report of a run, DIR/" + RunReport.FILE + ", over the one that is there";
    }

    @Override
    public String example() {
        return "report runs/two-moons";
    }

    @Override
    public List<String> operands() {
        return List.of("DIR");
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) throws Exception {
        Storage storage = SparkDriver.storage();
        RunDirectory directory = new RunDirectory(storage, arguments.operand(0));
        Optional<Manifest> manifest = directory.manifest();
        JobFile job = manifest.isPresent() && arguments.value("conf").isEmpty()
                ? JobFile.ofCanonical(
                        manifest.get().configuration(), directory.place("manifest.json"), arguments.values("set"))
                : arguments.job();
        try (LazySpark spark = new LazySpark("Turnpike: report")) {
            ReportData rows = manifest.map(known -> ReportRows.readAgain(directory, known, job, spark))
                    .orElseGet(() -> new ReportData.None("There is no manifest that names the data."));
            String place = new RunReport(storage, ModelSource.compute(job)).write(directory.location(), rows);
            if (rows instanceof ReportData.None none) {
                console.say("without figures of the data: " + none.reason());
            }
            console.out().println(RunWords.line("report", place));
            return ExitCode.DONE;
        }
    }
}
