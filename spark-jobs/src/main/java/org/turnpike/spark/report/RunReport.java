package org.turnpike.spark.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.turnpike.data.DataError;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.report.figure.Figure;
import org.turnpike.spark.report.figure.Json;
import org.turnpike.spark.report.figure.SpeedUp;
import org.turnpike.spark.report.figure.Subject;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.batch.Compute;

/**
 * Writes a run's {@value #FILE}: its key figures, the course of training, and what the model does with the data.
 *
 * <p>It needs the directory's manifest; of what else is missing, the page says that it is. What is there must be whole: a
 * damaged file is an error, and a report that was there before stays. For one thread.
 */
public final class RunReport {

    public static final String FILE = "report.html";

    private static final String FIGURES_OF_ROWS = "Figures drawn from the data";

    private final Storage storage;
    private final Compute compute;

    /** @param compute what solves for the figures */
    public RunReport(Storage storage, Compute compute) {
        this.storage = storage;
        this.compute = compute;
    }

    /**
     * Writes the report into a run's directory, over one that is there.
     *
     * @param data the rows of the run, or why there are none
     * @return where it was written
     * @throws org.turnpike.spark.failure.UserError where the directory is no run's (exit code 2), a file in it is damaged (3)
     *     or the report cannot be written (5)
     * @throws org.turnpike.model.ModelError where the model is damaged (3)
     */
    public String write(String directory, ReportData data) throws IOException {
        RunFiles run = RunFiles.read(storage, directory);
        String page = Page.of(run.name() + " · Turnpike", numbers(run, data));
        String location = run.location() + "/" + FILE;
        storage.write(location, stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
        return location;
    }

    private ObjectNode numbers(RunFiles run, ReportData data) {
        List<Absence> absences = new ArrayList<>(run.absences());
        ObjectNode numbers = Json.object()
                .put("name", run.name())
                .put("written", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        numbers.set("manifest", ManifestWords.of(run));
        numbers.set("keyFigures", KeyFigures.of(run, absences));
        numbers.set("stages", StageSummaries.of(run));
        run.history().ifPresent(history -> numbers.set("history", HistoryJson.of(history, absences)));
        run.model().ifPresent(model -> {
            numbers.set("model", ModelTable.of(model));
            figures(numbers, run, model, data, absences);
        });
        ArrayNode missing = numbers.putArray("absences");
        absences.forEach(
                absence -> missing.addObject().put("what", absence.what()).put("why", absence.why()));
        return numbers;
    }

    private void figures(ObjectNode numbers, RunFiles run, NeuralOde model, ReportData data, List<Absence> absences) {
        if (data instanceof ReportData.None none) {
            absences.add(new Absence(FIGURES_OF_ROWS, none.reason()));
            return;
        }
        ReportData.Rows rows = (ReportData.Rows) data;
        Subject subject;
        try {
            subject = new Subject(model, rows.training(), rows.judged(), rows.judgedName(), compute);
        } catch (DataError e) {
            absences.add(new Absence(FIGURES_OF_ROWS, "The data are not those of this model. " + e.getMessage()));
            return;
        }
        Figure.ALL.stream()
                .filter(figure -> figure.suits(subject))
                .forEach(figure -> numbers.set(figure.name(), figure.draw(subject)));
        run.initialTerminalTime()
                .filter(initial -> initial > model.terminalTime().value())
                .ifPresent(initial -> numbers.set("speedUp", SpeedUp.measure(subject, initial)));
    }
}
