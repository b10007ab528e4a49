package org.turnpike.spark.reproduce.deep;

import java.util.List;
import java.util.Locale;
import org.turnpike.spark.reproduce.Experiment;
import org.turnpike.spark.reproduce.FinishedRun;
import org.turnpike.spark.reproduce.Spread;
import org.turnpike.spark.reproduce.Workbench;
import org.turnpike.spark.reproduce.picture.Picture;

/**
 * A density, learned by vanilla and by minimum-time training: two rows of a table, two panels of a picture.
 *
 * @param data what both have learned from, for the pictures
 * @param commonLoss of the validation rows
 */
record Flow(String data, CommonLoss commonLoss, List<FinishedRun> vanilla, List<FinishedRun> minimumTime) {

    /**
     * @param job name of the job file, whose only stage is minimum-time
     * @param loss of the validation rows at which clocks are stopped, nats
     */
    static Flow of(Workbench workbench, String job, String data, double loss) {
        return new Flow(
                data,
                CommonLoss.ofValidationRows(loss),
                workbench.train(Experiment.of(job).with("vanilla", "stages=[vanilla]")),
                workbench.train(Experiment.of(job)));
    }

    List<String> header() {
        return List.of(
                "method",
                "t_f",
                "NFE",
                "held-out NLL, nats",
                "training, s",
                "faster",
                "to an NLL of " + commonLoss.loss() + ", s",
                "faster to it",
                "paper: training; steps");
    }

    /** @param paper of vanilla, and of minimum-time */
    List<List<String>> rows(String... paper) {
        return List.of(
                row("vanilla", vanilla, "", "", paper[0]),
                row(
                        "minimum-time",
                        minimumTime,
                        CommonLoss.fasterInAllEpochs(vanilla, minimumTime),
                        commonLoss.faster(vanilla, minimumTime),
                        paper[1]));
    }

    /** The density that each has learned by the first seed. */
    Picture picture(Workbench workbench) {
        Pictures pictures = new Pictures(data, workbench.compute());
        return new Picture(2)
                .add(pictures.density("vanilla", vanilla.get(0).model()))
                .add(pictures.density("minimum-time", minimumTime.get(0).model()));
    }

    private List<String> row(String name, List<FinishedRun> runs, String faster, String fasterToTheLoss, String paper) {
        return List.of(
                name,
                Spread.of(runs, "terminal_time").text(),
                Spread.of(runs, "nfe_inference").text(),
                // a fiftieth of a nat is what is asked about
                Spread.of(runs, "test_nll").text(nll -> String.format(Locale.ROOT, "%.4f", nll)),
                Spread.of(runs, "training_seconds").text(),
                faster,
                commonLoss.seconds(runs),
                fasterToTheLoss,
                paper);
    }
}
