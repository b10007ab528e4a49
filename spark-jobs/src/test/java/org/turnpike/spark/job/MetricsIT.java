package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's own sink of CSV files gets of a real run. */
class MetricsIT {
    private static final String PLUGIN = ".plugin.org.turnpike.spark.metrics.TurnpikePlugin.";
    private static final int EPOCHS = 20;

    /** History has seven digits. */
    private static final Offset<Double> ROUNDED = within(1e-6);

    @TempDir
    Path directory;

    @Test
    void theDriverOfALocalMasterHasThemAll() throws Exception {
        Path metrics = train("local[2]");
        assertThat(figure(metrics, "driver", "iteration")).isEqualTo(EPOCHS);
        assertThat(figure(metrics, "driver", "epoch")).isEqualTo(EPOCHS);
        assertThat(figure(metrics, "driver", "loss")).isCloseTo(ofHistory("loss"), ROUNDED);
        assertThat(figure(metrics, "driver", "terminal_time")).isCloseTo(ofHistory("terminal_time"), ROUNDED);
        assertThat(figure(metrics, "driver", "gradient_norm")).isCloseTo(ofHistory("gradient_norm"), ROUNDED);
        for (String name : List.of("nfe_forward", "nfe_backward", "iteration_ms", "rows_per_second", "exchange_ms")) {
            assertThat(figure(metrics, "driver", name)).as(name).isPositive();
        }
    }

    @Test
    void executorsHaveTheirOwnAndTheDriverIsTold() throws Exception {
        Path metrics = train("local-cluster[1,1,512]");
        assertThat(figure(metrics, "0", "iteration")).isEqualTo(EPOCHS);
        assertThat(figure(metrics, "0", "exchange_ms")).isPositive();
        assertThat(figure(metrics, "driver", "iteration")).isEqualTo(EPOCHS);
        assertThat(figure(metrics, "driver", "loss")).isEqualTo(figure(metrics, "0", "loss"));
    }

    private Path train(String master) throws Exception {
        Path metrics = Files.createDirectory(directory.resolve("metrics"));
        Path job = Files.writeString(directory.resolve("job.conf"), """
                data.train = "moons?n=64"
                model.hidden = [4]
                solver.steps = 2
                stages = [ minimum-time ]
                minimum-time.epochs = %d
                progress = none
                """.formatted(EPOCHS));
        String sink = "spark.metrics.conf.*.sink.csv.";
        Launcher.Ended ended = new Launcher(directory)
                .run(
                        Map.of(),
                        "train",
                        "--master",
                        master,
                        "--conf",
                        job.toString(),
                        "--output",
                        directory.resolve("run").toString(),
                        "--",
                        "--conf",
                        "spark.executor.memory=512m",
                        "--conf",
                        sink + "class=org.apache.spark.metrics.sink.CsvSink",
                        "--conf",
                        sink + "directory=" + metrics,
                        "--conf",
                        sink + "period=1");
        assertThat(ended.exitCode()).as(ended.errors()).isZero();
        return metrics;
    }

    /** Of the last epoch, which is one iteration. */
    private double ofHistory(String column) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("run/history.csv"));
        int place = List.of(lines.get(0).split(",", -1)).indexOf(column);
        return Double.parseDouble(lines.get(lines.size() - 1).split(",", -1)[place]);
    }

    /** The last value that the sink has written. Files are named by the application, the driver or executor, and the metric. */
    private static double figure(Path metrics, String process, String name) throws IOException {
        try (Stream<Path> files = Files.list(metrics)) {
            Path file = files.filter(
                            each -> each.getFileName().toString().endsWith("." + process + PLUGIN + name + ".csv"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no file of " + process + " and " + name));
            List<String> lines = Files.readAllLines(file);
            return Double.parseDouble(lines.get(lines.size() - 1).split(",", -1)[1]);
        }
    }
}
