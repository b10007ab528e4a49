package org.turnpike.spark.job.training;

import java.util.Map;
import java.util.Optional;
import org.turnpike.data.DataError;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.job.file.JobCluster;
import org.turnpike.spark.job.file.JobData;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobStream;
import org.turnpike.spark.report.ReportData;
import org.turnpike.spark.run.DataRecord;
import org.turnpike.spark.run.Manifest;
import org.turnpike.spark.run.RunDirectory;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.source.TablePart;

/** The rows for a report. */
public final class ReportRows {
    /** Why there are none. */
    static final String OF_A_STREAM = "The rows came as a stream, and nobody kept them.";

    /** Of rows that are too many for one process: enough for any picture. */
    static final int MOST_SAMPLED = 20_000;

    private ReportRows() {}

    /** All rows that are in this process, or a sample of those that are not. */
    public static Table shown(DataPart part) {
        return part.sample(part instanceof TablePart ? DataPart.EVERY_ROW : MOST_SAMPLED);
    }

    /** Those of a run that has just ended. */
    static ReportData of(DataSet rows) {
        return new ReportData.Rows(
                shown(rows.training()),
                rows.validation().map(ReportRows::shown),
                rows.test().map(ReportRows::shown));
    }

    /** Those of a run of some time ago, or why they cannot be had: a report is worth having without them. */
    public static ReportData readAgain(RunDirectory directory, Manifest manifest, JobFile job, LazySpark spark) {
        if (!directory.hasModel()) {
            return new ReportData.None("The run has no model that could be shown at work.");
        }
        if (JobStream.isAsked(job.settings())) {
            return new ReportData.None(OF_A_STREAM);
        }
        NeuralOde model = directory.model();
        try {
            JobData data = new JobData(job.settings());
            Schema schema = new Schema(model.featureNames(), model.outputs());
            DataSet rows = new SourceReader(directory.storage(), spark, new JobCluster(job.settings()).memory())
                    .read(data.settings(), schema);
            Map<String, String> found = Fingerprints.data(rows);
            Optional<DataRecord> changed = manifest.data().stream()
                    .filter(part -> !part.fingerprint().equals(found.get(part.part())))
                    .findFirst();
            return changed.isEmpty() ? of(rows) : new ReportData.None(changedSince(changed.get()));
        } catch (UserError | DataError e) {
            return new ReportData.None("The rows could not be read again: " + e.getMessage());
        }
    }

    private static String changedSince(DataRecord part) {
        return "The " + part.part() + " rows of " + part.origin() + " are not those that the run had: they have changed"
                + " since, or other settings choose them.";
    }
}
