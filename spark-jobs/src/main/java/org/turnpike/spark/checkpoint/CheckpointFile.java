package org.turnpike.spark.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.BestModel;
import org.turnpike.training.EpochSums;
import org.turnpike.training.TrainingState;
import org.turnpike.training.optimizer.OptimizerState;
import org.turnpike.training.stage.EpochReport;

/** A checkpoint as a {@link TensorFile}. Every number keeps its bits. */
final class CheckpointFile {
    private static final String FORMAT = "turnpike-checkpoint";
    private static final int VERSION = 2;

    private CheckpointFile() {}

    static TensorFile of(Identity identity, Snapshot snapshot) {
        TrainingState state = snapshot.state();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("format", FORMAT);
        texts.put("format_version", Integer.toString(VERSION));
        texts.put("version", identity.version());
        texts.put("stage", identity.stage());
        texts.put("stage_number", Integer.toString(identity.number()));
        texts.put("fingerprint", identity.fingerprint());
        identity.data().forEach((part, fingerprint) -> texts.put("data." + part, fingerprint));
        texts.put("configuration", identity.configuration());
        texts.put("iterations", Long.toString(state.iterations()));
        texts.put("epoch", Integer.toString(state.epoch()));
        texts.put("epoch_iterations", Integer.toString(state.epochSums().iterations()));
        texts.put("micro_batch", Long.toString(snapshot.microBatch()));
        texts.put("optimizers", Integer.toString(state.optimizers().size()));
        Map<String, double[]> doubles = new LinkedHashMap<>();
        Map<String, float[]> singles = new LinkedHashMap<>();
        doubles.put("terminal_time", times(state.terminalTime()));
        doubles.put("epoch_sums", sums(state.epochSums()));
        doubles.put("seconds", new double[] {state.seconds()});
        doubles.put("history", HistoryTensor.of(snapshot.epochs()));
        singles.put("vector", state.vector());
        for (int i = 0; i < state.optimizers().size(); i++) {
            OptimizerState optimizer = state.optimizers().get(i);
            float[][] moments = optimizer.moments();
            texts.put(optimizer(i) + "steps", Long.toString(optimizer.steps()));
            texts.put(optimizer(i) + "moments", Integer.toString(moments.length));
            for (int moment = 0; moment < moments.length; moment++) {
                singles.put(optimizer(i) + "moment." + moment, moments[moment]);
            }
        }
        BestModel best = state.best();
        if (best != null) {
            texts.put("best.epoch", Integer.toString(best.epoch()));
            doubles.put("best.loss", new double[] {best.loss()});
            doubles.put("best.terminal_time", times(best.terminalTime()));
            singles.put("best.vector", best.vector());
        }
        return new TensorFile(texts, doubles, singles);
    }

    /** @param length of the file in bytes */
    static Checkpoint read(InputStream stream, long length, String location) throws IOException, DamagedFile {
        TensorFile file = TensorFile.read(stream, length);
        Reader reader = new Reader(file);
        if (!reader.text("format").equals(FORMAT) || reader.whole("format_version") != VERSION) {
            throw new DamagedFile(
                    "the format " + FORMAT + " " + VERSION,
                    reader.text("format") + " " + reader.text("format_version"));
        }
        try {
            return new Checkpoint(reader.identity(), reader.snapshot(), location);
        } catch (IllegalArgumentException e) {
            throw new DamagedFile("values that make sense together", "these: " + e.getMessage());
        }
    }

    private static String optimizer(int number) {
        return "optimizer." + number + ".";
    }

    private static double[] times(TerminalTime time) {
        TerminalTime.InitialBounds initial = time.initial();
        return new double[] {
            time.t0(), time.value(), time.lower(), time.upper(), initial.lower(), initial.upper(), initial.margin()
        };
    }

    private static double[] sums(EpochSums sums) {
        return new double[] {
            sums.loss(),
            sums.cost(),
            sums.weight(),
            sums.forward(),
            sums.backward(),
            sums.rows(),
            sums.gradientNorm(),
            sums.initialTime(),
            sums.terminalTime()
        };
    }

    private record Reader(TensorFile file) {
        Identity identity() throws DamagedFile {
            Map<String, String> data = new LinkedHashMap<>();
            file.texts().forEach((name, text) -> {
                if (name.startsWith("data.")) {
                    data.put(name.substring("data.".length()), text);
                }
            });
            return new Identity(
                    text("version"),
                    (int) whole("stage_number"),
                    text("stage"),
                    text("fingerprint"),
                    text("configuration"),
                    data);
        }

        Snapshot snapshot() throws DamagedFile {
            List<EpochReport> epochs = HistoryTensor.epochs(doubles("history"));
            return new Snapshot(state(), epochs, whole("micro_batch"));
        }

        private TrainingState state() throws DamagedFile {
            List<OptimizerState> optimizers = new ArrayList<>();
            for (int i = 0; i < whole("optimizers"); i++) {
                float[][] moments = new float[(int) whole(optimizer(i) + "moments")][];
                for (int moment = 0; moment < moments.length; moment++) {
                    moments[moment] = singles(optimizer(i) + "moment." + moment);
                }
                optimizers.add(new OptimizerState(whole(optimizer(i) + "steps"), moments));
            }
            return new TrainingState(
                    whole("iterations"),
                    (int) whole("epoch"),
                    sums(),
                    singles("vector"),
                    times("terminal_time"),
                    optimizers,
                    file.singles().containsKey("best.vector") ? best() : null,
                    doubles("seconds", 1)[0]);
        }

        private BestModel best() throws DamagedFile {
            return new BestModel(
                    doubles("best.loss", 1)[0],
                    (int) whole("best.epoch"),
                    singles("best.vector"),
                    times("best.terminal_time"));
        }

        private EpochSums sums() throws DamagedFile {
            double[] sums = doubles("epoch_sums", 9);
            return new EpochSums(
                    (int) whole("epoch_iterations"),
                    sums[0],
                    sums[1],
                    sums[2],
                    sums[3],
                    sums[4],
                    sums[5],
                    sums[6],
                    sums[7],
                    sums[8]);
        }

        private TerminalTime times(String name) throws DamagedFile {
            double[] times = doubles(name, 7);
            return new TerminalTime(
                    times[0],
                    times[1],
                    times[2],
                    times[3],
                    new TerminalTime.InitialBounds(times[4], times[5], times[6]));
        }

        private String text(String name) throws DamagedFile {
            return found(name, file.texts().get(name));
        }

        private long whole(String name) throws DamagedFile {
            String text = text(name);
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new DamagedFile("a whole number under '" + name + "'", "'" + text + "'");
            }
        }

        private float[] singles(String name) throws DamagedFile {
            return found(name, file.singles().get(name));
        }

        private double[] doubles(String name) throws DamagedFile {
            return found(name, file.doubles().get(name));
        }

        private double[] doubles(String name, int count) throws DamagedFile {
            double[] values = doubles(name);
            if (values.length != count) {
                throw new DamagedFile(count + " numbers in '" + name + "'", Integer.toString(values.length));
            }
            return values;
        }

        private static <T> T found(String name, T value) throws DamagedFile {
            if (value == null) {
                throw new DamagedFile("'" + name + "'", "nothing under that name");
            }
            return value;
        }
    }
}
