package org.turnpike.spark.reproduce.images;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.spark.reproduce.Reproduction;
import org.turnpike.spark.reproduce.ResultsPage;
import org.turnpike.spark.reproduce.Section;
import org.turnpike.spark.reproduce.Workbench;

/** {@code images}: Table 2 of <i>How Deep Do We Need</i>, of as many images and epochs as a machine does in its time. */
public final class Images implements Reproduction {
    /** Of vanilla in steps of a hundredth, which are 400 evaluations: as many as show what an epoch takes. */
    private static final int TIMED_ROWS = 320;

    private static final int CIFAR_ROWS = 20_000;
    private static final int CIFAR_EPOCHS = 8;

    private static final Row.Paper MNIST_VANILLA = new Row.Paper("1", "99.57 %", "402.6", "4 h 47", "546 ms");
    private static final Row.Paper MNIST_MINIMUM = new Row.Paper("0.0343", "99.53 %", "16.1", "20 min", "30 ms");
    private static final Row.Paper FASHION_VANILLA = new Row.Paper("1", "93.07 %", "402.6", "4 h 41", "494 ms");
    private static final Row.Paper FASHION_MINIMUM = new Row.Paper("0.0564", "92.68 %", "24.2", "22 min", "44 ms");
    private static final Row.Paper CIFAR_VANILLA = new Row.Paper("1", "82.60 %", "404.9", "over 10 h", "531 ms");
    private static final Row.Paper CIFAR_TENTH = new Row.Paper("0.3606", "81.74 %", "146.1", "2 h 22", "278 ms");
    private static final Row.Paper CIFAR_HALF = new Row.Paper("0.1975", "78.41 %", "81", "51 min", "124 ms");
    private static final Row.Paper CIFAR_ONE = new Row.Paper("0.1103", "76.38 %", "47.3", "43 min", "98 ms");

    @Override
    public String name() {
        return "images";
    }

    @Override
    public String summary() {
        return "How Deep Do We Need: image classifiers in minimum time, repeated";
    }

    @Override
    public void introduce(Workbench workbench, ResultsPage page) {
        page.paragraph(
                "The network of the paper's scripts, 208 266 parameters on grey images, by the job files `conf/mnist.conf`,"
                        + " `conf/fashion-mnist.conf` and `conf/cifar-10.conf`; what each row learned from is in the table, and is less than"
                        + " the paper's 160 epochs over all images, which two cores do not do in a day. A tenth of the images chooses the"
                        + " model that is kept; the test images are looked at once, by that model. NFE are evaluations of the field in a"
                        + " solve forward. Seconds are of training alone, without compiling, on this machine with whatever else it did;"
                        + " *memory* is reckoned, not measured: what the rows take, and the states that the gradient comes back to. "
                        + "The paper's figures are of a V100.");
        page.paragraph("As it stands, and all of Table 2 as the paper trains it:");
        page.code(
                "submit/reproduce images --data DIR --seeds 1\n"
                        + "submit/reproduce images --data DIR --epochs 160 --rows 60000 --set solver.steps=none --set solver.step=0.01 \\\n"
                        + "  --set 'every-stage.schedule={name=milestones,milestones=[60,100,140]}' --set every-stage.optimizer.rate=0.1");
    }

    @Override
    public List<Section> sections() {
        return List.of(
                section(
                        DataSetFiles.MNIST,
                        Row.minimumTime("minimum-time", 1, MNIST_MINIMUM),
                        Row.vanilla(MNIST_VANILLA).inSteps(0.01).of(1, TIMED_ROWS)),
                section(
                        DataSetFiles.FASHION,
                        Row.minimumTime("minimum-time", 1, FASHION_MINIMUM),
                        Row.vanilla(FASHION_VANILLA).inSteps(0.01).of(1, TIMED_ROWS)),
                section(
                        DataSetFiles.CIFAR,
                        Row.minimumTime("lambda-1.0", 1, CIFAR_ONE).of(CIFAR_EPOCHS, CIFAR_ROWS),
                        Row.minimumTime("lambda-0.5", 0.5, CIFAR_HALF).of(CIFAR_EPOCHS, CIFAR_ROWS),
                        Row.minimumTime("lambda-0.1", 0.1, CIFAR_TENTH).of(CIFAR_EPOCHS, CIFAR_ROWS),
                        Row.vanilla(CIFAR_VANILLA).of(CIFAR_EPOCHS, CIFAR_ROWS)));
    }

    private static Section section(DataSetFiles data, Row... rows) {
        return new Section(data.title(), (workbench, page) -> {
            List<Measured> measured = new ArrayList<>();
            for (Row row : rows) {
                measured.add(new Measured(row, workbench.train(row.experiment(data, workbench))));
            }
            page.table(Measured.header(), measured.stream().map(Measured::cells).toList());
            page.picture(
                    data.job(),
                    "Loss of the images held out, share of them that is wrong, and t_f, against seconds of training; seed 1",
                    TrainingCurves.of(measured));
        });
    }
}
